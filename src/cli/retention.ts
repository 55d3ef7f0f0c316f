import {
  applyRetention,
  type CasesTables,
  openAuditKey,
  planRetention,
  retentionPolicy,
  type RetentionRow,
} from '../cases/index.ts'
import { createEventTables } from '../events/index.ts'
import { openEmbeddedEngine, readSettings } from '../platform/index.ts'
import type { Command } from './command.ts'
import { neededOption, printResult } from './intel-action.ts'
import { openAllRecords } from './open-all-records.ts'
import { readOptions, textOption } from './options.ts'

const USAGE = `windbreak retention: what is older than the policy lets it be, and erasing it.

usage: windbreak retention --data DIR [--apply] [--config PATH] [--json]

  --data DIR     the folder of the event store, the records and audit.key
  --apply        erase; without it nothing is changed, and what would be erased is counted
  --config PATH  a file of settings, whose table retention may shorten the policy (default windbreak.toml)
  --json         print the result as JSON
`

/** Whoever runs the command has the folder; the log says that it was the command. */
const BY = 'system:retention'

export const retention: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const text = { type: 'string' } as const
    const flag = { type: 'boolean' } as const
    const options = readOptions(args, { data: text, apply: flag, config: text, json: flag }, USAGE)
    const data = neededOption(options, 'data', USAGE)
    const config = textOption(options, 'config') ?? 'windbreak.toml'
    const settings = await readSettings(process.env, config)
    const policy = retentionPolicy(settings.retention)
    const records = await openAllRecords<CasesTables>({ databaseUrl: settings.databaseUrl, data })
    const engine = await openEmbeddedEngine(data)
    try {
      await createEventTables(engine)
      const given = { db: records.db, clock: terminal.clock, engine, policy }
      if (options['apply'] === true) {
        const made = await applyRetention(given, BY, await openAuditKey(data))
        const { text: certificate, signature } = made
        printResult(terminal, options, { certificate, signature }, [
          ...made.rows.map(printRow),
          `erased; certificate ${made.id}, ${signature}`,
        ])
      } else {
        const plan = await planRetention(given)
        printResult(terminal, options, plan, [
          ...plan.rows.map(printRow),
          `${plan.heldCases} cases and ${plan.heldAccounts} accounts are held and left alone`,
          'a dry run: nothing was changed; --apply erases',
        ])
      }
    } finally {
      await engine.close()
      await records.close()
    }
    return 0
  },
}

function printRow({ class: name, how, days, before, count }: RetentionRow): string {
  const when = `older than ${days} days, before ${before.slice(0, 10)}`
  return `${name.padEnd(12)}${how.padEnd(14)}${String(count).padStart(10)}  ${when}`
}

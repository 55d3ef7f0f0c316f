import { readFile } from 'node:fs/promises'
import { createEventTables } from '../events/index.ts'
import { type Engine, openEmbeddedEngine } from '../platform/index.ts'
import {
  huntPattern,
  type HuntResult,
  huntRules,
  huntValues,
  loadRules,
  readRuleFiles,
} from '../signals/index.ts'
import type { Command } from './command.ts'
import { cliError } from './errors.ts'
import { listOption, numberOption, type Options, readOptions, textOption } from './options.ts'
import { printable, printableJson } from './printable.ts'
import { refuseErrors } from './rules.ts'

const USAGE = `windbreak hunt: one rule, pattern or list of observables over everything stored.

usage: windbreak hunt --data DIR (--rules PATH... | --pattern TEXT | --values VALUE... | --values-file PATH)
                      [--limit N] [--json]

  --data DIR          the event store of screen
  --rules PATH...     Sigma or NOVA rules, files or folders
  --pattern TEXT      a STIX pattern; its observations are bound within one account
  --values VALUE...   addresses, domains, URLs, e-mail addresses, hashes
  --values-file PATH  the same, one a line
  --limit N           matches that are shown, the newest first (default 100, at most 100000)
  --json              print the result as JSON
`

export const hunt: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const options = readOptions(
      args,
      {
        data: { type: 'string' },
        rules: { type: 'string', multiple: true },
        pattern: { type: 'string' },
        values: { type: 'string', multiple: true },
        'values-file': { type: 'string' },
        limit: { type: 'string' },
        json: { type: 'boolean' },
      },
      USAGE,
    )
    const data = textOption(options, 'data')
    if (data === undefined)
      throw cliError('WB_CLI_BAD_OPTION', 'found no --data, wanted the event store of screen', {
        hint: USAGE,
      })
    const work = await chooseHunt(options, numberOption(options, 'limit', 1, 100_000) ?? 100)
    const engine = await openEmbeddedEngine(data)
    try {
      await createEventTables(engine)
      terminal.progress('hunting', 0, undefined, 'steps')
      const result = await work(engine)
      terminal.clearProgress()
      terminal.out(options['json'] === true ? `${printableJson(result, 2)}\n` : printHunt(result))
    } finally {
      await engine.close()
    }
    return 0
  },
}

async function chooseHunt(
  options: Options,
  limit: number,
): Promise<(engine: Engine) => Promise<HuntResult>> {
  const paths = listOption(options, 'rules')
  const pattern = textOption(options, 'pattern')
  const file = textOption(options, 'values-file')
  const listed =
    file === undefined ? [] : (await readFile(file, 'utf8')).split('\n').map((line) => line.trim())
  const values = [...listOption(options, 'values'), ...listed].filter((value) => value !== '')
  const given = [paths.length > 0, pattern !== undefined, values.length > 0].filter(Boolean).length
  if (given !== 1)
    throw cliError(
      'WB_CLI_BAD_OPTION',
      `found ${given} of --rules, --pattern and --values, wanted one`,
      { hint: USAGE },
    )
  if (pattern !== undefined) return (engine) => huntPattern(engine, pattern, limit)
  if (values.length > 0) return (engine) => huntValues(engine, values, limit)
  const set = loadRules(await readRuleFiles(paths))
  refuseErrors(set.findings)
  return (engine) => huntRules(engine, set.rules, limit)
}

function printHunt(result: HuntResult): string {
  const lines = result.matches.map(({ ts, account, event, rule, why }) => {
    const reasons = why
      .slice(0, 3)
      .map(({ clause, start, end }) =>
        start === null ? clause : `${clause} at ${start}-${end ?? start}`,
      )
    const who = `${printable(account, 30).padEnd(32)}${printable(event, 30).padEnd(32)}`
    return `${ts}  ${who}${printable(rule, 60)}  ${printable(reasons.join('; '), 120)}\n`
  })
  const open = Object.values(result.needsModel).reduce((sum, count) => sum + count, 0)
  const tail = open === 0 ? '' : `; ${open} more could match if a model were asked`
  return `${lines.join('')}${result.found} found, of ${result.accounts} accounts; ${result.matches.length} shown${tail}\n`
}

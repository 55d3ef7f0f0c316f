import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type CasesDb, readSettled, type SettledAccounts } from '../cases/index.ts'
import type { Instant } from '../core/index.ts'
import {
  importIntel,
  type Lifecycle,
  loadLifecycle,
  NO_LIFECYCLE,
  readLifecycle,
} from '../intel/index.ts'
import { type Engine, openEmbeddedEngine } from '../platform/index.ts'
import type { Terminal } from './command.ts'
import { cliError } from './errors.ts'
import type { AllTables } from './open-sharing.ts'
import { instantOption, listOption, type Options, textOption } from './options.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

/** Whether records were ever made beside a store, or are kept by a server. */
export function hasRecords(data: string | undefined): boolean {
  return (
    process.env['DATABASE_URL'] !== undefined ||
    (data !== undefined && existsSync(join(data, 'records', 'postgres')))
  )
}

/** What analysts said, of the records beside a store; nothing where no records were ever made. */
export async function readDecided(data: string | undefined): Promise<Lifecycle> {
  return hasRecords(data) ? withRecords(recordsOf(data), '', readLifecycle) : NO_LIFECYCLE
}

/** The same with what closed cases settled. */
export async function readDecidedAndSettled(
  data: string,
): Promise<{ lifecycle: Lifecycle; labels?: SettledAccounts }> {
  if (!hasRecords(data)) return { lifecycle: NO_LIFECYCLE }
  return withRecords(recordsOf(data), '', async (db) => ({
    lifecycle: await readLifecycle(db),
    // Records are opened with the tables of every layer.
    labels: await readSettled(db as unknown as CasesDb),
  }))
}

const recordsOf = (data: string | undefined): Options => (data === undefined ? {} : { data })

/** Works on the records that `--data` or DATABASE_URL names. */
export async function withRecords<Value>(
  options: Options,
  usage: string,
  work: (db: Kysely<AllTables>) => Promise<Value>,
): Promise<Value> {
  const { openSharing } = await import('./open-sharing.ts')
  const records = await openSharing(options, usage)
  try {
    return await work(records.db)
  } finally {
    await records.close()
  }
}

/**
 * Works on intelligence: on files (`--intel`) in a store that is removed afterwards, else on what screen last read into
 * `--data`. Analysts' words are those of the records now. Throws WB_CLI_BAD_OPTION (exit 2).
 */
export async function withIntel<Value>(
  options: Options,
  terminal: Terminal,
  usage: string,
  work: (engine: Engine, at: Instant) => Promise<Value>,
): Promise<Value> {
  const data = textOption(options, 'data')
  const paths = listOption(options, 'intel')
  const now = terminal.clock()
  const at = instantOption(options, 'as-of') ?? now
  if (data === undefined && paths.length === 0)
    throw cliError('WB_CLI_BAD_OPTION', 'found no --intel and no --data, wanted one of them', {
      hint: usage,
    })
  const lifecycle = await readDecided(data)
  if (paths.length === 0) return withStored(data ?? '', lifecycle, at, work)
  return withTemporaryFolder('windbreak-intel-', async (folder) => {
    const engine = await openEmbeddedEngine(folder)
    try {
      await importIntel(engine, { paths, now, asOf: at, lifecycle, decidedBy: at })
      return await work(engine, at)
    } finally {
      await engine.close()
    }
  })
}

async function withStored<Value>(
  data: string,
  lifecycle: Lifecycle,
  at: Instant,
  work: (engine: Engine, at: Instant) => Promise<Value>,
): Promise<Value> {
  const engine = existsSync(data) ? await openEmbeddedEngine(data) : undefined
  try {
    const [found] =
      (await engine?.rows<{ tables: number }>(
        "SELECT count() AS tables FROM system.tables WHERE database = currentDatabase() AND name = 'intel_settled'",
      )) ?? []
    if (engine === undefined || (found?.tables ?? 0) === 0)
      throw cliError(
        'WB_CLI_BAD_OPTION',
        '--data: found no intelligence in it, wanted a store of screen',
        {
          hint: 'run windbreak screen with --intel and this --data, or give the files with --intel',
        },
      )
    await loadLifecycle(engine, lifecycle, at)
    return await work(engine, at)
  } finally {
    await engine?.close()
  }
}

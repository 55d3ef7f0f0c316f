import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { platformError } from '../errors.ts'
import { prepareFolder } from '../prepare-folder.ts'
import { COLUMN_PARSERS } from './column-types.ts'
import { lockFolder } from './lock-folder.ts'

/**
 * Where records are kept: a server when `databaseUrl` is given, else PGlite in `folder`, else PGlite in memory (tests),
 * empty or as a dump of PGlite's data folder has them.
 */
export interface RecordsPlace {
  readonly databaseUrl?: string | undefined
  readonly folder?: string | undefined
  readonly dump?: Blob
}

/** An open store of records. `Tables` is the Kysely interface of the layers that will use it. */
export interface Records<Tables> {
  readonly db: Kysely<Tables>
  readonly engine: 'pglite' | 'postgres'
  close(): Promise<void>
}

/**
 * Opens the records. Engine and query builder are loaded only now, so that commands without records do not pay for
 * them. The caller runs `migrateRecords` next. Throws WB_PLATFORM_RECORDS_BUSY when another process holds the folder,
 * WB_PLATFORM_RECORDS_UNREACHABLE when no server answers (both exit 4), WB_PLATFORM_FOLDER_UNUSABLE (exit 3).
 */
export async function openRecords<Tables>(place: RecordsPlace): Promise<Records<Tables>> {
  return place.databaseUrl === undefined
    ? openPglite<Tables>(place)
    : openServer<Tables>(place.databaseUrl)
}

async function openPglite<Tables>({ folder, dump }: RecordsPlace): Promise<Records<Tables>> {
  const lock = folder === undefined ? undefined : await holdFolder(folder)
  try {
    // A killed process leaves this file; the lock above says that nobody else holds the folder.
    if (folder !== undefined) await rm(join(folder, 'postgres', 'postmaster.pid'), { force: true })
    const { PGlite } = await import('@electric-sql/pglite')
    const { OneConnectionKysely } = await import('./one-connection.ts')
    const { pgliteDialect } = await import('./pglite-dialect.ts')
    const pglite = await PGlite.create({
      ...(folder === undefined ? {} : { dataDir: join(folder, 'postgres') }),
      ...(dump === undefined ? {} : { loadDataDir: dump }),
      parsers: { ...COLUMN_PARSERS },
    })
    await pglite.exec("set time zone 'UTC'")
    const db = new OneConnectionKysely<Tables>({ dialect: pgliteDialect(pglite) })
    const close = async () => {
      await db.destroy()
      await lock?.release()
    }
    return { db, engine: 'pglite', close }
  } catch (cause) {
    await lock?.release()
    throw cause
  }
}

async function holdFolder(folder: string): Promise<{ release: () => Promise<void> }> {
  await prepareFolder(folder, '--data')
  const lock = await lockFolder(folder)
  if (lock.held) return lock
  throw platformError(
    'WB_PLATFORM_RECORDS_BUSY',
    `the records in ${folder} are held by process ${lock.by}`,
    { hint: 'stop that process, or set DATABASE_URL so that several can share a server' },
  )
}

async function openServer<Tables>(databaseUrl: string): Promise<Records<Tables>> {
  const { default: driver } = await import('pg')
  const { Kysely: Builder, sql } = await import('kysely')
  const { ServerDialect } = await import('./server-dialect.ts')
  const pool = new driver.Pool({
    connectionString: databaseUrl,
    max: 10,
    options: '-c TimeZone=UTC',
    types: { getTypeParser: parserOf(driver) },
  })
  // A connection that dies while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  const db = new Builder<Tables>({ dialect: new ServerDialect({ pool }) })
  try {
    await sql`select 1`.execute(db)
  } catch (cause) {
    await db.destroy()
    const code = (cause as NodeJS.ErrnoException).code ?? 'no code'
    throw platformError(
      'WB_PLATFORM_RECORDS_UNREACHABLE',
      `DATABASE_URL: no Postgres server answered as asked (${code})`,
      {
        hint: 'check host, port, name and password; leave DATABASE_URL out to keep records in --data',
        cause,
      },
    )
  }
  return { db, engine: 'postgres', close: () => db.destroy() }
}

/** Ours for the types that both engines must give alike, the driver's own for all others. */
function parserOf(driver: typeof pg): typeof pg.types.getTypeParser {
  return (oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text' | 'binary') =>
    format !== 'binary' && oid in COLUMN_PARSERS
      ? COLUMN_PARSERS[oid]
      : driver.types.getTypeParser(oid, format)
}

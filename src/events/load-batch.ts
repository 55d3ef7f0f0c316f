import { mkdir, rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Engine } from '../platform/index.ts'
import { insertSql, SETTLE_ASIDE } from './normalize.ts'
import { type Load, type NumberedFile, planLoads } from './plan-batches.ts'
import { isDataFault, salvage } from './salvage.ts'

/** Added to a batch's number: the partition where rows stand that something is wrong with, until they are reported. */
const ASIDE = 2 ** 31

const PARTITIONED = ['events', 'rejected', 'observables'] as const

/** What a batch needs to know beside its files. */
export interface BatchContext {
  readonly batch: number
  /** The newest time an event may bear, `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
  readonly latest: string
  /** A folder for links and for what was saved of damaged files. It is emptied. */
  readonly folder: string
}

/**
 * Removes what a killed run left behind: every partition that the ledger does not know. Batch 0 is not
 * usage: it holds what accounts registered with.
 */
export async function dropUnfinished(engine: Engine): Promise<void> {
  for (const table of PARTITIONED) {
    const left = await engine.rows<{ partition: string }>(
      `SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = {table:String}
        AND active AND partition != '0' AND toUInt32OrZero(partition) NOT IN (SELECT batch FROM batches)`,
      { table },
    )
    for (const { partition } of left)
      await engine.run(`ALTER TABLE ${table} DROP PARTITION {partition:UInt32}`, {
        partition: Number(partition),
      })
  }
}

/** Loads a batch whole: events and rejects, without duplicates, its observables, and last its ledger rows. */
export async function loadBatch(
  engine: Engine,
  files: readonly NumberedFile[],
  context: BatchContext,
): Promise<void> {
  const { batch } = context
  for (const file of files)
    if (file.content.reader === undefined) await reject(engine, context, file, file.content.reason)
    else if (file.content.note !== undefined) await reject(engine, context, file, file.content.note)
  for (const load of planLoads(files)) await runLoad(engine, load, context)
  await setDuplicatesAside(engine, batch, files)
  await engine.run(OBSERVABLES_SQL, { batch })
  await writeLedger(engine, files, batch)
}

/** Runs one load. If a file breaks it, its rows are removed and its files are loaded in halves, then singly. */
async function runLoad(engine: Engine, load: Load, context: BatchContext): Promise<void> {
  try {
    await insert(engine, load, context)
  } catch (error) {
    if (!isDataFault(error)) throw error
    await removeRows(engine, load, context.batch)
    if (load.files.length > 1) {
      const middle = Math.ceil(load.files.length / 2)
      await runLoad(engine, { ...load, files: load.files.slice(0, middle) }, context)
      await runLoad(engine, { ...load, files: load.files.slice(middle) }, context)
      return
    }
    await loadDamaged(engine, load, context)
  }
}

/** Loads what can still be read of one damaged file, and says that it is damaged. */
async function loadDamaged(engine: Engine, load: Load, context: BatchContext): Promise<void> {
  const [file] = load.files
  if (file === undefined) return
  const saved = await salvage(file.path, load, join(context.folder, 'saved'))
  if (saved.path !== undefined) {
    const files = [{ ...file, path: saved.path }]
    const rest: Load = { ...load, layout: 'lines', compression: 'none', files }
    try {
      await insert(engine, rest, context, [file.path])
    } catch (error) {
      if (!isDataFault(error)) throw error
      await removeRows(engine, load, context.batch)
    }
  }
  await reject(engine, context, file, saved.reason)
}

async function insert(
  engine: Engine,
  load: Load,
  context: BatchContext,
  paths: readonly string[] = load.files.map((file) => file.path),
): Promise<void> {
  const links = join(context.folder, 'links')
  await rm(links, { recursive: true, force: true })
  await mkdir(links, { recursive: true })
  for (const file of load.files) await symlink(resolve(file.path), join(links, String(file.number)))
  const { batch, latest } = context
  const aside = ASIDE + batch
  await engine.run(insertSql(load.reader, load.layout, load.compression), {
    source: join(links, '*'),
    batch,
    aside,
    latest,
  })
  const [faulty] = await engine.rows<{ count: number }>(
    'SELECT count() AS count FROM events WHERE batch = {aside:UInt32}',
    { aside },
  )
  if ((faulty?.count ?? 0) === 0) return
  const numbers = load.files.map((file) => file.number)
  for (const sql of SETTLE_ASIDE) await engine.run(sql, { batch, aside, numbers, paths })
}

async function removeRows(engine: Engine, load: Load, batch: number): Promise<void> {
  const numbers = load.files.map((file) => file.number)
  const paths = load.files.map((file) => file.path)
  await engine.run(
    `DELETE FROM events WHERE batch = {batch:UInt32} AND file IN {numbers:Array(UInt32)}`,
    { batch, numbers },
  )
  await engine.run('ALTER TABLE events DROP PARTITION {aside:UInt32}', { aside: ASIDE + batch })
  await engine.run(
    `DELETE FROM rejected WHERE batch = {batch:UInt32} AND file IN {paths:Array(String)}`,
    { batch, paths },
  )
}

async function reject(
  engine: Engine,
  context: BatchContext,
  file: NumberedFile,
  reason: string,
): Promise<void> {
  await engine.run(
    `INSERT INTO rejected SELECT {batch:UInt32}, {path:String}, 0, {reason:String}`,
    {
      batch: context.batch,
      path: file.path,
      reason,
    },
  )
}

/** Hashes of the ids of this batch. They only say where to look: equal ids are told by the ids themselves. */
const OWN_IDS = 'SELECT cityHash64(event_id) AS hash FROM events WHERE batch = {batch:UInt32}'

/** Hashes of ids of this batch that seem to stand twice in it or already in an earlier one. */
const REPEATED_SQL = `${OWN_IDS} GROUP BY hash HAVING count() > 1
  UNION ALL
  SELECT cityHash64(event_id) AS hash FROM events WHERE batch != {batch:UInt32} AND hash IN (${OWN_IDS})`

/** The earliest by batch, file, line and part stays; the others are set aside. */
async function setDuplicatesAside(
  engine: Engine,
  batch: number,
  files: readonly NumberedFile[],
): Promise<void> {
  await engine.run('DROP TABLE IF EXISTS duplicates')
  await engine.run(
    `CREATE TABLE duplicates ENGINE = Memory AS
      SELECT file, line, part FROM (
        SELECT batch, file, line, part, row_number() OVER (PARTITION BY event_id ORDER BY batch, file, line, part) AS place
        FROM events WHERE cityHash64(event_id) IN (${REPEATED_SQL})
      ) WHERE place > 1 AND batch = {batch:UInt32}`,
    { batch },
  )
  const [found] = await engine.rows<{ count: number }>('SELECT count() AS count FROM duplicates')
  if ((found?.count ?? 0) > 0) {
    await engine.run(
      `INSERT INTO rejected SELECT {batch:UInt32}, transform(file, {numbers:Array(UInt32)}, {paths:Array(String)}, ''), line,
        'an event with this id was read before' FROM duplicates`,
      { batch, numbers: files.map((file) => file.number), paths: files.map((file) => file.path) },
    )
    await engine.run(
      `DELETE FROM events WHERE batch = {batch:UInt32} AND (file, line, part) IN (SELECT file, line, part FROM duplicates)`,
      { batch },
    )
  }
  await engine.run('DROP TABLE duplicates')
}

const OBSERVABLES_SQL = `INSERT INTO observables (batch, kind, relation, value, account_id, day, count, first_ts, last_ts)
SELECT {batch:UInt32}, observable.kind, observable.relation, observable.value, account_id, toDate(ts), count(), min(ts), max(ts)
FROM events ARRAY JOIN observables AS observable
WHERE batch = {batch:UInt32}
GROUP BY observable.kind, observable.relation, observable.value, account_id, toDate(ts)`

/** One insert, so that a batch is in the ledger whole or not at all. */
async function writeLedger(
  engine: Engine,
  files: readonly NumberedFile[],
  batch: number,
): Promise<void> {
  await engine.run(
    `INSERT INTO batches
    SELECT {batch:UInt32}, of.1, of.2, of.3, of.4, of.5, good.count, bad.count
    FROM (SELECT arrayJoin(arrayZip({numbers:Array(UInt32)}, {fingerprints:Array(String)}, {paths:Array(String)},
      {formats:Array(String)}, {bytes:Array(UInt64)})) AS of) AS listed
    LEFT JOIN (SELECT file, count() AS count FROM events WHERE batch = {batch:UInt32} GROUP BY file) AS good ON good.file = of.1
    LEFT JOIN (SELECT file, count() AS count FROM rejected WHERE batch = {batch:UInt32} GROUP BY file) AS bad ON bad.file = of.3`,
    {
      batch,
      numbers: files.map((file) => file.number),
      fingerprints: files.map((file) => file.fingerprint),
      paths: files.map((file) => file.path),
      formats: files.map((file) => file.content.reader?.name ?? ''),
      bytes: files.map((file) => file.bytes),
    },
  )
}

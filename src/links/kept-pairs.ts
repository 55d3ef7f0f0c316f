import type { Engine } from '../platform/index.ts'
import { observedPairs } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/** Goes up when the meaning of a kept row changes: a store with another shape is read again. */
const SHAPE = 1

const PAIR = 'family UInt8, sort UInt8, broad UInt64, token UInt64, acct UInt64'

/**
 * What is kept from run to run: which account holds which token, each pair once, in the generation that brought it;
 * the pairs that came from the directory; and the ledger of generations that are whole.
 */
const KEPT_TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS link_pairs (generation UInt32, ${PAIR})
     ENGINE = ReplacingMergeTree PARTITION BY generation ORDER BY (family, token, acct)`,
  `CREATE TABLE IF NOT EXISTS link_signups (generation UInt32, ${PAIR})
     ENGINE = ReplacingMergeTree PARTITION BY generation ORDER BY (token, acct)`,
  `CREATE TABLE IF NOT EXISTS link_generations (generation UInt32, shape UInt32, batches Array(Tuple(UInt32, UInt64)), directory UInt64)
     ENGINE = MergeTree ORDER BY generation`,
]

interface Generation {
  readonly generation: number
  readonly shape: number
  /** Batches of `observables` with their number of rows. */
  readonly batches: readonly (readonly [number, number])[]
  /** Sum of hashes of what accounts registered with. */
  readonly directory: string
}

/**
 * Brings `link_pairs` up to the observables: reads the batches that it has not seen and what the directory newly says.
 *
 * A generation is in the ledger when it is whole; what a killed run left of another one is dropped. Pairs are a set of
 * hashes, so that the order in which days come does not show. When a batch has changed or gone, when much is new, or
 * after many generations, everything is read again, into one generation.
 */
export async function keepPairs(engine: Engine): Promise<void> {
  for (const sql of KEPT_TABLES) await engine.run(sql)
  await dropUnfinished(engine)
  const known = await engine.rows<Generation>(
    'SELECT generation, shape, batches, toString(directory) AS directory FROM link_generations ORDER BY generation',
  )
  const batches = await engine.rows<{ batch: number; rows: number }>(
    'SELECT batch, count() AS rows FROM observables WHERE batch != 0 GROUP BY batch ORDER BY batch',
  )
  const directory = await directoryHash(engine)
  const seen = new Map(known.flatMap((one) => one.batches))
  const fresh = batches.filter(({ batch }) => !seen.has(batch))
  const isNewDirectory = directory !== (known.at(-1)?.directory ?? '0')
  if (known.length > 0 && mustReadAgain(known, batches)) {
    for (const table of ['link_generations', 'link_pairs', 'link_signups'])
      await engine.run(`TRUNCATE TABLE ${table}`)
    await readGeneration(engine, 1, batches, directory)
  } else if (known.length === 0) await readGeneration(engine, 1, batches, directory)
  else if (fresh.length > 0 || isNewDirectory)
    await addGeneration(engine, (known.at(-1)?.generation ?? 0) + 1, fresh, directory)
}

async function dropUnfinished(engine: Engine): Promise<void> {
  for (const table of ['link_pairs', 'link_signups']) {
    const left = await engine.rows<{ partition: string }>(
      `SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = {table:String} AND active
         AND toUInt32(partition) NOT IN (SELECT generation FROM link_generations)`,
      { table },
    )
    for (const { partition } of left)
      await engine.run(`ALTER TABLE ${table} DROP PARTITION {partition:UInt32}`, {
        partition: Number(partition),
      })
  }
}

async function directoryHash(engine: Engine): Promise<string> {
  const [row] = await engine.rows<{ hash: string }>(
    `SELECT toString(sum(cityHash64(family, sort, token, acct))) AS hash FROM (${observedPairs('batch = 0')})`,
  )
  return row?.hash ?? '0'
}

function mustReadAgain(
  known: readonly Generation[],
  batches: readonly { batch: number; rows: number }[],
): boolean {
  const rows = new Map(batches.map(({ batch, rows: count }) => [batch, count]))
  const seen = known.flatMap((one) => one.batches)
  const count = (list: readonly (readonly [number, number])[]): number =>
    list.reduce((sum, [, n]) => sum + n, 0)
  const isChanged = seen.some(([batch, n]) => rows.get(batch) !== n)
  const added = count([...rows]) - count(seen)
  return (
    isChanged ||
    known.some(({ shape }) => shape !== SHAPE) ||
    known.length >= P.generationsMax ||
    added > P.readAgainShare * count(seen)
  )
}

/** Everything at once: sorting makes pairs unique, so that nothing is compared with what is kept. */
async function readGeneration(
  engine: Engine,
  generation: number,
  batches: readonly { batch: number; rows: number }[],
  directory: string,
): Promise<void> {
  const pairs = 'generation, family, sort, broad, token, acct'
  for (const [table, where] of [
    ['link_pairs', '1'],
    ['link_signups', 'batch = 0'],
  ] as const) {
    await engine.run(
      `INSERT INTO ${table} (${pairs}) SELECT {generation:UInt32}, family, sort, broad, token, acct FROM (${observedPairs(where)})`,
      { generation },
    )
    await engine.run(`OPTIMIZE TABLE ${table} PARTITION ID '${generation}' FINAL`)
  }
  await writeLedger(engine, generation, batches, directory)
}

/** Pairs of the new batches and of the directory that are not kept yet. */
async function addGeneration(
  engine: Engine,
  generation: number,
  fresh: readonly { batch: number; rows: number }[],
  directory: string,
): Promise<void> {
  const batches = fresh.map(({ batch }) => batch)
  await engine.run(
    `CREATE OR REPLACE TABLE link_incoming ENGINE = MergeTree ORDER BY (family, token, acct) AS
     SELECT family, any(sort) AS sort, any(broad) AS broad, token, acct, max(isSignup) AS isSignup FROM (
       SELECT *, 0 AS isSignup FROM (${observedPairs('batch IN {batches:Array(UInt32)}')})
       UNION ALL
       SELECT *, 1 FROM (${observedPairs('batch = 0')}) WHERE (token, acct) NOT IN (SELECT token, acct FROM link_signups)
     ) GROUP BY family, token, acct`,
    { batches },
  )
  await engine.run(
    `INSERT INTO link_pairs SELECT {generation:UInt32}, family, sort, broad, token, acct FROM link_incoming
     WHERE (token, acct) NOT IN (SELECT token, acct FROM link_pairs WHERE token IN (SELECT token FROM link_incoming))`,
    { generation },
  )
  await engine.run(
    `INSERT INTO link_signups SELECT {generation:UInt32}, family, sort, broad, token, acct FROM link_incoming WHERE isSignup`,
    { generation },
  )
  await engine.run('DROP TABLE link_incoming')
  await writeLedger(engine, generation, fresh, directory)
}

async function writeLedger(
  engine: Engine,
  generation: number,
  batches: readonly { batch: number; rows: number }[],
  directory: string,
): Promise<void> {
  await engine.run(
    `INSERT INTO link_generations SELECT {generation:UInt32}, ${SHAPE},
       arrayZip({batches:Array(UInt32)}, {rows:Array(UInt64)}), {directory:UInt64}`,
    {
      generation,
      batches: batches.map(({ batch }) => batch),
      rows: batches.map(({ rows }) => rows),
      directory,
    },
  )
}

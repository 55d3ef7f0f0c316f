import type { Engine } from '../platform/index.ts'
import { countGeneration, KNOWN } from './kept-counts.ts'
import { observedPairs } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/** Goes up when the meaning of a kept row changes: a store with another shape is read again. */
const SHAPE = 2

const PAIR = 'family UInt8, sort UInt8, broad UInt64, token UInt64, acct UInt64'

/**
 * What is kept from run to run, each row in the generation that brought it: which account holds which token (`came`: as an address that
 * its traffic came from), each pair once; where a later row of the same address and day said that traffic came from it; what came
 * from the directory; how many tokens an account holds and whom it meets by them; from where it came on most days.
 */
const KEPT_TABLES: Readonly<Record<string, string>> = {
  link_pairs: `(generation UInt32, ${PAIR}, came UInt8)
     ENGINE = ReplacingMergeTree(came) PARTITION BY generation ORDER BY (family, token, acct)`,
  link_came: `(generation UInt32, broad UInt64, token UInt64, acct UInt64)
     ENGINE = ReplacingMergeTree PARTITION BY generation ORDER BY (token, acct)`,
  link_signups: `(generation UInt32, ${PAIR})
     ENGINE = ReplacingMergeTree PARTITION BY generation ORDER BY (token, acct)`,
  link_busy: `(generation UInt32, acct UInt64, family UInt8, held Int64, near Int64)
     ENGINE = SummingMergeTree((held, near)) PARTITION BY generation ORDER BY (acct, family)`,
  link_homes: `(generation UInt32, acct UInt64, days UInt32, address UInt64)
     ENGINE = MergeTree PARTITION BY generation ORDER BY acct`,
}

/** The ledger of generations that are whole. */
const LEDGER = `CREATE TABLE IF NOT EXISTS link_generations
  (generation UInt32, shape UInt32, batches Array(Tuple(UInt32, UInt64)), directory UInt64) ENGINE = MergeTree ORDER BY generation`

interface Generation {
  readonly generation: number
  readonly shape: number
  /** Batches of `observables` with their number of rows. */
  readonly batches: readonly (readonly [number, number])[]
  /** Sum of hashes of what accounts registered with. */
  readonly directory: string
}

interface Batch {
  readonly batch: number
  readonly rows: number
}

/**
 * Brings `link_pairs` and what is counted of them up to the observables: reads the batches that it has not seen and what the directory
 * newly says.
 *
 * A generation is in the ledger when it is whole; what a killed run left of another one is dropped. Pairs are a set of
 * hashes, so that the order in which days come does not show. When a batch has changed or gone, when much is new, or
 * after many generations, everything is read again, into one generation.
 */
export async function keepPairs(engine: Engine): Promise<void> {
  await engine.run(LEDGER)
  const known = await engine.rows<Generation>(
    'SELECT generation, shape, batches, toString(directory) AS directory FROM link_generations ORDER BY generation',
  )
  const batches = await engine.rows<Batch>(
    `SELECT toUInt32(partition) AS batch, sum(rows) AS rows FROM system.parts
     WHERE database = currentDatabase() AND table = 'observables' AND active AND partition != '0' GROUP BY batch ORDER BY batch`,
  )
  const directory = await directoryHash(engine)
  if (mustReadAgain(known, batches)) {
    await engine.run('TRUNCATE TABLE link_generations')
    for (const [table, columns] of Object.entries(KEPT_TABLES)) {
      await engine.run(`DROP TABLE IF EXISTS ${table}`)
      await engine.run(`CREATE TABLE ${table} ${columns}`)
    }
    await readGeneration(engine, batches, directory)
    return
  }
  const seen = new Set(known.flatMap((one) => one.batches.map(([batch]) => batch)))
  const fresh = batches.filter(({ batch }) => !seen.has(batch))
  if (fresh.length === 0 && directory === known.at(-1)?.directory) return
  await dropUnfinished(engine)
  await addGeneration(engine, (known.at(-1)?.generation ?? 0) + 1, fresh, directory)
}

/** What a killed run left of a generation that is not in the ledger. */
async function dropUnfinished(engine: Engine): Promise<void> {
  const left = await engine.rows<{ table: string; partition: string }>(
    `SELECT DISTINCT table, partition FROM system.parts
     WHERE database = currentDatabase() AND table IN {tables:Array(String)} AND active
       AND toUInt32(partition) NOT IN (SELECT generation FROM link_generations)`,
    { tables: Object.keys(KEPT_TABLES) },
  )
  for (const { table, partition } of left)
    await engine.run(`ALTER TABLE ${table} DROP PARTITION {partition:UInt32}`, {
      partition: Number(partition),
    })
}

async function directoryHash(engine: Engine): Promise<string> {
  const [row] = await engine.rows<{ hash: string }>(
    `SELECT toString(sum(cityHash64(family, sort, token, acct))) AS hash FROM (${observedPairs('batch = 0')})`,
  )
  return row?.hash ?? '0'
}

function mustReadAgain(known: readonly Generation[], batches: readonly Batch[]): boolean {
  const rows = new Map(batches.map(({ batch, rows: count }) => [batch, count]))
  const seen = known.flatMap((one) => one.batches)
  const count = (list: readonly (readonly [number, number])[]): number =>
    list.reduce((sum, [, n]) => sum + n, 0)
  const isChanged = seen.some(([batch, n]) => rows.get(batch) !== n)
  const added = count([...rows]) - count(seen)
  return (
    isChanged ||
    known.length === 0 ||
    known.some(({ shape }) => shape !== SHAPE) ||
    known.length >= P.generationsMax ||
    added > P.readAgainShare * count(seen)
  )
}

/** Everything at once: sorting makes pairs unique, so that nothing is compared with what is kept. */
async function readGeneration(
  engine: Engine,
  batches: readonly Batch[],
  directory: string,
): Promise<void> {
  await engine.run(
    `INSERT INTO link_pairs SELECT 1, family, sort, broad, token, acct, came FROM (${observedPairs('1')})`,
  )
  await engine.run(
    `INSERT INTO link_signups SELECT 1, family, sort, broad, token, acct FROM (${observedPairs('batch = 0')})`,
  )
  for (const table of ['link_pairs', 'link_signups'])
    await engine.run(`OPTIMIZE TABLE ${table} PARTITION ID '1' FINAL`)
  await countGeneration(engine, 1)
  await writeLedger(engine, 1, batches, directory)
}

/** Pairs of the new batches and of the directory that are not kept yet. */
async function addGeneration(
  engine: Engine,
  generation: number,
  fresh: readonly Batch[],
  directory: string,
): Promise<void> {
  const batches = fresh.map(({ batch }) => batch)
  await engine.run(
    `CREATE OR REPLACE TABLE link_incoming ENGINE = MergeTree ORDER BY (family, token, acct) AS
     SELECT family, any(sort) AS sort, any(broad) AS broad, token, acct, max(came) AS came, max(isSignup) AS isSignup FROM (
       SELECT *, 0 AS isSignup FROM (${observedPairs('batch IN {batches:Array(UInt32)}')})
       UNION ALL
       SELECT *, 1 FROM (${observedPairs('batch = 0')}) WHERE (token, acct) NOT IN (SELECT token, acct FROM link_signups)
     ) GROUP BY family, token, acct`,
    { batches },
  )
  for (const sql of [KNOWN, NEW_PAIRS, NEWLY_CAME, NEW_SIGNUPS])
    await engine.run(sql, { generation })
  await engine.run('DROP TABLE link_incoming')
  await countGeneration(engine, generation)
  await writeLedger(engine, generation, fresh, directory)
}

const NEW_PAIRS = `INSERT INTO link_pairs SELECT {generation:UInt32}, family, sort, broad, token, acct, came FROM link_incoming
  WHERE (token, acct) NOT IN (SELECT token, arrayJoin(holding) FROM link_known)`

/** An address that stood in code before traffic came from it on the same day. */
const NEWLY_CAME = `INSERT INTO link_came SELECT {generation:UInt32}, broad, token, acct FROM link_incoming
  WHERE came AND (token, acct) IN (SELECT token, arrayJoin(writing) FROM link_known WHERE notEmpty(writing))
    AND (token, acct) NOT IN (SELECT token, acct FROM link_came)`

const NEW_SIGNUPS = `INSERT INTO link_signups SELECT {generation:UInt32}, family, sort, broad, token, acct FROM link_incoming
  WHERE isSignup`

async function writeLedger(
  engine: Engine,
  generation: number,
  batches: readonly Batch[],
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

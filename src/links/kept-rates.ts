import type { Engine } from '../platform/index.ts'
import { forgetDraws } from './kept-draws.ts'
import { forgetShares } from './kept-shares.ts'
import { BUSY_NOW } from './left-out.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P } from './parameters.ts'
import { fitRates } from './rates.ts'

/** Goes up when what is counted changes: rates of another shape are counted again. */
const SHAPE = 1

/** How large the graph is, by what the rates of coincidence follow: counts, and by family what accounts meet by values with few holders. */
interface Size {
  readonly shape: number
  readonly pairs: number
  readonly people: number
  /** Accounts with a known group, and with a known country. */
  readonly grouped: number
  readonly placed: number
  readonly met: readonly number[]
}

/**
 * Counts the rates of coincidence again where they may have moved by `refitBits`, and keeps them otherwise: every price depends on them,
 * and a day changes each a little. Small graphs, of less than `ratesKeptFrom` pairs, are counted on every run, since that costs less than
 * a day's reading. `link_fitted` tells of the last count and is written last.
 */
export async function keepRates(engine: Engine, ratesKeptFrom: number): Promise<void> {
  await engine.run(FITTED)
  const now = await sizeOf(engine)
  const [then] = await engine.rows<Size>('SELECT * FROM link_fitted')
  if (then !== undefined && now.pairs >= ratesKeptFrom && !hasMoved(now, then)) return
  await engine.run('TRUNCATE TABLE link_fitted')
  await fitRates(engine)
  await forgetDraws(engine)
  await forgetShares(engine)
  await engine.run(
    `INSERT INTO link_fitted SELECT {shape:UInt32}, {pairs:UInt64}, {people:UInt64}, {grouped:UInt64}, {placed:UInt64}, {met:Array(Int64)}`,
    { ...now, met: now.met },
  )
}

/** Of how many accounts the rates tell, as they were counted. */
export const PEOPLE = 'assumeNotNull((SELECT any(people) FROM link_fitted))'

const FITTED = `CREATE TABLE IF NOT EXISTS link_fitted
  (shape UInt32, pairs UInt64, people UInt64, grouped UInt64, placed UInt64, met Array(Int64)) ENGINE = MergeTree ORDER BY shape`

async function sizeOf(engine: Engine): Promise<Size> {
  const [counts] = await engine.rows<Omit<Size, 'shape' | 'met'>>(`
    SELECT (SELECT count() FROM link_pairs) AS pairs, count() AS people, countIf(org != 0 OR site != 0) AS grouped,
           countIf(country != 0) AS placed FROM account_groups`)
  const met = await engine.rows<{ family: number; met: number }>(
    `SELECT family, sum(near) AS met FROM ${BUSY_NOW} GROUP BY family`,
  )
  const of = new Map(met.map((row) => [row.family, row.met]))
  const { pairs, people, grouped, placed } = counts ?? {
    pairs: 0,
    people: 0,
    grouped: 0,
    placed: 0,
  }
  const byFamily = LINK_FAMILIES.map((_, index) => of.get(index + 1) ?? 0)
  return { shape: SHAPE, pairs, people, grouped, placed, met: byFamily }
}

/** Whether any size differs by `refitBits`. What is rare is told by a few and differs by chance, so that a little is added to both. */
function hasMoved(now: Size, then: Size): boolean {
  const little = P.refitLittle
  const bits = (x: number, y: number): number => Math.abs(Math.log2((x + little) / (y + little)))
  const moved = [
    bits(now.pairs, then.pairs),
    bits(now.people, then.people),
    bits(now.grouped, then.grouped),
    bits(now.placed, then.placed),
    ...now.met.map((met, index) => bits(met, then.met[index] ?? 0)),
  ]
  return now.shape !== then.shape || moved.some((one) => one >= P.refitBits)
}

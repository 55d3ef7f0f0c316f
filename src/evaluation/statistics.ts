import { poissonCdf, seededRandom } from '../core/index.ts'

/** A share with its 95% interval. All three are null when there was nothing to count. */
export interface Ratio {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly count: number
  readonly total: number
}

/** What one resampling unit (an operation) adds above and below the line. */
export interface UnitShare {
  readonly unit: string
  readonly count: number
  readonly total: number
}

const RESAMPLES = 1000

/**
 * Sum of counts over sum of totals, with a 95% percentile bootstrap that draws whole units with
 * replacement, since the accounts of one operation are found or missed together.
 */
export function ratioByUnit(shares: readonly UnitShare[], seed: string): Ratio {
  const units = mergeUnits(shares)
  const count = units.reduce((sum, unit) => sum + unit.count, 0)
  const total = units.reduce((sum, unit) => sum + unit.total, 0)
  if (total === 0) return { value: null, low: null, high: null, count, total }
  const random = seededRandom(seed)
  const drawn: number[] = []
  for (let round = 0; round < RESAMPLES; round++) {
    let above = 0
    let below = 0
    for (let index = 0; index < units.length; index++) {
      const unit = units[Math.floor(random() * units.length)]
      above += unit?.count ?? 0
      below += unit?.total ?? 0
    }
    if (below > 0) drawn.push(above / below)
  }
  drawn.sort((a, b) => a - b)
  return {
    value: count / total,
    low: drawn[Math.floor(drawn.length * 0.025)] ?? null,
    high: drawn[Math.ceil(drawn.length * 0.975) - 1] ?? null,
    count,
    total,
  }
}

/** Adds up shares of the same unit and sorts by name, so that the order of rows changes nothing. */
function mergeUnits(shares: readonly UnitShare[]): UnitShare[] {
  const units = new Map<string, UnitShare>()
  for (const share of shares) {
    const held = units.get(share.unit)
    units.set(share.unit, {
      unit: share.unit,
      count: (held?.count ?? 0) + share.count,
      total: (held?.total ?? 0) + share.total,
    })
  }
  return [...units.values()].sort((a, b) => (a.unit < b.unit ? -1 : 1))
}

/** Exact 95% interval of a Poisson mean after seeing a count. Assumes independent events: too narrow when groups fall together. */
export function poissonInterval(count: number): readonly [low: number, high: number] {
  const top = 20 + 3 * count
  const low = count === 0 ? 0 : bisect((mean) => 1 - poissonCdf(count - 1, mean) - 0.025, 0, top)
  const high = bisect((mean) => 0.025 - poissonCdf(count, mean), 0, top)
  return [low, high]
}

/** The root of an increasing function between two bounds. */
function bisect(rising: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (rising(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Middle value of a share over worlds, with the lowest and the highest; null when no world has one. */
export interface Spread {
  readonly mean: number | null
  readonly low: number | null
  readonly high: number | null
}

export function spreadOf(values: ReadonlyArray<number | null>): Spread {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return { mean: null, low: null, high: null }
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  return { mean, low: Math.min(...known), high: Math.max(...known) }
}

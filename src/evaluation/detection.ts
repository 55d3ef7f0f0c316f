import { groupBy } from '../core/index.ts'
import { unitOf } from './recall.ts'
import type { TruthRow } from './rows.ts'

/** What one result of a series says: the instant it was made for, and the accounts that it accuses. */
export interface ResultInTime {
  /** Milliseconds since 1970. */
  readonly asOf: number
  /** Accounts called actor accounts at probability 0.5 or more. */
  readonly accused: ReadonlySet<string>
  /** First use of listed accounts, in milliseconds, where the result tells it. */
  readonly starts: ReadonlyMap<string, number>
}

/** Days from the first use to the first result that accuses; of those that any result accuses. */
export interface DetectionTimes {
  readonly found: number
  readonly total: number
  readonly medianDays: number | null
  /** Nine in ten of the found were found within so many days. */
  readonly ninetyDays: number | null
}

export interface DetectionScores {
  /** How many results, by their instants, the times are read from; with one they only say how old an account was when it was found. */
  readonly results: number
  readonly accounts: DetectionTimes
  /** From the first use of any member to the first member found. */
  readonly operations: DetectionTimes
}

const DAY_MS = 86_400_000

/** Measures time to detection over a series of results; null without one. */
export function measureDetection(
  truth: readonly TruthRow[],
  results: readonly ResultInTime[],
): DetectionScores | null {
  if (results.length === 0) return null
  const inOrder = [...results].sort((a, b) => a.asOf - b.asOf)
  const starts = new Map(inOrder.flatMap((one) => [...one.starts]))
  const actors = truth.filter((row) => row.truth === 'actor')
  const daysOf = (accounts: readonly string[]): number | null => {
    const first = inOrder.find(({ accused }) => accounts.some((account) => accused.has(account)))
    const known = accounts.flatMap((account) => starts.get(account) ?? [])
    if (first === undefined || known.length === 0) return null
    return Math.max(0, (first.asOf - Math.min(...known)) / DAY_MS)
  }
  const operations = [...groupBy(actors, unitOf).values()]
  return {
    results: inOrder.length,
    accounts: timesOf(actors.map((row) => daysOf([row.accountId]))),
    operations: timesOf(operations.map((rows) => daysOf(rows.map((row) => row.accountId)))),
  }
}

function timesOf(days: ReadonlyArray<number | null>): DetectionTimes {
  const found = days.filter((one) => one !== null).sort((x, y) => x - y)
  return {
    found: found.length,
    total: days.length,
    medianDays: found[Math.floor((found.length - 1) / 2)] ?? null,
    ninetyDays: found[Math.ceil(found.length * 0.9) - 1] ?? null,
  }
}

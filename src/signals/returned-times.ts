import { roundTo } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import type { ReturnedCandidate } from './returned-accounts.ts'

/** How long closed accounts took to come back, and how long they stayed unseen; days, null when none did. */
export interface ReturnedTimes {
  readonly detected: number
  /** From the last use of the closed account to the registration of the one that returned. */
  readonly medianDaysToReturn: number | null
  /** From the registration, where known, else the last use of the closed account, to the first run that led to it. */
  readonly medianDaysToDetection: number | null
}

interface SeenRow {
  account_id: string
  of: string
  closed: string
  created: string
  detected: string
}

const TABLE = `CREATE TABLE IF NOT EXISTS returned_seen (
    account_id String, of String, closed String, created String, detected String
  ) ENGINE = MergeTree ORDER BY account_id`

/**
 * Remembers when a run first made each candidate a lead (`leads` are accounts, `asOf` the run's instant), over all runs
 * on this store, and measures the times.
 */
export async function keepReturnedTimes(
  engine: Engine,
  candidates: readonly ReturnedCandidate[],
  leads: ReadonlySet<string>,
  asOf: string,
): Promise<ReturnedTimes> {
  await engine.run(TABLE)
  const seen = await engine.rows<SeenRow>('SELECT * FROM returned_seen ORDER BY account_id')
  const known = new Set(seen.map((row) => row.account_id))
  const fresh = candidates
    .filter(({ account }) => leads.has(account) && !known.has(account))
    .map(({ account, of, closed, created }) => ({
      account_id: account,
      of,
      closed,
      created,
      detected: asOf,
    }))
  if (fresh.length > 0)
    await engine.insertJson(
      'returned_seen',
      Buffer.from(fresh.map((row) => JSON.stringify(row)).join('\n')),
    )
  const all = [...seen, ...fresh]
  return {
    detected: all.length,
    medianDaysToReturn: median(all.flatMap((row) => daysBetween(row.closed, row.created))),
    medianDaysToDetection: median(
      all.flatMap((row) =>
        daysBetween(row.created === '' ? row.closed : row.created, row.detected),
      ),
    ),
  }
}

const DAY_MS = 86_400_000

function daysBetween(from: string, to: string): number[] {
  const [start, end] = [from, to].map((text) =>
    Date.parse(text.replace(' ', 'T').replace(/Z?$/, 'Z')),
  )
  const days = ((end ?? Number.NaN) - (start ?? Number.NaN)) / DAY_MS
  return Number.isNaN(days) ? [] : [days]
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((x, y) => x - y)
  const middle = sorted[Math.floor(sorted.length / 2)]
  return middle === undefined ? null : roundTo(middle, 2)
}

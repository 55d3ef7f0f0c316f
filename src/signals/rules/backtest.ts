import type { Engine } from '../../platform/index.ts'
import type { Rule } from '../ir/rule.ts'
import { matchRules } from '../run/match-rules.ts'

/** What one rule would have found. `good` are accounts that the directory marks as known to be good. */
export interface BacktestRow {
  readonly rule: string
  readonly title: string
  readonly matches: number
  readonly accounts: number
  readonly perMillionEvents: number
  readonly good: number
  readonly needsModel: number
}

export interface Backtest {
  readonly rows: readonly BacktestRow[]
  readonly events: number
  readonly since: string
  readonly seconds: number
  /** Expressions searched for now; those of before were remembered. */
  readonly scanned: number
  readonly patterns: number
  readonly oneByOne: number
}

/** Tags by which an operator says that an account is known to be good. */
const GOOD_TAG =
  '(?i)^(?:good|known[-_ ]good|verified|trusted|allow(?:ed|list)?|authori[sz]ed[-_ ].*)$'

/** Tells what rules would have found in the last days, before they are switched on. */
export async function backtestRules(
  engine: Engine,
  rules: readonly Rule[],
  days: number,
): Promise<Backtest> {
  const startedAt = performance.now()
  const run = await matchRules(engine, rules)
  const seconds = (performance.now() - startedAt) / 1000
  const [span] = await engine.rows<{ since: string; events: number }>(
    `SELECT toString(max(ts) - toIntervalDay({days:UInt32})) AS since,
            (SELECT count() FROM events WHERE ts >= (SELECT max(ts) FROM events) - toIntervalDay({days:UInt32})) AS events
     FROM events`,
    { days },
  )
  const found = await engine.rows<{
    rule: number
    matches: number
    accounts: number
    good: number
  }>(
    `SELECT rule, count() AS matches, uniqExact(account_id) AS accounts,
            uniqExactIf(account_id, account_id IN (
              SELECT account_id FROM accounts WHERE arrayExists(tag -> match(tag, {good:String}), tags)
            )) AS good
     FROM rule_matches WHERE ts >= (SELECT max(ts) FROM events) - toIntervalDay({days:UInt32}) GROUP BY rule`,
    { days, good: GOOD_TAG },
  )
  const events = span?.events ?? 0
  const rows = rules.flatMap((rule, number) => {
    if (!rule.isReported) return []
    const { matches = 0, accounts = 0, good = 0 } = found.find((one) => one.rule === number) ?? {}
    const perMillionEvents = events === 0 ? 0 : (matches / events) * 1_000_000
    return [
      {
        rule: rule.id,
        title: rule.title,
        matches,
        accounts,
        perMillionEvents,
        good,
        needsModel: run.needsModel.get(number) ?? 0,
      },
    ]
  })
  const { scanned, patterns, oneByOne } = run
  return { rows, events, since: span?.since ?? '', seconds, scanned, patterns, oneByOne }
}

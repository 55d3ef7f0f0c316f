import type { Engine } from '../../platform/index.ts'
import { ORDER_PARAMETERS as P } from '../parameters.ts'
import type { AccountSignal } from '../signal.ts'

interface PivotRow {
  account_id: string
  model: string
  day: string
  share: number
  usual: number
  event_id: string
}

/**
 * Tells of sudden moves of the asked accounts to a model that they had never used: after `pivotHistoryDays` of other models, more
 * than half of an account's requests go to it from then on. Not told where many accounts with a history took up a model new to
 * them in those days: that is a release or a new default. Weighs nothing (0 bits): innocents of development worlds move as often.
 */
export async function tellPivots(
  engine: Engine,
  accounts: readonly string[],
): Promise<AccountSignal[]> {
  if (accounts.length === 0) return []
  const rows = await engine.rows<PivotRow>(PIVOTS, { accounts })
  return rows.map((row) => ({
    account: row.account_id,
    source: 'behaviour',
    name: 'pivot to another model',
    bits: 0,
    events: [row.event_id],
    observed: row.model,
    techniques: [],
    intel: null,
    note:
      `from ${row.day} on ${Math.round(row.share * 100)}% of its requests go to ${row.model}, which it had never used; ` +
      `${(row.usual * 100).toFixed(1)}% of accounts took up a new model in those days; people try models, too`,
    actor: '',
  }))
}

/** The rate is over the days around each first use, of accounts that had a history and were still there. */
const PIVOTS = `
  WITH used AS (
    SELECT account_id, toString(model) AS model, min(ts) AS since, toDate(since) AS day, toDate(max(ts)) AS last_day
    FROM events WHERE model != '' GROUP BY account_id, model
  ),
  spans AS (
    SELECT account_id, min(day) AS first_day, max(last_day) AS last_day FROM used GROUP BY account_id
  ),
  moves AS (
    SELECT u.account_id AS account_id, u.model AS model, u.since AS since, u.day AS day
    FROM used AS u INNER JOIN spans AS s ON s.account_id = u.account_id
    WHERE u.day >= s.first_day + ${P.pivotHistoryDays}
  ),
  first_moves AS (
    SELECT * FROM moves WHERE account_id IN {accounts:Array(String)}
    ORDER BY account_id, since, model LIMIT 1 BY account_id
  ),
  sudden AS (
    SELECT f.account_id AS account_id, f.model AS model, f.day AS day,
           countIf(toString(e.model) = f.model) / count() AS share,
           minIf(e.event_id, toString(e.model) = f.model AND e.ts = f.since) AS event_id
    FROM events AS e INNER JOIN first_moves AS f ON f.account_id = e.account_id
    WHERE e.account_id IN {accounts:Array(String)} AND e.model != '' AND e.ts >= f.since
    GROUP BY account_id, model, day HAVING share > 0.5 AND count() >= ${P.pivotRequestsMin}
  ),
  days AS (SELECT DISTINCT day FROM sudden),
  rates AS (
    SELECT d.day AS day,
           uniqExactIf(s.account_id, s.first_day + ${P.pivotHistoryDays} <= d.day AND s.last_day >= d.day) AS there
    FROM days AS d CROSS JOIN spans AS s GROUP BY d.day
  ),
  takers AS (
    SELECT d.day AS day, uniqExact(m.account_id) AS moved
    FROM days AS d CROSS JOIN moves AS m
    WHERE m.day BETWEEN d.day - ${P.pivotDaysAround} AND d.day + ${P.pivotDaysAround} GROUP BY d.day
  )
  SELECT s.account_id AS account_id, s.model AS model, toString(s.day) AS day, s.share AS share,
         least(1, (t.moved + 1) / (r.there + 1)) AS usual,
         s.event_id AS event_id
  FROM sudden AS s INNER JOIN rates AS r ON r.day = s.day INNER JOIN takers AS t ON t.day = s.day
  WHERE usual <= ${P.pivotToldMax}
  ORDER BY account_id`

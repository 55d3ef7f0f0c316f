import type { Engine } from '../platform/index.ts'
import type { AccountSignal } from './signal.ts'

/** What about an account came from somebody else's places: the addresses and clients that tie it to an operation. */
export interface ForeignUse {
  readonly account: string
  readonly addresses: readonly string[]
  readonly clients: readonly string[]
}

/** The account's own use must have gone on for so many days before the foreign use began. */
const OWN_DAYS_MIN = 3
/** And still make up this share of its events: a customer goes on working while the key is abused. */
const OWN_SHARE_MIN = 0.25

interface SignRow {
  account_id: string
  own_days: number
  own_share: number
  foreign_first: string
}

/**
 * Finds accounts whose key was probably stolen: a settled use of their own, then a second use beside it
 * from the operation's addresses with clients that the first never had. Such an account is an innocent
 * customer's (verdict `victim-key`); the weight is zero bits, since it says who, not whether.
 */
export async function findStolenKeySigns(
  engine: Engine,
  uses: readonly ForeignUse[],
): Promise<AccountSignal[]> {
  const rows = await engine.rows<SignRow>(SIGNS, {
    accounts: uses.flatMap((use) => [...use.addresses, ...use.clients].map(() => use.account)),
    values: uses.flatMap((use) => [...use.addresses, ...use.clients]),
    ownDays: OWN_DAYS_MIN,
    ownShare: OWN_SHARE_MIN,
  })
  return rows.map((row) => ({
    account: row.account_id,
    source: 'behaviour',
    name: 'signs of a stolen key',
    bits: 0,
    events: [],
    observed: '',
    techniques: ['T1078'],
    intel: null,
    note:
      `settled use of its own on ${row.own_days} days (${Math.round(row.own_share * 100)}% of events) before use from other ` +
      `addresses with other clients began on ${row.foreign_first}`,
    actor: '',
  }))
}

const SIGNS = `
  WITH foreign AS (
    SELECT pair.1 AS account, pair.2 AS value
    FROM (SELECT arrayJoin(arrayZip({accounts:Array(String)}, {values:Array(String)})) AS pair)
  ),
  marked AS (
    SELECT account_id, ts, ip, user_agent,
           (account_id, ip) IN (SELECT account, value FROM foreign)
             OR (account_id, user_agent) IN (SELECT account, value FROM foreign) AS is_foreign
    FROM events WHERE account_id IN (SELECT account FROM foreign)
  )
  SELECT account_id, countIf(NOT is_foreign) / count() AS own_share, toString(toDate(minIf(ts, is_foreign))) AS foreign_first,
         uniqExactIf(toDate(ts), NOT is_foreign AND ts < first) AS own_days
  FROM (SELECT *, minIf(ts, is_foreign) OVER (PARTITION BY account_id) AS first FROM marked)
  GROUP BY account_id
  HAVING countIf(is_foreign) > 0 AND own_days >= {ownDays:UInt32} AND own_share >= {ownShare:Float64}
     AND uniqExactIf(user_agent, NOT is_foreign AND user_agent != '') > 0 
     AND uniqExactIf(user_agent, is_foreign AND user_agent != '') > 0
     AND empty(arrayIntersect(groupUniqArrayIf(user_agent, is_foreign), groupUniqArrayIf(user_agent, NOT is_foreign)))
  ORDER BY account_id`

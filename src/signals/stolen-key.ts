import type { Engine } from '../platform/index.ts'
import { PLACE, promptLanguageSql } from './behaviour/index.ts'
import { STOLEN_KEY_PARAMETERS as P } from './parameters.ts'
import type { AccountSignal } from './signal.ts'

/**
 * An account that may be a victim's, and what about it came from somebody else's places: the addresses and clients
 * that tie it to an operation, if any do.
 */
export interface ForeignUse {
  readonly account: string
  readonly addresses: readonly string[]
  readonly clients: readonly string[]
}

interface SignRow {
  account_id: string
  own_days: number
  own_share: number
  foreign_first: string
  signs: string[]
}

/**
 * Finds accounts whose key was probably stolen: a settled use of their own, and a second one that shares neither
 * address nor client with it. The own use starts from the client that came back to its places most, and takes
 * in all that ever shared a place or a client with it; the rest is foreign. Two of four signs are needed: other
 * languages, a fresh address nearly each time, a short burst beside a long own use, own use long before.
 *
 * Where addresses or clients tie the account to an operation, one of them must be of the foreign use and none of its
 * own. Such an account is an innocent customer's (verdict `victim-key`); the weight is zero bits, since it
 * says who, not whether.
 */
export async function findStolenKeySigns(
  engine: Engine,
  uses: readonly ForeignUse[],
): Promise<AccountSignal[]> {
  const ties = uses.flatMap((use) =>
    [...use.addresses, ...use.clients].map((value) => [use.account, value] as const),
  )
  const rows = await engine.rows<SignRow>(SIGNS, {
    accounts: uses.map((use) => use.account),
    tiedAccounts: ties.map(([account]) => account),
    tiedValues: ties.map(([, value]) => value),
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
      `settled use of its own on ${row.own_days} days (${Math.round(row.own_share * 100)}% of events), and from ` +
      `${row.foreign_first} on use from other addresses with other clients: ${row.signs.join(', ')}`,
    actor: '',
  }))
}

/** Each request of the asked accounts, marked with whether it is of the account's own use. */
const SPLIT = `
  seen AS (
    SELECT account_id, ts, ip, user_agent AS client, ${PLACE} AS place, ${promptLanguageSql('prompt')} AS language
    FROM events WHERE account_id IN {accounts:Array(String)} AND ip != '' AND user_agent != ''
  ),
  home AS (
    SELECT account_id, argMax(client, (returns, days, client)) AS home_client
    FROM (
      SELECT account_id, client, count() - uniqExact(place) AS returns, uniqExact(toDate(ts)) AS days
      FROM seen GROUP BY account_id, client
    )
    GROUP BY account_id
  ),
  near AS (
    SELECT s.*, max(s.client = h.home_client) OVER (PARTITION BY s.account_id, s.place) AS is_near
    FROM seen AS s INNER JOIN home AS h ON h.account_id = s.account_id
  ),
  known AS (SELECT *, max(is_near) OVER (PARTITION BY account_id, client) AS is_known FROM near),
  split AS (
    SELECT *, max(is_known) OVER (PARTITION BY account_id, place) AS own,
           (account_id, ip) IN (SELECT tie FROM ties) OR (account_id, client) IN (SELECT tie FROM ties) AS is_tied
    FROM known
  )`

const SIGNS = `
  WITH ties AS (SELECT arrayJoin(arrayZip({tiedAccounts:Array(String)}, {tiedValues:Array(String)})) AS tie), ${SPLIT},
  sides AS (
    SELECT account_id, countIf(own) / count() AS own_share, uniqExactIf(toDate(ts), own) AS own_days,
           countIf(own) - uniqExactIf(place, own) AS own_returns, countIf(NOT own) AS foreign_requests,
           uniqExactIf(place, NOT own) / foreign_requests AS foreign_spread,
           minIf(ts, NOT own) AS foreign_start, dateDiff('hour', foreign_start, maxIf(ts, NOT own)) AS foreign_hours,
           dateDiff('hour', minIf(ts, own), maxIf(ts, own)) AS own_hours,
           dateDiff('hour', minIf(ts, own), foreign_start) AS hours_before,
           groupUniqArrayIf(language, own) AS own_languages,
           arraySort(arrayFilter(one -> one != '' AND NOT has(own_languages, one),
             groupUniqArrayIf(language, NOT own))) AS new_languages,
           countIf(is_tied AND own) AS tied_own, countIf(is_tied AND NOT own) AS tied_foreign
    FROM split GROUP BY account_id
    HAVING foreign_requests >= ${P.foreignRequestsMin} AND own_days >= ${P.ownDaysMin}
       AND own_returns >= ${P.ownReturnsMin} AND own_share >= ${P.ownShareMin}
       AND (account_id NOT IN (SELECT tie.1 FROM ties) OR (tied_foreign > 0 AND tied_own = 0))
  )
  SELECT account_id, own_days, own_share, toString(toDate(foreign_start)) AS foreign_first,
         arrayFilter(sign -> sign != '', [
           if(empty(new_languages), '', concat('writes ', arrayStringConcat(new_languages, ' and '), ' there')),
           if(foreign_spread >= ${P.foreignSpreadMin}, 'nearly each request from another address', ''),
           if(foreign_hours <= ${P.burstHoursMax} AND own_hours > 2 * foreign_hours, 'within a few days', ''),
           if(hours_before >= ${P.hoursBeforeMin}, 'long after its own use began', '')]) AS signs
  FROM sides WHERE length(signs) >= ${P.signsMin}
  ORDER BY account_id`

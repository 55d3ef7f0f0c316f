import { groupBy } from '../core/index.ts'
import type { Engine, SecretKey } from '../platform/index.ts'
import { RETURNED_PARAMETERS as P } from './returned-parameters.ts'
import type { AccountSignal } from './signal.ts'

/** What became of the tokens of closed accounts in one run. */
export interface ReturnedMatch {
  readonly signals: readonly AccountSignal[]
  readonly candidates: readonly ReturnedCandidate[]
  /** Accounts of the directory with status `terminated`, and tokens that are kept and may still match. */
  readonly terminated: number
  readonly tokens: number
  /** Tokens that another key made: they are kept until they expire and match nothing. */
  readonly otherKey: number
}

/** An account that shares tokens with a closed one and registered after that one's last use. */
export interface ReturnedCandidate {
  readonly account: string
  readonly of: string
  /** Last use of the closed account, and the registration of this one; UTC, '' when unknown. */
  readonly closed: string
  readonly created: string
}

const TABLE = `CREATE TABLE IF NOT EXISTS returned_tokens (
    key_id LowCardinality(String), family LowCardinality(String), token FixedString(32), account_id String,
    closed DateTime64(3, 'UTC'), expires DateTime64(3, 'UTC')
  ) ENGINE = MergeTree ORDER BY (key_id, family, token)`

/** An address without its tag, and without dots, which most providers pass over. */
const MAIL = `if(email_domain = '', '', concat(replaceAll(splitByChar('+',
    lowerUTF8(substring(email, 1, length(email) - length(email_domain) - 1)))[1], '.', ''), '@', email_domain))`

/** What an account registered with, by family; the day of a sign-up address, since addresses change hands. */
const HELD = `
  SELECT account_id, created_at, pair.1 AS family, HMAC('sha256', concat(pair.1, '\\0', pair.2), unhex({key:String})) AS token
  FROM accounts
  ARRAY JOIN arrayFilter(p -> p.2 != '', [
    ('pay', payment_fingerprint), ('mail', ${MAIL}), ('device', signup_user_agent),
    ('address', if(signup_ip = '' OR created_at IS NULL, '', concat(signup_ip, ' ', toString(toDate(created_at)))))]) AS pair`

/** Tokens that are not kept yet. The last use of an account that was never seen in events is taken to be now. */
const KEEP = `
  INSERT INTO returned_tokens
  SELECT {keyId:String}, h.family, h.token, h.account_id,
         ifNull(p.last_ts, toDateTime64({asOf:String}, 3, 'UTC')) AS closed,
         closed + toIntervalDay({days:UInt32})
  FROM (${HELD} WHERE lower(status) = 'terminated') AS h
  INNER JOIN population AS p ON p.account_id = h.account_id
  WHERE (h.account_id, h.family, h.token) NOT IN (
    SELECT account_id, family, token FROM returned_tokens WHERE key_id = {keyId:String})`

interface MatchRow {
  account_id: string
  of: string
  families: [family: 'pay' | 'mail' | 'address' | 'device', holders: number][]
  closed: string
  created: string
  people: number
}

/** Each account with the closed account with which it shares most; holders are counted in the directory as it is. */
const MATCH = `
  WITH live AS (
    SELECT family, token, account_id AS of, closed FROM returned_tokens
    WHERE key_id = {keyId:String} AND expires > toDateTime64({asOf:String}, 3, 'UTC')
      AND closed <= toDateTime64({asOf:String}, 3, 'UTC')
  ),
  held AS (SELECT * FROM (${HELD}) WHERE (family, token) IN (SELECT family, token FROM live)),
  spread AS (SELECT family, token, uniqExact(account_id) AS holders FROM held GROUP BY family, token)
  SELECT h.account_id AS account_id, l.of AS of, arraySort(groupUniqArray((h.family, s.holders))) AS families,
         toString(any(l.closed)) AS closed, ifNull(toString(any(h.created_at)), '') AS created,
         (SELECT count() FROM population) AS people
  FROM held AS h
  INNER JOIN live AS l ON l.family = h.family AND l.token = h.token
  INNER JOIN spread AS s ON s.family = h.family AND s.token = h.token
  WHERE h.account_id NOT IN (SELECT account_id FROM accounts WHERE lower(status) = 'terminated')
    AND (h.created_at IS NULL OR h.created_at >= l.closed) AND s.holders <= {holdersMax:UInt32}
  GROUP BY account_id, of
  ORDER BY account_id, of`

/**
 * Keeps keyed tokens of closed accounts and finds accounts that registered afterwards with the same card, mailbox,
 * address on one day, or client. Such a match is a candidate: its bits are capped below what starts suspicion.
 *
 * Of a closed account only tokens are kept, for `keptDays` after its last use; `now` removes what has expired.
 */
export async function matchReturnedAccounts(
  engine: Engine,
  key: SecretKey,
  { asOf, now }: { readonly asOf: string; readonly now: string },
): Promise<ReturnedMatch> {
  const times = { asOf: engineTime(asOf), now: engineTime(now) }
  await engine.run(TABLE)
  await engine.run(
    "DELETE FROM returned_tokens WHERE expires <= toDateTime64({now:String}, 3, 'UTC')",
    times,
  )
  const own = { key: key.hex, keyId: key.id, ...times }
  await engine.run(KEEP, { ...own, days: P.keptDays })
  const [counts] = await engine.rows<{ terminated: number; tokens: number; otherKey: number }>(
    `SELECT (SELECT count() FROM accounts WHERE lower(status) = 'terminated') AS terminated,
       (SELECT count() FROM returned_tokens WHERE key_id = {keyId:String}) AS tokens,
       (SELECT count() FROM returned_tokens WHERE key_id != {keyId:String}) AS otherKey`,
    own,
  )
  const { terminated = 0, tokens = 0, otherKey = 0 } = counts ?? {}
  const found = { terminated, tokens, otherKey }
  if (tokens === 0) return { signals: [], candidates: [], ...found }
  const rows = await engine.rows<MatchRow>(MATCH, { ...own, holdersMax: P.holdersMax })
  const best = [...groupBy(rows, (row) => row.account_id).values()].map(strongest)
  return {
    signals: best.map(signalOf),
    candidates: best.map(({ account_id, of, closed, created }) => ({
      account: account_id,
      of,
      closed,
      created,
    })),
    ...found,
  }
}

function strongest(rows: readonly MatchRow[]): MatchRow {
  return rows.reduce((best, row) => (bitsOf(row) > bitsOf(best) ? row : best))
}

function bitsOf({ families }: MatchRow): number {
  const byFamily = groupBy(families, ([family]) => family)
  const bits = [...byFamily].map(([family, list]) => {
    const holders = Math.min(...list.map(([, count]) => count))
    return P.familyBits[family] * Math.min(1, P.holdersExpected / holders)
  })
  return Math.min(
    P.bitsMax,
    bits.reduce((sum, value) => sum + value, 0),
  )
}

const WORDS: Readonly<Record<string, string>> = {
  pay: 'a payment fingerprint',
  mail: 'a mailbox',
  address: 'a sign-up address on one day',
  device: 'a sign-up client',
}

function signalOf(row: MatchRow): AccountSignal {
  const shared = [...groupBy(row.families, ([family]) => family)].map(
    ([family, list]) =>
      `${WORDS[family]} (held by ${Math.min(...list.map(([, n]) => n))} of ${row.people.toLocaleString('en-US')} accounts)`,
  )
  return {
    account: row.account_id,
    source: 'behaviour',
    name: `may have returned: ${row.of} was terminated`,
    bits: bitsOf(row),
    events: [],
    observed: row.of,
    techniques: [],
    intel: null,
    note:
      `registered after ${row.of} was last used on ${row.closed.slice(0, 10)} and shares ${shared.join(', ')}; ` +
      'a candidate, never ground by itself',
    actor: '',
  }
}

/** An instant as the engine reads it. */
function engineTime(instant: string): string {
  return instant.replace('T', ' ').replace('Z', '')
}

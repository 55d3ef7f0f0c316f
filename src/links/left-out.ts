import type { Engine } from '../platform/index.ts'
import { metBy } from './kept-counts.ts'
import { observedPairs, VALUE_KEY } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * What never links on this run, as sets beside the kept pairs, since the intelligence changes from run to run: the table
 * `link_left_out` of names of values and `link_left_pairs` of single pairs. `link_pairs_now` is the pairs without the latter.
 *
 * Values named by the intelligence never link, nor do the hosts in them, nor hosts of common mail. Nor does a value
 * that an account met only beside a named one, nor what the directory does not say any more. `link_busy_now` is `link_busy` without them.
 */
export async function deriveLeftOut(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_left_out ENGINE = MergeTree ORDER BY name AS ${NAMED}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE reported ENGINE = MergeTree ORDER BY (account_id, kind, value) AS ${REPORTED}`,
  )
  await engine.run(
    'CREATE OR REPLACE TABLE link_left_pairs (token UInt64, acct UInt64) ENGINE = MergeTree ORDER BY (token, acct)',
  )
  await engine.run(REPORTED_PAIRS)
  await engine.run(
    `CREATE OR REPLACE TABLE link_gone ENGINE = MergeTree ORDER BY (token, acct) AS ${GONE}`,
  )
  if ((await countOf(engine, 'link_gone')) > 0) await engine.run(GONE_PAIRS)
  const hasPairs = (await countOf(engine, 'link_left_pairs')) > 0
  const isAnyLeft = hasPairs || (await countOf(engine, 'link_left_out')) > 0
  const filter = hasPairs ? `WHERE ${IS_NOT_LEFT_OUT}` : ''
  await deriveBusy(engine, isAnyLeft)
  await engine.run(
    `CREATE OR REPLACE VIEW ${PAIRS_NOW} AS SELECT family, sort, broad, token, acct FROM link_pairs ${filter}`,
  )
}

async function countOf(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.rows<{ n: number }>(`SELECT count() AS n FROM ${table}`)
  return row?.n ?? 0
}

/** The counts of `link_busy` with what leaving values out takes from them. */
async function deriveBusy(engine: Engine, isAnyLeft: boolean): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_busy_left (acct UInt64, family UInt8, held Int64, near Int64) ENGINE = MergeTree ORDER BY (acct, family)`,
  )
  if (isAnyLeft)
    await engine.run(`INSERT INTO link_busy_left ${BUSY_LEFT}`, { nearMax: P.nearHoldersMax })
  await engine.run(`CREATE OR REPLACE VIEW ${BUSY_NOW} AS
    SELECT acct, family, held, near FROM link_busy UNION ALL SELECT acct, family, held, near FROM link_busy_left`)
}

/** The view of how many tokens accounts hold and whom they meet by them; to be summed by account and family. */
export const BUSY_NOW = 'link_busy_now'

/** The view of the pairs that count on this run. */
export const PAIRS_NOW = 'link_pairs_now'
/** Whether a token of them links. */
export const IS_LINKING_TOKEN =
  'token NOT IN (SELECT name FROM link_left_out) AND broad NOT IN (SELECT name FROM link_left_out)'

/** Few tokens are concerned, so that the pair is asked about seldom; where nothing is left out, nothing is asked. */
const IS_NOT_LEFT_OUT = `token NOT IN (SELECT token FROM link_left_pairs)
  OR (token, acct) NOT IN (SELECT token, acct FROM link_left_pairs)`

const NAMED = `
  WITH hosts AS (
    SELECT arrayJoin([value, domain(value), splitByChar('@', value)[-1]]) AS host FROM touched WHERE kind IN ('domain', 'url', 'email')
  )
  SELECT DISTINCT ${VALUE_KEY} AS name FROM (
    SELECT kind, value FROM observables WHERE kind IN ('domain', 'url', 'email') AND relation != 'mention'
      AND (value IN (SELECT host FROM hosts) OR domain(value) IN (SELECT host FROM hosts)
        OR splitByChar('@', value)[-1] IN (SELECT host FROM hosts)
        OR (kind != 'url' AND splitByChar('@', value)[-1] IN (
          SELECT email_domain FROM population WHERE email_domain != '' GROUP BY email_domain HAVING count() > 20)))
    UNION ALL
    SELECT kind, value FROM observables WHERE (toString(kind), value) IN (SELECT kind, value FROM touched)
  )`

/**
 * Values that an account met only together with a value that intelligence names: people who read the same
 * report paste the same names, and that makes them readers of one report, not one operator.
 */
const REPORTED = `
  WITH beside AS (
    SELECT e.account_id AS account_id, o.kind AS kind, o.value AS value, count() AS n
    FROM events AS e ARRAY JOIN e.observables AS o
    WHERE e.event_id IN (SELECT event_id FROM touches WHERE relation IN ('use', 'mention')) AND o.relation != 'contact'
    GROUP BY account_id, kind, value
  )
  SELECT b.account_id AS account_id, b.kind AS kind, b.value AS value
  FROM beside AS b
  INNER JOIN (
    SELECT account_id, kind, value, sum(count) AS n FROM observables
    WHERE (kind, value) IN (SELECT kind, value FROM beside) AND account_id IN (SELECT account_id FROM beside) AND relation != 'contact'
    GROUP BY account_id, kind, value
  ) AS o ON o.account_id = b.account_id AND o.kind = b.kind AND o.value = b.value
  WHERE b.n >= o.n`

/** Observables are in the order of kind and value, so that these are found and not searched for. */
const IS_REPORTED = `(kind, value) IN (SELECT kind, value FROM reported)
  AND (account_id, kind, value) IN (SELECT account_id, kind, value FROM reported)`

const REPORTED_PAIRS = `INSERT INTO link_left_pairs SELECT DISTINCT token, acct FROM (${observedPairs(IS_REPORTED)})`

/** What an account registered with and does not any more, unless its use shows it too. */
const GONE = `
  SELECT token, acct FROM link_signups WHERE (token, acct) NOT IN (SELECT token, acct FROM (${observedPairs('batch = 0')}))`

const GONE_PAIRS = `
  INSERT INTO link_left_pairs SELECT token, acct FROM link_gone
  WHERE (token, acct) NOT IN (SELECT token, acct FROM link_left_pairs) AND (token, acct) NOT IN (
    SELECT token, acct FROM (${observedPairs('batch != 0 AND sipHash64(account_id) IN (SELECT acct FROM link_gone)')}))`

/**
 * A named token is held still, but nobody is met by it; a pair that is left out is not held, and its token has a holder less. Only
 * tokens whose count changes by it are asked for their holders.
 */
const BUSY_LEFT = `
  WITH concerned AS (
    SELECT family, token, NOT (${IS_LINKING_TOKEN}) AS isOut, count() AS before, countIf(isLeft) AS gone,
           if(isOut, 0, ${metBy('before - gone')}) AS met, ${metBy('before')} AS counted, groupArrayIf(acct, isLeft) AS leaving,
           if(met = counted, [], groupArrayIf(${P.nearHoldersMax + 1})(acct, NOT isLeft)) AS staying
    FROM (
      SELECT family, token, broad, acct, (token, acct) IN (SELECT token, acct FROM link_left_pairs) AS isLeft FROM link_pairs
      WHERE token IN (SELECT token FROM link_left_pairs) OR NOT (${IS_LINKING_TOKEN})
    )
    GROUP BY family, token, broad HAVING gone > 0 OR met != counted
  )
  SELECT change.1, family, change.2, change.3 FROM concerned
  ARRAY JOIN arrayConcat(arrayMap(a -> (a, toInt64(-1), -counted), leaving),
                         arrayMap(a -> (a, toInt64(0), met - counted), staying)) AS change`

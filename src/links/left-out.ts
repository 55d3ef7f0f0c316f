import type { Engine } from '../platform/index.ts'
import { observedPairs, VALUE_KEY } from './observed.ts'

/**
 * What never links on this run, as sets beside the kept pairs, since the intelligence changes from run to run: the table
 * `link_left_out` of names of values and `link_left_pairs` of single pairs. `link_pairs_now` is the pairs without the latter.
 *
 * Values named by the intelligence never link, nor do the hosts in them, nor hosts of common mail. Nor does a value
 * that an account met only beside a named one, nor what the directory does not say any more.
 */
export async function deriveLeftOut(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_left_out ENGINE = MergeTree ORDER BY name AS ${NAMED}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE reported ENGINE = MergeTree ORDER BY (account_id, k, value) AS ${REPORTED}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_left_pairs ENGINE = MergeTree ORDER BY (token, acct) AS ${LEFT_PAIRS}`,
  )
  const [left] = await engine.rows<{ pairs: number }>(
    'SELECT count() AS pairs FROM link_left_pairs',
  )
  const filter = (left?.pairs ?? 0) > 0 ? `WHERE ${IS_NOT_LEFT_OUT}` : ''
  await engine.run(
    `CREATE OR REPLACE VIEW ${PAIRS_NOW} AS SELECT family, sort, broad, token, acct FROM link_pairs ${filter}`,
  )
}

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
    SELECT e.account_id AS account_id, toString(o.kind) AS k, o.value AS value, count() AS n
    FROM events AS e ARRAY JOIN e.observables AS o
    WHERE e.event_id IN (SELECT event_id FROM touches WHERE relation IN ('use', 'mention')) AND o.relation != 'contact'
    GROUP BY account_id, k, value
  )
  SELECT b.account_id AS account_id, b.k AS k, b.value AS value
  FROM beside AS b
  INNER JOIN (
    SELECT account_id, toString(kind) AS k, value, sum(count) AS n FROM observables
    WHERE account_id IN (SELECT account_id FROM beside) AND relation != 'contact'
    GROUP BY account_id, k, value
  ) AS o ON o.account_id = b.account_id AND o.k = b.k AND o.value = b.value
  WHERE b.n >= o.n`

/** The account alone is asked for first: it is the cheaper question, and nearly always answered with no. */
const IS_REPORTED = `account_id IN (SELECT account_id FROM reported)
  AND (account_id, toString(kind), value) IN (SELECT account_id, k, value FROM reported)`

const LEFT_PAIRS = `
  WITH gone AS (
    SELECT token, acct FROM link_signups
    WHERE (token, acct) NOT IN (SELECT token, acct FROM (${observedPairs('batch = 0')}))
  )
  SELECT DISTINCT token, acct FROM (
    SELECT token, acct FROM (${observedPairs(IS_REPORTED)})
    UNION ALL
    SELECT token, acct FROM gone WHERE (token, acct) NOT IN (
      SELECT token, acct FROM (${observedPairs('batch != 0 AND sipHash64(account_id) IN (SELECT acct FROM gone)')}))
  )`

import { LINK_HOLDERS_MAX } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * Derives the observation graph: which account holds which linking value (a token), how many hold it,
 * and how much of its sharing a known group explains. Tables: `account_groups`, `link_tokens`,
 * `link_values` (values with 2 to LINK_HOLDERS_MAX holders), `link_rates`, `link_activity`.
 */
export async function deriveTokens(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE account_groups ENGINE = MergeTree ORDER BY acct AS ${GROUPS}`,
    {
      publicShare: P.publicMailShare,
      publicHolders: P.publicMailHolders,
      siteShare: P.siteShare,
      siteAccounts: P.siteAccounts,
    },
  )
  await engine.run(
    `CREATE OR REPLACE TABLE reported ENGINE = MergeTree ORDER BY (account_id, k, value) AS ${REPORTED}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_tokens ENGINE = MergeTree ORDER BY (family, token, acct) AS ${TOKENS}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_values ENGINE = MergeTree ORDER BY (family, token) AS ${VALUES}`,
    {
      holdersMax: LINK_HOLDERS_MAX,
    },
  )
  await engine.run(`CREATE OR REPLACE TABLE link_rates ENGINE = MergeTree ORDER BY (family, stratum, bin, cohort) AS
    SELECT family, stratum, bin, arrayJoin(if(cohort = '', [''], ['', cohort])) AS cohort,
           sum(holders * (holders - 1) * unexplained) AS pairs
    FROM link_values GROUP BY family, stratum, bin, cohort`)
  await engine.run(
    `CREATE OR REPLACE TABLE link_activity ENGINE = MergeTree ORDER BY (family, acct) AS ${ACTIVITY}`,
    { nearMax: P.nearHoldersMax },
  )
}

/**
 * The group that explains an account's sharing: its organisation, else its private mail domain, else
 * the one address that carries most of its days together with several other accounts.
 */
const GROUPS = `
  WITH sizes AS (
    SELECT least({publicHolders:UInt32}, greatest(20, {publicShare:Float64} * count())) AS mail_max FROM population
  ),
  domains AS (
    SELECT email_domain, count() AS holders FROM population WHERE email_domain != '' GROUP BY email_domain
  ),
  days AS (
    SELECT account_id, value, uniqExact(day) AS n FROM observables
    WHERE kind = 'ip' AND relation = 'contact' GROUP BY account_id, value
  ),
  homes AS (
    SELECT account_id, argMax(value, (n, value)) AS home, max(n) / any(active) AS share
    FROM (SELECT d.*, p.active_days AS active FROM days AS d INNER JOIN population AS p ON p.account_id = d.account_id)
    GROUP BY account_id HAVING share >= {siteShare:Float64} AND max(n) >= 2
  ),
  sites AS (SELECT home FROM homes GROUP BY home HAVING count() >= {siteAccounts:UInt32})
  SELECT p.acct AS acct, p.country AS country,
         multiIf(p.organization != '', sipHash64('organization', p.organization),
                 d.holders >= 2 AND d.holders <= (SELECT mail_max FROM sizes),
                 sipHash64('domain', p.email_domain), 0) AS org,
         if(h.home != '' AND h.home IN (SELECT home FROM sites), sipHash64('site', h.home), 0) AS site,
         multiIf(org != 0, if(p.organization != '', 'organisation', 'mail domain'), site != 0, 'site', '') AS reason
  FROM population AS p
  LEFT JOIN domains AS d ON d.email_domain = p.email_domain
  LEFT JOIN homes AS h ON h.account_id = p.account_id`

/**
 * The nested level above a token, whose holders tell what kind of sharing to expect: of an address on a day the
 * address, of a client's build the client. A rare day of a carrier's gateway and a rare version of a common
 * program are shared by chance far more often than a rare address or a rare program.
 */
const BROADER = `if(kind = 'user_agent', replaceRegexpAll(value, '[0-9]+', '0'), value)`

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

/**
 * Values named by the intelligence never link, nor do the hosts in them, quotations of addresses, domains,
 * e-mails or hashes, or what an account met only beside such a value.
 */
const TOKENS = `
  WITH hosts AS (
    SELECT arrayJoin([value, domain(value), splitByChar('@', value)[-1]]) AS host FROM touched WHERE kind IN ('domain', 'url', 'email')
  ),
  crowds AS (
    SELECT kind, ${BROADER} AS broader, uniqExact(account_id) AS met FROM observables
    WHERE kind IN ('ip', 'user_agent') AND relation IN ('contact', 'signup') GROUP BY kind, broader
  )
  SELECT DISTINCT family, token, p.acct AS acct, o.value AS value,
         multiIf(family IN ('net', 'device'), toString(exp2(ceil(log2(greatest(1, c.met))))), family = 'name', k, '') AS stratum
  FROM (
    SELECT account_id, toString(kind) AS k, value, day, ${BROADER} AS broader,
           multiIf(k = 'payment', 'pay', k = 'ip', 'net', k = 'user_agent', 'device', k = 'email_pattern', 'mail', 'name') AS family,
           if(family = 'net', sipHash64(family, value, day), sipHash64(family, value)) AS token
    FROM observables
    WHERE k IN ('payment', 'ip', 'user_agent', 'email_pattern', 'file', 'identifier', 'path', 'wallet', 'hash', 'domain',
                'url', 'email')
      AND (k IN ('payment', 'email_pattern', 'file', 'identifier', 'path') OR relation IN ('use', 'contact', 'signup'))
      AND NOT (k IN ('email') AND relation = 'signup')
      AND (k, value) NOT IN (SELECT kind, value FROM touched)
      AND NOT (k IN ('domain', 'url', 'email') AND (value IN (SELECT host FROM hosts)
        OR domain(value) IN (SELECT host FROM hosts) OR splitByChar('@', value)[-1] IN (SELECT host FROM hosts)))
      AND NOT (k IN ('domain', 'email') AND splitByChar('@', value)[-1] IN (
        SELECT email_domain FROM population WHERE email_domain != '' GROUP BY email_domain HAVING count() > 20))
      AND (account_id, k, value) NOT IN (SELECT account_id, k, value FROM reported)
  ) AS o
  INNER JOIN population AS p ON p.account_id = o.account_id
  LEFT JOIN crowds AS c ON toString(c.kind) = o.k AND c.broader = o.broader`

/** The bin of `LINK_PARAMETERS.holderBins` that a number of holders falls into, by its upper end. */
export function holderBin(holders: string): string {
  const ends = P.holderBins.map(({ upTo }) => upTo)
  const last = ends.at(-1) ?? 0
  return `toUInt8(multiIf(${ends
    .slice(0, -1)
    .map((end) => `${holders} <= ${end}, ${end}`)
    .join(', ')}, ${last}))`
}

const VALUES = `
  SELECT family, token, any(value) AS value, any(stratum) AS stratum, sum(n) AS holders,
         ${holderBin('holders')} AS bin,
         1 - sum(if(grp = 0, 0, n * (n - 1))) / (holders * (holders - 1)) AS unexplained,
         if(family = 'name' AND uniqExact(country) = 1, any(country), '') AS cohort
  FROM (
    SELECT family, token, any(t.value) AS value, any(t.stratum) AS stratum,
           if(g.org != 0, g.org, g.site) AS grp, g.country AS country, count() AS n
    FROM link_tokens AS t INNER JOIN account_groups AS g ON g.acct = t.acct
    WHERE (family, token) IN (
      SELECT family, token FROM link_tokens GROUP BY family, token HAVING count() BETWEEN 2 AND {holdersMax:UInt32})
    GROUP BY family, token, grp, country
  )
  GROUP BY family, token`

/**
 * How busy an account is in a family, as multiples of the average: by the values it holds, and by the accounts
 * that it meets through values with few holders. Who draws a new address for each request from a pool of
 * other people's meets many by coincidence, so that one of these meetings says little.
 */
const ACTIVITY = `
  SELECT h.family AS family, h.acct AS acct, h.held / avg(h.held) OVER (PARTITION BY h.family) AS activity,
         greatest(0, n.near - 1) / greatest(1, avg(n.near) OVER (PARTITION BY h.family)) AS crowding
  FROM (SELECT family, acct, count() AS held FROM link_tokens GROUP BY family, acct) AS h
  LEFT JOIN (
    SELECT t.family AS family, t.acct AS acct, sum(v.holders - 1) AS near
    FROM link_tokens AS t INNER JOIN link_values AS v ON v.family = t.family AND v.token = t.token
    WHERE v.holders <= {nearMax:UInt32} GROUP BY t.family, t.acct
  ) AS n ON n.family = h.family AND n.acct = h.acct`

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
    `CREATE OR REPLACE TABLE link_tokens ENGINE = MergeTree ORDER BY (family, token, acct) AS ${TOKENS}`,
  )
  await engine.run(`CREATE OR REPLACE TABLE link_activity ENGINE = MergeTree ORDER BY (family, acct) AS
    SELECT family, acct, held / avg(held) OVER (PARTITION BY family) AS activity
    FROM (SELECT family, acct, count() AS held FROM link_tokens GROUP BY family, acct)`)
  await engine.run(
    `CREATE OR REPLACE TABLE link_values ENGINE = MergeTree ORDER BY (family, token) AS ${VALUES}`,
    {
      holdersMax: LINK_HOLDERS_MAX,
    },
  )
  await engine.run(`CREATE OR REPLACE TABLE link_rates ENGINE = MergeTree ORDER BY (family, bin, cohort) AS
    SELECT family, bin, arrayJoin(if(cohort = '', [''], ['', cohort])) AS cohort,
           sum(holders * (holders - 1) * unexplained) AS pairs
    FROM link_values GROUP BY family, bin, cohort`)
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

/** Values named by the intelligence never link, nor do quotations of addresses, domains, e-mails or hashes. */
const TOKENS = `
  SELECT DISTINCT family, token, p.acct AS acct, value
  FROM (
    SELECT account_id, toString(kind) AS k, value, day,
           multiIf(k = 'payment', 'pay', k = 'ip', 'net', k = 'user_agent', 'device', k = 'email_pattern', 'mail', 'name') AS family,
           if(family = 'net', sipHash64(family, value, day), sipHash64(family, value)) AS token
    FROM observables
    WHERE k IN ('payment', 'ip', 'user_agent', 'email_pattern', 'file', 'identifier', 'path', 'wallet', 'hash', 'domain',
                'url', 'email')
      AND (k IN ('payment', 'email_pattern', 'file', 'identifier', 'path') OR relation IN ('use', 'contact', 'signup'))
      AND NOT (k IN ('email') AND relation = 'signup')
      AND (k, value) NOT IN (SELECT kind, value FROM touched)
  ) AS o
  INNER JOIN population AS p ON p.account_id = o.account_id`

const VALUES = `
  SELECT family, token, any(value) AS value, sum(n) AS holders,
         transform(holders, [2], [2], multiIf(holders <= 4, 4, holders <= 8, 8, holders <= 20, 20, 100)) AS bin,
         1 - sum(if(grp = 0, 0, n * (n - 1))) / (holders * (holders - 1)) AS unexplained,
         if(family = 'name' AND uniqExact(country) = 1, any(country), '') AS cohort
  FROM (
    SELECT family, token, any(t.value) AS value, if(g.org != 0, g.org, g.site) AS grp, g.country AS country, count() AS n
    FROM link_tokens AS t INNER JOIN account_groups AS g ON g.acct = t.acct
    WHERE (family, token) IN (
      SELECT family, token FROM link_tokens GROUP BY family, token HAVING count() BETWEEN 2 AND {holdersMax:UInt32})
    GROUP BY family, token, grp, country
  )
  GROUP BY family, token`

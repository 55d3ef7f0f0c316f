import type { Engine } from '../platform/index.ts'
import { ACCT } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * The known group that explains an account's sharing: its organisation, else its private mail domain; and apart from
 * it the one address that carries most of its days together with several other accounts. Derives the table
 * `account_groups` (acct, country, org, site, reason) and the dictionary `account_places` over it. 0 is no group and no country.
 */
export async function deriveAccountGroups(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE account_addresses ENGINE = MergeTree ORDER BY account_id AS ${ADDRESSES}`,
    { siteAccounts: P.siteAccounts },
  )
  await engine.run(
    `CREATE OR REPLACE TABLE account_groups ENGINE = MergeTree ORDER BY acct AS ${GROUPS}`,
    {
      publicShare: P.publicMailShare,
      publicHolders: P.publicMailHolders,
      siteShare: P.siteShare,
      siteAccounts: P.siteAccounts,
    },
  )
  await engine.run(`CREATE OR REPLACE DICTIONARY account_places (acct UInt64, country UInt64) PRIMARY KEY acct
    SOURCE(CLICKHOUSE(TABLE 'account_groups')) LAYOUT(HASHED()) LIFETIME(0)`)
}

/** The country of an account by its number, as a hash; 0 when it is not known. */
export const COUNTRY_OF = `dictGetOrDefault('account_places', 'country', acct, toUInt64(0))`

/**
 * On how many days accounts came from an address, where it was more than one: for accounts that came so from an address which several
 * share. Others have no site.
 */
const ADDRESSES = `
  WITH days AS (
    SELECT account_id, value, uniqExact(day) AS n FROM observables
    WHERE kind = 'ip' AND relation = 'contact' GROUP BY kind, value, account_id HAVING n >= 2
  )
  SELECT account_id, tupleElement(of, 1) AS value, tupleElement(of, 2) AS n FROM (
    SELECT account_id, groupArray((value, n)) AS list, max(holders) AS most
    FROM (SELECT account_id, value, n, count() OVER (PARTITION BY value) AS holders FROM days)
    GROUP BY account_id HAVING most >= {siteAccounts:UInt32}
  ) ARRAY JOIN list AS of
  SETTINGS optimize_aggregation_in_order = 1`

const GROUPS = `
  WITH sizes AS (
    SELECT least({publicHolders:UInt32}, greatest(20, {publicShare:Float64} * count())) AS mail_max FROM population
  ),
  domains AS (
    SELECT email_domain, count() AS holders FROM population WHERE email_domain != '' GROUP BY email_domain
  ),
  homes AS (
    SELECT d.account_id AS account_id, argMax(d.value, (d.n, d.value)) AS home, max(d.n) / any(p.active_days) AS share
    FROM account_addresses AS d
    INNER JOIN (SELECT account_id, active_days FROM population WHERE account_id IN (SELECT account_id FROM account_addresses)) AS p
      ON p.account_id = d.account_id
    GROUP BY account_id HAVING share >= {siteShare:Float64}
  ),
  sites AS (SELECT home FROM homes GROUP BY home HAVING count() >= {siteAccounts:UInt32})
  SELECT ${ACCT} AS acct, p.account_id AS account_id, if(p.country = '', 0, sipHash64('country', p.country)) AS country,
         multiIf(p.organization != '', sipHash64('organization', p.organization),
                 d.holders >= 2 AND d.holders <= (SELECT mail_max FROM sizes),
                 sipHash64('domain', p.email_domain), 0) AS org,
         if(h.home != '', sipHash64('site', h.home), 0) AS site,
         multiIf(org != 0, if(p.organization != '', 'organisation', 'mail domain'), site != 0, 'site', '') AS reason
  FROM population AS p
  LEFT JOIN domains AS d ON d.email_domain = p.email_domain
  LEFT JOIN (SELECT account_id, home FROM homes WHERE home IN (SELECT home FROM sites)) AS h ON h.account_id = p.account_id`

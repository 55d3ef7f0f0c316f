import type { Engine } from '../platform/index.ts'
import { ACCT } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * The known group that explains an account's sharing: its organisation, else its private mail domain; and apart from
 * it the one address that carries most of its days together with several other accounts. Derives the table
 * `account_groups` (acct, country, org, site, reason). 0 is no group and no country.
 */
export async function deriveAccountGroups(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE account_homes ENGINE = MergeTree ORDER BY acct AS ${HOMES}`,
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
}

/** The country of an account by its number, as a hash; 0 when it is not known. From a dictionary over `account_groups`. */
export const COUNTRY_OF = `dictGetOrDefault('account_places', 'country', acct, toUInt64(0))`

/** An address is a site where it is the one of most days of several accounts, and of most of their active days. */
/** Only accounts that ever were at home where several were are asked where they are at home today. */
const HOMES = `
  WITH likely AS (SELECT address FROM link_homes GROUP BY address HAVING count() >= {siteAccounts:UInt32})
  SELECT acct, most.1 AS days, most.2 AS address FROM (
    SELECT acct, max((days, address)) AS most FROM link_homes
    WHERE acct IN (SELECT acct FROM link_homes WHERE address IN likely) GROUP BY acct
  )`

const GROUPS = `
  WITH sizes AS (
    SELECT least({publicHolders:UInt32}, greatest(20, {publicShare:Float64} * count())) AS mail_max FROM population
  ),
  domains AS (
    SELECT email_domain, count() AS holders FROM population WHERE email_domain != '' GROUP BY email_domain
  ),
  homes AS (
    SELECT p.account_id AS account_id, c.address AS home FROM account_homes AS c
    INNER JOIN (SELECT ${ACCT} AS number, account_id, active_days FROM population WHERE number IN (SELECT acct FROM account_homes)) AS p
      ON p.number = c.acct
    WHERE c.days / p.active_days >= {siteShare:Float64}
  ),
  sites AS (SELECT home FROM homes GROUP BY home HAVING count() >= {siteAccounts:UInt32})
  SELECT ${ACCT} AS acct, p.account_id AS account_id, if(p.country = '', 0, sipHash64('country', p.country)) AS country,
         multiIf(p.organization != '', sipHash64('organization', p.organization),
                 d.holders >= 2 AND d.holders <= (SELECT mail_max FROM sizes),
                 sipHash64('domain', p.email_domain), 0) AS org,
         h.home AS site,
         multiIf(org != 0, if(p.organization != '', 'organisation', 'mail domain'), site != 0, 'site', '') AS reason
  FROM population AS p
  LEFT JOIN domains AS d ON d.email_domain = p.email_domain
  LEFT JOIN (SELECT account_id, home FROM homes WHERE home IN (SELECT home FROM sites)) AS h ON h.account_id = p.account_id`

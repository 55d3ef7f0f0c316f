import { LINK_HOLDERS_MAX } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { COUNTRY_OF } from './account-groups.ts'
import { BUSY_NOW, IS_LINKING_TOKEN, PAIRS_NOW } from './left-out.ts'
import { familyCode } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * Counts how often coincidence has accounts share a value, over everything that is kept: `link_crowds`, `link_values` (tokens
 * with 2 to LINK_HOLDERS_MAX holders and how much of their sharing a known group explains), `link_rates`, `link_strata`,
 * `link_totals`, `link_residents`.
 */
export async function fitRates(engine: Engine): Promise<void> {
  await makeTable(engine, 'link_crowds', 'broad', crowdsOf('broad != 0'))
  await engine.run(`CREATE OR REPLACE DICTIONARY account_places (acct UInt64, country UInt64) PRIMARY KEY acct
    SOURCE(CLICKHOUSE(TABLE 'account_groups')) LAYOUT(HASHED()) LIFETIME(0)`)
  await makeTable(engine, 'link_values', 'token', VALUES)
  await makeTable(engine, 'link_rates', '(family, stratum, bin, cohort)', RATES)
  await makeTable(engine, 'link_strata', '(family, stratum)', STRATA)
  await makeTable(engine, 'link_totals', 'family', TOTALS)
  await makeTable(engine, 'link_residents', 'country', RESIDENTS)
}

async function makeTable(engine: Engine, table: string, order: string, sql: string): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE ${table} ENGINE = MergeTree ORDER BY ${order} AS ${sql}`,
    {
      holdersMax: LINK_HOLDERS_MAX,
    },
  )
}

/** How many accounts met an address or a client at all, as the exponent of two above it. */
export function crowdsOf(which: string): string {
  return `SELECT any(family) AS family, broad, toUInt8(ceil(log2(uniqExact(acct)))) AS crowd, count() AS pairs
  FROM ${PAIRS_NOW} WHERE ${which} GROUP BY broad`
}

/**
 * What kind of sharing a token's is compared with: for an address or a client its crowd, for a name its kind. Kinds and crowds are
 * numbers of one column; families keep them apart.
 */
export const STRATUM: string = `multiIf(
    family IN (${familyCode('net')}, ${familyCode('device')}), crowd, family = ${familyCode('name')}, sort, 0)`

/** The bin of `LINK_PARAMETERS.holderBins` that a number of holders falls into, by its upper end. */
export function holderBin(holders: string): string {
  const ends = P.holderBins.map(({ upTo }) => upTo)
  const last = ends.at(-1) ?? 0
  return `toUInt8(multiIf(${ends
    .slice(0, -1)
    .map((end) => `${holders} <= ${end}, ${end}`)
    .join(', ')}, ${last}))`
}

/** Countries are looked up where they count: of names. */
const holdersOf = (which: string, country: string): string => `
    SELECT family, token, any(sort) AS sort, any(broad) AS broad, count() AS holders,
           min(${country}) AS least, max(${country}) AS most
    FROM ${PAIRS_NOW} WHERE ${which}
    GROUP BY family, token HAVING holders BETWEEN 2 AND {holdersMax:UInt32}`

/** `pairs` are ordered pairs of holders that no known group explains; `cohort` is the country of all holders of a name, else 0. */
const VALUES = `
  WITH held AS (
    ${holdersOf(`family = ${familyCode('name')}`, COUNTRY_OF)}
    UNION ALL
    ${holdersOf(`family != ${familyCode('name')}`, 'toUInt64(0)')}
  ),
  grouped AS (SELECT acct, if(org != 0, org, site) AS grp FROM account_groups WHERE org != 0 OR site != 0),
  explained AS (
    SELECT token, sum(n * (n - 1)) AS pairs FROM (
      SELECT t.token AS token, g.grp AS grp, count() AS n
      FROM (SELECT token, acct FROM ${PAIRS_NOW} WHERE acct IN (SELECT acct FROM grouped)) AS t
      INNER JOIN grouped AS g ON g.acct = t.acct
      GROUP BY token, grp HAVING n > 1
    ) GROUP BY token
  )
  SELECT h.family AS family, h.token AS token, h.holders AS holders, ${STRATUM} AS stratum, ${holderBin('holders')} AS bin,
         if(least = most, least, 0) AS cohort, toInt64(holders * (holders - 1)) - toInt64(e.pairs) AS pairs
  FROM (SELECT * FROM held WHERE ${IS_LINKING_TOKEN}) AS h
  LEFT JOIN explained AS e ON e.token = h.token
  LEFT JOIN link_crowds AS c ON c.broad = h.broad`

const RATES = `
  SELECT family, stratum, bin, arrayJoin(if(cohort = 0, [0], [0, cohort])) AS cohort, sum(pairs) AS pairs
  FROM link_values GROUP BY family, stratum, bin, cohort`

/** How many pairs of account and token each stratum has in all, and how many of them are of tokens that link. */
const STRATA = `
  SELECT family, stratum, sum(all) AS pairs, sum(linking) AS linkable FROM (
    SELECT family, crowd AS stratum, pairs AS all, 0 AS linking FROM link_crowds
    UNION ALL
    SELECT family, ${STRATUM}, count(), 0 FROM (SELECT family, sort, 0 AS crowd FROM ${PAIRS_NOW} WHERE broad = 0)
    GROUP BY family, sort, crowd
    UNION ALL
    SELECT family, stratum, 0, holders FROM link_values
  ) GROUP BY family, stratum`

/** By family: pairs of all, accounts that hold any, and what their average account meets through values with few holders. */
const TOTALS = `
  SELECT family, sum(h) AS pairs, count() AS accounts, pairs / accounts AS held, sum(m) AS met, met / accounts AS near
  FROM (SELECT family, acct, sum(held) AS h, sum(near) AS m FROM ${BUSY_NOW} GROUP BY family, acct HAVING h > 0)
  GROUP BY family`

const RESIDENTS = `SELECT country, count() AS residents FROM account_groups GROUP BY country`

import { LINK_HOLDERS_MAX, LINK_STAR_HOLDERS_MAX } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import type { SharedValue, SharedValues } from './evidence.ts'
import { IS_LINKING_TOKEN, PAIRS_NOW } from './left-out.ts'
import { familyCode, familyOf, observedPairs } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

interface StarRow {
  account: string
  org: string
  site: string
  reason: string
  stars: [number, string, string, number, number, number][]
}

/**
 * Links of rings too large to be compared pair by pair: each member with one suspect, the hub, and not with each other.
 *
 * That hundreds hold a value says nothing by itself. That many of them carry evidence of their own does: among `d` holders
 * of whom a share `k` is suspect, where a share `b` of all others is, the weight is
 *
 *   d * (k * log2(k / b) + (1 - k) * log2((1 - k) / (1 - b))) - log2(values asked about)
 *
 * (Chernoff's bound on so many by chance, corrected for the search). Members hold at least two such values, of two families; an
 * address is none, since all behind it meet what it meets. `suspects` come strongest first: the hub is the first of them.
 */
export async function findStars(
  engine: Engine,
  suspects: readonly string[],
): Promise<SharedValues[]> {
  if (suspects.length < P.starSuspectsMin) return []
  await engine.run(
    `CREATE OR REPLACE TABLE link_stars ENGINE = MergeTree ORDER BY token AS ${STARS}`,
    {
      suspects: suspects.length,
      least: P.starSuspectsMin,
      leastBits: P.starBitsMin,
      above: LINK_HOLDERS_MAX,
      most: LINK_STAR_HOLDERS_MAX,
      families: P.starFamilies.map(familyCode),
    },
  )
  const rows = await engine.rows<StarRow>(MEMBERS, { most: P.familyMax })
  const rowOf = new Map(rows.map((row) => [row.account, row]))
  const hubs = suspects.flatMap((account) => rowOf.get(account) ?? [])
  return rows.flatMap((row) => {
    for (const hub of hubs) {
      const pair = hub === row ? undefined : pairOf(hub, row)
      if (pair !== undefined) return [pair]
    }
    return []
  })
}

/** What a member shares with a hub; undefined when it is of one family only. */
function pairOf(hub: StarRow, row: StarRow): SharedValues | undefined {
  const held = new Set(hub.stars.map(([, token]) => token))
  const values = row.stars
    .filter(([, token]) => held.has(token))
    .map(([family, token, value, holders, count, bits]): SharedValue => ({
      family: familyOf(family),
      token,
      value,
      holders,
      suspects: count,
      bits,
    }))
  if (new Set(values.map(({ family }) => family)).size < 2) return undefined
  const isSameWork = hub.org !== '0' && hub.org === row.org
  const isSameSite = hub.site !== '0' && hub.site === row.site
  const explained = isSameWork ? hub.reason : isSameSite ? 'site' : ''
  return { a: hub.account, b: row.account, explained, values, bothHold: [] }
}

const STARS = `
  WITH (SELECT count() FROM population) AS people,
  common AS (
    SELECT family, token, count() AS met FROM link_own WHERE family IN {families:Array(UInt8)} AND ${IS_LINKING_TOKEN}
    GROUP BY family, token HAVING met >= {least:UInt32}
  ),
  sizes AS (
    SELECT family, token, count() AS holders FROM ${PAIRS_NOW}
    WHERE (family, token) IN (SELECT family, token FROM common)
    GROUP BY family, token HAVING holders > {above:UInt32} AND holders <= {most:UInt32}
  )
  SELECT s.family AS family, s.token AS token, s.holders AS holders, c.met AS suspects,
         c.met / s.holders AS k, ({suspects:UInt32} - c.met + 1) / (assumeNotNull(people) - s.holders + 1) AS b,
         s.holders * (k * log2(k / b) + if(k < 1, (1 - k) * log2((1 - k) / (1 - b)), 0)) - log2(count() OVER ()) AS bits
  FROM sizes AS s INNER JOIN common AS c ON c.token = s.token
  WHERE k > b AND b < 1
  QUALIFY bits >= {leastBits:Float64}`

const OF_MEMBERS =
  'account_id IN (SELECT account_id FROM account_groups WHERE acct IN (SELECT acct FROM held))'

const MEMBERS = `
  WITH held AS (SELECT token, acct FROM ${PAIRS_NOW} WHERE token IN (SELECT token FROM link_stars)),
  names AS (
    SELECT token, min(value) AS value FROM (${observedPairs(OF_MEMBERS)})
    WHERE token IN (SELECT token FROM link_stars) GROUP BY token
  )
  SELECT g.account_id AS account, toString(any(g.org)) AS org, toString(any(g.site)) AS site, any(g.reason) AS reason,
         arraySort(groupArray((s.family, toString(s.token), n.value, s.holders, s.suspects, least({most:Float64}, s.bits)))) AS stars
  FROM held AS h
  INNER JOIN link_stars AS s ON s.token = h.token
  INNER JOIN names AS n ON n.token = h.token
  INNER JOIN (SELECT * FROM account_groups WHERE acct IN (SELECT acct FROM held)) AS g ON g.acct = h.acct
  GROUP BY account HAVING uniqExact(s.family) >= 2
  ORDER BY account`

import type { Engine } from '../platform/index.ts'
import { readNames } from './kept-names.ts'
import { PEOPLE } from './kept-rates.ts'
import { keepShares, readShares } from './kept-shares.ts'
import { BUSY_NOW } from './left-out.ts'
import { type Draw, drawHeld, fillPool, gatherHeld } from './neighbours.ts'
import { familyOf } from './observed.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P, type LinkFamily } from './parameters.ts'
import { holderBin } from './rates.ts'
import { isLearnt, type LinkLabels, NO_LABELS, reweighByShares, type Shares } from './shares.ts'

/** One shared value between two accounts: its weight in bits and how many accounts hold it. */
export interface SharedValue {
  readonly family: LinkFamily
  readonly value: string
  readonly token: string
  readonly holders: number
  readonly bits: number
  /** Of a value that hundreds hold: how many of them carry evidence of their own. */
  readonly suspects?: number
}

/** What two accounts share. `explained` names the known group that both belong to, or is empty. */
export interface SharedValues {
  readonly a: string
  readonly b: string
  readonly explained: string
  readonly values: readonly SharedValue[]
  /** Families in which both hold values, shared or not. */
  readonly bothHold: readonly LinkFamily[]
  /** How often an operator's accounts share each family, where it was refitted. */
  readonly shares?: Shares
}

/** A value that several members of one crew's core hold. */
export interface CrewValue {
  readonly token: string
  readonly members: number
}

interface PairRow {
  a: string
  b: string
  explained: string
  shared: [number, string, number, number][]
  both_hold: number[]
}

/**
 * Finds what each of the given accounts shares with any other account, in bits.
 *
 * For a value with `d` holders in bin `B` of family `f`, an account has `λ = pairs(f, B) / N`
 * neighbours by coincidence, `pairs` being the ordered pairs that such values make and no known group
 * explains (never fewer than this value's own). Accounts of one operator share such a value with
 * probability `share(f) * share(B)`. The weight is
 *
 *   log2(share(f) * share(B) * N / λ) - log2(max(1, activity(a))) - log2(max(1, activity(b)))
 *
 * with λ the larger of the population's and, where all holders are of one country, that country's. `pairs`, `N` and averages are
 * as they were when the rates were last counted (`keepRates`); holders and accounts are as they are today.
 * `activity` is how busy an account is in a family, as multiples of the average: by the values it holds, or by the
 * accounts that it meets through values with few holders. Who draws a new address for each request from a pool of
 * other people's meets many by coincidence, so that one of these meetings says little.
 *
 * `share(f)` is refitted from what analysts settled, and from accounts that are tied without the family (`refitShares`).
 */
export async function findSharedValues(
  engine: Engine,
  accounts: readonly string[],
  labels: LinkLabels = NO_LABELS,
): Promise<SharedValues[]> {
  if (accounts.length === 0) return []
  await gatherHeld(engine, accounts)
  const pairs = await readPairs(engine, 'real', [])
  await keepShares(engine, pairs, accounts, labels)
  return byShares(pairs, await readShares(engine))
}

/** The pairs by the shares in use; those at the start change nothing. */
function byShares(pairs: SharedValues[], shares: Shares): SharedValues[] {
  if (!isLearnt(shares)) return pairs
  return pairs.map((pair) => ({ ...pair, shares, values: reweighByShares(pair.values, shares) }))
}

/**
 * Weighs what `findSharedValues` found last, `shared`, once more. `holders` now counts a crew's members once where `crewValues`
 * tells of them: what matters is with how many strangers a value is shared. Pairs that share none of these are as they were.
 */
export async function reweighSharedValues(
  engine: Engine,
  shared: readonly SharedValues[],
  crewValues: readonly CrewValue[],
): Promise<readonly SharedValues[]> {
  if (shared.length === 0 || crewValues.length === 0) return shared
  const tokens = new Set(crewValues.map(({ token }) => token))
  const others = shared.filter(({ values }) => !values.some(({ token }) => tokens.has(token)))
  const again = byShares(await readPairs(engine, 'real', crewValues), await readShares(engine))
  return [...others, ...again].sort((x, y) => order(x.a, y.a) || order(x.b, y.b))
}

const order = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0)

/**
 * The null run: what accounts of those that were found last would share by coincidence (`drawHeld`). `copies` shuffles are drawn at
 * once, and a pair may come back from several. Names of values are left out. The first draw since the rates were counted fills the pool.
 */
export async function drawNullValues(
  engine: Engine,
  accounts: readonly string[],
  copies: number,
  isFirst: boolean,
): Promise<SharedValues[]> {
  if (accounts.length === 0) return []
  if (isFirst) await fillPool(engine, accounts)
  await drawHeld(engine, accounts, copies)
  return byShares(await readPairs(engine, 'null', []), await readShares(engine))
}

async function readPairs(
  engine: Engine,
  draw: Draw,
  crewValues: readonly CrewValue[],
): Promise<SharedValues[]> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_candidates ENGINE = MergeTree ORDER BY (a, b) AS ${candidatesOf(draw, crewValues.length > 0)}`,
    {
      crewTokens: crewValues.map(({ token }) => token),
      crewExtra: crewValues.map(({ members }) => members - 1),
      fellows: P.fellows,
      slack: P.pairSlackBits,
      shares: LINK_FAMILIES.map((family) => P.share[family]),
      bins: P.holderBins.map((bin) => bin.upTo),
      binShares: P.holderBins.map((bin) => bin.share),
    },
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_people ENGINE = MergeTree ORDER BY acct AS ${PEOPLE_OF_CANDIDATES}`,
  )
  const rows = await engine.rows<PairRow>(PAIRS, { fellows: P.fellows, slack: P.pairSlackBits })
  const nameOf = draw === 'real' ? await readNames(engine) : new Map<string, string>()
  return rows.map((row) => ({
    a: row.a,
    b: row.b,
    explained: row.explained,
    bothHold: row.both_hold.map(familyOf),
    values: row.shared.map(([family, token, holders, bits]) => ({
      family: familyOf(family),
      value: nameOf.get(token) ?? '',
      token,
      holders,
      bits,
    })),
  }))
}

const BAR = `log2(${PEOPLE} / {fellows:Float64}) - {slack:Float64}`

/**
 * Pairs that share enough before it is asked how busy they are, which only takes bits away. In the null run values that say
 * nothing are dropped at once. Once more are weighed only pairs that share a crew's value.
 */
const candidatesOf = (draw: Draw, isAgain: boolean): string => `
  WITH ${PEOPLE} AS people,
  crewed AS (
    SELECT toUInt64(pair.1) AS token, max(pair.2) AS extra
    FROM (SELECT arrayJoin(arrayZip({crewTokens:Array(String)}, {crewExtra:Array(UInt32)})) AS pair) GROUP BY token
  ),
  valued AS (
    SELECT v.* EXCEPT (holders, bin), greatest(2, toInt64(v.holders) - toInt64(c.extra)) AS holders, ${holderBin('holders')} AS bin
    FROM link_values_${draw} AS v
    LEFT JOIN crewed AS c ON c.token = v.token
  ),
  weighed AS (
    SELECT v.family AS family, v.token AS token, v.holders AS holders,
           greatest(toFloat64(v.holders * (v.holders - 1)), toFloat64(r.pairs)) / people AS everywhere,
           if(v.cohort = 0, 0, greatest(toFloat64(v.holders * (v.holders - 1)), toFloat64(rc.pairs))
              / greatest(z.residents, v.holders)) AS nearby,
           log2({shares:Array(Float64)}[v.family]
                * transform(v.bin, {bins:Array(UInt8)}, {binShares:Array(Float64)}, 0.01)
                * people / greatest(everywhere, nearby)) AS bits
    FROM valued AS v
    LEFT JOIN link_rates AS r ON r.family = v.family AND r.stratum = v.stratum AND r.bin = v.bin AND r.cohort = 0
    LEFT JOIN link_rates AS rc ON rc.family = v.family AND rc.stratum = v.stratum AND rc.bin = v.bin AND rc.cohort = v.cohort
    LEFT JOIN link_residents AS z ON z.country = v.cohort
    ${draw === 'null' ? 'WHERE bits > 0' : ''}
  )
  SELECT h.copy AS copy, h.acct AS a, t.acct AS b, groupArray((w.family, w.token, w.holders, w.bits)) AS shared
  FROM link_held_${draw} AS h
  INNER JOIN weighed AS w ON w.token = h.token
  INNER JOIN link_near_${draw} AS t ON t.token = h.token
  WHERE t.acct != h.acct${isAgain ? ` AND (h.acct, t.acct) IN (${OF_CREWS})` : ''}
  GROUP BY copy, a, b
  HAVING arraySum(x -> greatest(0, x.4), shared) >= ${BAR}`

const OF_CREWS = `
  SELECT h.acct, t.acct FROM link_held_real AS h INNER JOIN link_near_real AS t ON t.token = h.token
  WHERE h.token IN (SELECT token FROM crewed)`

/**
 * The accounts of the candidates: who they are, in which families they hold anything, and by family the bits that being
 * busy there takes from each shared value.
 */
const PEOPLE_OF_CANDIDATES = `
  WITH involved AS (SELECT arrayJoin([a, b]) FROM link_candidates),
  counted AS (
    SELECT family, acct, sum(held) AS h, sum(near) AS n FROM ${BUSY_NOW} WHERE acct IN involved GROUP BY family, acct HAVING h > 0
  ),
  busy AS (
    SELECT c.family AS family, c.acct AS acct, c.h / t.held AS activity, greatest(0, c.n - 1) / greatest(1, t.near) AS crowding
    FROM counted AS c INNER JOIN link_totals AS t ON t.family = c.family
  )
  SELECT b.acct AS acct, any(g.account_id) AS account_id, any(g.org) AS org, any(g.site) AS site, any(g.reason) AS reason,
         arraySort(groupArray(b.family)) AS families,
         arrayMap(f -> arraySum(x -> if(x.1 = f, x.2, 0), groupArray((b.family, log2(greatest(1, b.activity, b.crowding))))),
           range(1, ${LINK_FAMILIES.length} + 1)) AS discounts
  FROM busy AS b
  INNER JOIN (SELECT * FROM account_groups WHERE acct IN involved) AS g ON g.acct = b.acct
  GROUP BY acct`

const PAIRS = `
  SELECT x.account_id AS a, y.account_id AS b,
         multiIf(x.org != 0 AND x.org = y.org, x.reason, x.site != 0 AND x.site = y.site, 'site', '') AS explained,
         arraySort(one -> (-one.4, one.1, one.2), arrayMap(one -> (one.1, toString(one.2), one.3,
           one.4 - x.discounts[one.1] - y.discounts[one.1]), c.shared)) AS shared,
         arraySort(arrayIntersect(x.families, y.families)) AS both_hold
  FROM link_candidates AS c
  INNER JOIN link_people AS x ON x.acct = c.a
  INNER JOIN link_people AS y ON y.acct = c.b
  WHERE arraySum(one -> greatest(0, one.4), shared) >= ${BAR}
  ORDER BY a, b, c.copy`

import type { Engine } from '../platform/index.ts'
import { PAIRS_NOW } from './left-out.ts'
import { type Draw, drawHeld, gatherHeld } from './neighbours.ts'
import { familyOf, observedPairs } from './observed.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P, type LinkFamily } from './parameters.ts'
import { holderBin } from './tokens.ts'

/** One shared value between two accounts: its weight in bits and how many accounts hold it. */
export interface SharedValue {
  readonly family: LinkFamily
  readonly value: string
  readonly token: string
  readonly holders: number
  readonly bits: number
}

/** What two accounts share. `explained` names the known group that both belong to, or is empty. */
export interface SharedValues {
  readonly a: string
  readonly b: string
  readonly explained: string
  readonly values: readonly SharedValue[]
  /** Families in which both hold values, shared or not. */
  readonly bothHold: readonly LinkFamily[]
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
  shared: [number, string, string, number, number][]
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
 * with λ the larger of the population's and, where all holders are of one country, that country's.
 * `activity` is how busy an account is in a family, as multiples of the average: by the values it holds, or by the
 * accounts that it meets through values with few holders. Who draws a new address for each request from a pool of
 * other people's meets many by coincidence, so that one of these meetings says little.
 */
export async function findSharedValues(
  engine: Engine,
  accounts: readonly string[],
): Promise<SharedValues[]> {
  if (accounts.length === 0) return []
  await gatherHeld(engine, accounts)
  return readPairs(engine, 'real', [])
}

/**
 * Weighs what `findSharedValues` found last once more. `holders` now counts a crew's members once where `crewValues`
 * tells of them: what matters is with how many strangers a value is shared.
 */
export async function reweighSharedValues(
  engine: Engine,
  crewValues: readonly CrewValue[],
): Promise<SharedValues[]> {
  return readPairs(engine, 'real', crewValues)
}

/**
 * The null run: what the same accounts would share by coincidence (`drawHeld`). `copies` shuffles are drawn at once; `a`
 * is then the account with the number of the shuffle behind a tilde. Names of values are left out.
 */
export async function drawNullValues(
  engine: Engine,
  accounts: readonly string[],
  copies: number,
): Promise<SharedValues[]> {
  if (accounts.length === 0) return []
  await drawHeld(engine, accounts, copies)
  return readPairs(engine, 'null', [])
}

async function readPairs(
  engine: Engine,
  draw: Draw,
  crewValues: readonly CrewValue[],
): Promise<SharedValues[]> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_candidates ENGINE = MergeTree ORDER BY (a, b) AS ${candidatesOf(draw)}`,
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
    `CREATE OR REPLACE TABLE link_activity ENGINE = MergeTree ORDER BY (acct, family) AS ${ACTIVITY}`,
    { nearMax: P.nearHoldersMax },
  )
  const rows = await engine.rows<PairRow>(pairsOf(draw), {
    fellows: P.fellows,
    slack: P.pairSlackBits,
  })
  return rows.map((row) => ({
    a: row.a,
    b: row.b,
    explained: row.explained,
    bothHold: row.both_hold.map(familyOf),
    values: row.shared.map(([family, value, token, holders, bits]) => ({
      family: familyOf(family),
      value,
      token,
      holders,
      bits,
    })),
  }))
}

const PEOPLE = '(SELECT count() FROM population)'
const BAR = `log2(assumeNotNull(${PEOPLE}) / {fellows:Float64}) - {slack:Float64}`

/**
 * Pairs that share enough before it is asked how busy they are, which only takes bits away. In the null run values that say
 * nothing are dropped at once.
 */
const candidatesOf = (draw: Draw): string => `
  WITH assumeNotNull(${PEOPLE}) AS people,
  sizes AS (SELECT country, count() AS residents FROM account_groups GROUP BY country),
  crewed AS (
    SELECT toUInt64(pair.1) AS token, max(pair.2) AS extra
    FROM (SELECT arrayJoin(arrayZip({crewTokens:Array(String)}, {crewExtra:Array(UInt32)})) AS pair) GROUP BY token
  ),
  valued AS (
    SELECT v.* EXCEPT (holders, bin), greatest(2, toInt64(v.holders) - toInt64(c.extra)) AS holders, ${holderBin('holders')} AS bin
    FROM (SELECT * FROM link_values WHERE token IN (SELECT token FROM link_held_${draw})) AS v
    LEFT JOIN crewed AS c ON c.token = v.token
  ),
  weighed AS (
    SELECT v.family AS family, v.token AS token, v.holders AS holders,
           greatest(toFloat64(v.holders * (v.holders - 1)), toFloat64(r.pairs)) / people AS everywhere,
           if(v.cohort = 0, 0, greatest(toFloat64(v.holders * (v.holders - 1)), toFloat64(rc.pairs)) / z.residents) AS nearby,
           log2({shares:Array(Float64)}[v.family]
                * transform(v.bin, {bins:Array(UInt8)}, {binShares:Array(Float64)}, 0.01)
                * people / greatest(everywhere, nearby)) AS bits
    FROM valued AS v
    LEFT JOIN link_rates AS r ON r.family = v.family AND r.stratum = v.stratum AND r.bin = v.bin AND r.cohort = 0
    LEFT JOIN link_rates AS rc ON rc.family = v.family AND rc.stratum = v.stratum AND rc.bin = v.bin AND rc.cohort = v.cohort
    LEFT JOIN sizes AS z ON z.country = v.cohort
    ${draw === 'null' ? 'WHERE bits > 0' : ''}
  )
  SELECT h.copy AS copy, h.acct AS a, t.acct AS b, groupArray((w.family, w.token, w.holders, w.bits)) AS shared
  FROM link_held_${draw} AS h
  INNER JOIN weighed AS w ON w.token = h.token
  INNER JOIN link_near_${draw} AS t ON t.token = h.token
  WHERE t.acct != h.acct
  GROUP BY copy, a, b
  HAVING arraySum(x -> greatest(0, x.4), shared) >= ${BAR}`

const ACTIVITY = `
  WITH pairs AS (
    SELECT family, token, acct FROM ${PAIRS_NOW} WHERE acct IN (SELECT arrayJoin([a, b]) FROM link_candidates)
  ),
  near AS (SELECT token, holders FROM link_values WHERE holders <= {nearMax:UInt32} AND token IN (SELECT token FROM pairs))
  SELECT p.family AS family, p.acct AS acct, count() / any(t.held) AS activity,
         greatest(0, toInt64(sum(if(n.holders > 0, n.holders - 1, 0))) - 1) / greatest(1, any(t.near)) AS crowding
  FROM pairs AS p
  LEFT JOIN near AS n ON n.token = p.token
  INNER JOIN link_totals AS t ON t.family = p.family
  GROUP BY family, acct`

const pairsOf = (draw: Draw): string => `
  WITH involved AS (SELECT arrayJoin([a, b]) FROM link_candidates),
  families AS (SELECT acct, groupUniqArray(family) AS families FROM link_activity GROUP BY acct),
  groups AS (SELECT * FROM account_groups WHERE acct IN involved),
  names AS (${draw === 'real' ? NAMES : "SELECT toUInt64(0) AS token, '' AS value WHERE 0"})
  SELECT concat(ga.account_id, if(c.copy = 0, '', concat('~', toString(c.copy)))) AS a, gb.account_id AS b,
         multiIf(ga.org != 0 AND ga.org = gb.org, ga.reason, ga.site != 0 AND ga.site = gb.site, 'site', '') AS explained,
         arraySort(x -> (-x.5, x.1, x.2, x.3), groupArray((c.one.1, v.value, toString(c.one.2), c.one.3, c.one.4
           - log2(greatest(1, aa.activity, aa.crowding)) - log2(greatest(1, ab.activity, ab.crowding))))) AS shared,
         arraySort(arrayIntersect(any(fa.families), any(fb.families))) AS both_hold
  FROM (SELECT copy, a, b, arrayJoin(shared) AS one, one.1 AS family, one.2 AS token FROM link_candidates) AS c
  INNER JOIN link_activity AS aa ON aa.family = c.family AND aa.acct = c.a
  INNER JOIN link_activity AS ab ON ab.family = c.family AND ab.acct = c.b
  INNER JOIN groups AS ga ON ga.acct = c.a
  INNER JOIN groups AS gb ON gb.acct = c.b
  INNER JOIN families AS fa ON fa.acct = c.a
  INNER JOIN families AS fb ON fb.acct = c.b
  LEFT JOIN names AS v ON v.token = c.token
  GROUP BY a, b, explained
  HAVING arraySum(x -> greatest(0, x.5), shared) >= ${BAR}
  ORDER BY a, b`

/** Pairs keep no text: what a value reads is asked of the accounts that links are drawn from. */
const NAMES = `
  SELECT token, min(value) AS value
  FROM (${observedPairs('account_id IN (SELECT account_id FROM account_groups WHERE acct IN (SELECT acct FROM link_held_real))')})
  WHERE token IN (SELECT token FROM link_held_real) GROUP BY token`

import type { Engine } from '../platform/index.ts'
import { holderBin } from './tokens.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P, type LinkFamily } from './parameters.ts'

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
  shared: [LinkFamily, string, string, number, number][]
  both_hold: LinkFamily[]
}

/**
 * Finds what each of the given accounts shares with any other account, in bits.
 *
 * For a value with `d` holders in bin `B` of family `f`, an account has `λ = pairs(f, B) / N`
 * neighbours by coincidence, `pairs` being the ordered pairs that such values make and no known group
 * explains (never fewer than this value's own). Accounts of one operator share such a value with
 * probability `share(f) * share(B)`.
 * `holders` counts a crew's members once where `crewValues` tells of them: what matters is with how many
 * strangers a value is shared. The weight is
 *
 *   log2(share(f) * share(B) * N / λ) - log2(max(1, activity(a))) - log2(max(1, activity(b)))
 *
 * with λ the larger of the population's and, where all holders are of one country, that country's.
 */
export async function findSharedValues(
  engine: Engine,
  accounts: readonly string[],
  crewValues: readonly CrewValue[] = [],
): Promise<SharedValues[]> {
  return readPairs(engine, HELD, accounts, crewValues)
}

/**
 * The null run: what the same accounts would share by coincidence. Each account's values are redrawn within
 * their family and stratum from the account-value pairs of everybody, as a degree-preserving shuffle does: an
 * account keeps how many values it holds, a value how many accounts hold it. `copies` shuffles are drawn at
 * once; `a` is then the account with the number of the shuffle behind a tilde.
 */
export async function drawNullValues(
  engine: Engine,
  accounts: readonly string[],
  copies: number,
): Promise<SharedValues[]> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_pool ENGINE = MergeTree ORDER BY (family, stratum, n) AS ${POOL}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_null ENGINE = MergeTree ORDER BY (family, token) AS ${NULL_VALUES}`,
    { accounts, copies },
  )
  return readPairs(engine, 'SELECT * FROM link_null', accounts, [])
}

async function readPairs(
  engine: Engine,
  held: string,
  accounts: readonly string[],
  crewValues: readonly CrewValue[],
): Promise<SharedValues[]> {
  if (accounts.length === 0) return []
  const rows = await engine.rows<PairRow>(pairsOf(held), {
    accounts,
    crewTokens: crewValues.map(({ token }) => token),
    crewExtra: crewValues.map(({ members }) => members - 1),
    fellows: P.fellows,
    slack: P.pairSlackBits,
    families: LINK_FAMILIES,
    shares: LINK_FAMILIES.map((family) => P.share[family]),
    bins: P.holderBins.map((bin) => bin.upTo),
    binShares: P.holderBins.map((bin) => bin.share),
  })
  return rows.map((row) => ({
    a: row.a,
    b: row.b,
    explained: row.explained,
    bothHold: row.both_hold,
    values: row.shared.map(([family, value, token, holders, bits]) => ({
      family,
      value,
      token,
      holders,
      bits,
    })),
  }))
}

const HELD = `
    SELECT t.family AS family, t.token AS token, t.acct AS acct, '' AS copy
    FROM link_tokens AS t
    WHERE t.acct IN (SELECT acct FROM chosen) AND (t.family, t.token) IN (SELECT family, token FROM link_values)`

/** Pools hold the account-value pairs with the least hashes, so that a run with the same input draws the same. */
const POOL = `
  SELECT family, stratum, n, drawn.2 AS token FROM (
    SELECT family, stratum, groupArraySorted(20000)((sipHash64('pool', token, acct), token)) AS list
    FROM link_tokens GROUP BY family, stratum
  ) ARRAY JOIN list AS drawn, arrayEnumerate(list) AS n`

const NULL_VALUES = `
  SELECT o.family AS family, p.token AS token, o.acct AS acct, concat('~', toString(o.copy)) AS copy
  FROM (
    SELECT t.family AS family, t.stratum AS stratum, t.acct AS acct, s.size AS size,
           arrayJoin(range(1, {copies:UInt32} + 1)) AS copy, 1 + sipHash64('draw', acct, t.token, copy) % size AS n
    FROM link_tokens AS t
    INNER JOIN (SELECT family, stratum, count() AS size FROM link_pool GROUP BY family, stratum) AS s
      ON s.family = t.family AND s.stratum = t.stratum
    WHERE t.acct IN (SELECT acct FROM population WHERE account_id IN {accounts:Array(String)})
  ) AS o
  INNER JOIN link_pool AS p ON p.family = o.family AND p.stratum = o.stratum AND p.n = o.n
  WHERE (p.family, p.token) IN (SELECT family, token FROM link_values)`

const pairsOf = (held: string): string => `
  WITH (SELECT count() FROM population) AS people,
  families AS (SELECT acct, groupUniqArray(toString(family)) AS families FROM link_activity GROUP BY acct),
  sizes AS (SELECT country, count() AS residents FROM population GROUP BY country),
  chosen AS (SELECT acct, account_id FROM population WHERE account_id IN {accounts:Array(String)}),
  held AS (${held}
  ),
  crewed AS (
    SELECT toUInt64(pair.1) AS token, max(pair.2) AS extra
    FROM (SELECT arrayJoin(arrayZip({crewTokens:Array(String)}, {crewExtra:Array(UInt32)})) AS pair) GROUP BY token
  ),
  valued AS (
    SELECT v.* EXCEPT (holders, bin), greatest(2, v.holders - c.extra) AS holders, ${holderBin('holders')} AS bin
    FROM link_values AS v LEFT JOIN crewed AS c ON c.token = v.token
    WHERE (v.family, v.token) IN (SELECT family, token FROM held)
  ),
  weighed AS (
    SELECT v.family AS family, v.token AS token, v.value AS value, v.holders AS holders,
           greatest(toFloat64(v.holders * (v.holders - 1)), r.pairs) / people AS everywhere,
           if(v.cohort = '', 0, greatest(toFloat64(v.holders * (v.holders - 1)), rc.pairs) / z.residents) AS nearby,
           log2(transform(v.family, {families:Array(String)}, {shares:Array(Float64)}, 0.1)
                * transform(v.bin, {bins:Array(UInt8)}, {binShares:Array(Float64)}, 0.01)
                * people / greatest(everywhere, nearby)) AS bits
    FROM valued AS v
    LEFT JOIN link_rates AS r ON r.family = v.family AND r.stratum = v.stratum AND r.bin = v.bin AND r.cohort = ''
    LEFT JOIN link_rates AS rc ON rc.family = v.family AND rc.stratum = v.stratum AND rc.bin = v.bin AND rc.cohort = v.cohort
    LEFT JOIN sizes AS z ON z.country = v.cohort
  )
  SELECT concat(pa.account_id, h.copy) AS a, pb.account_id AS b,
         multiIf(ga.org != 0 AND ga.org = gb.org, ga.reason, ga.site != 0 AND ga.site = gb.site, 'site', '') AS explained,
         arraySort(x -> (-x.5, x.1, x.2), groupArray((w.family, w.value, toString(w.token), w.holders, w.bits
           - log2(greatest(1, aa.activity, aa.crowding)) - log2(greatest(1, ab.activity, ab.crowding))))) AS shared,
         arraySort(arrayIntersect(any(fa.families), any(fb.families))) AS both_hold
  FROM held AS h
  INNER JOIN weighed AS w ON w.family = h.family AND w.token = h.token
  INNER JOIN (SELECT * FROM link_tokens WHERE (family, token) IN (SELECT family, token FROM held)) AS t
    ON t.family = h.family AND t.token = h.token
  INNER JOIN link_activity AS aa ON aa.family = h.family AND aa.acct = h.acct
  INNER JOIN link_activity AS ab ON ab.family = t.family AND ab.acct = t.acct
  INNER JOIN population AS pa ON pa.acct = h.acct
  INNER JOIN population AS pb ON pb.acct = t.acct
  INNER JOIN account_groups AS ga ON ga.acct = h.acct
  INNER JOIN account_groups AS gb ON gb.acct = t.acct
  INNER JOIN families AS fa ON fa.acct = h.acct
  INNER JOIN families AS fb ON fb.acct = t.acct
  WHERE t.acct != h.acct
  GROUP BY a, b, explained
  HAVING arraySum(x -> greatest(0, assumeNotNull(x.5)), shared) >= log2(assumeNotNull(people) / {fellows:Float64}) - {slack:Float64}
  ORDER BY a, b`

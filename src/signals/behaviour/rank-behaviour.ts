import type { Engine } from '../../platform/index.ts'
import { BEHAVIOUR_PARAMETERS as P } from '../parameters.ts'
import { deriveBehaviour } from './derive-behaviour.ts'

export type BehaviourFeature = keyof typeof P.features

/** SQL of each feature's value: higher is more like an operation. */
const VALUES: Readonly<Record<BehaviourFeature, string>> = {
  places: 'toFloat64(places)',
  hops: `hops / (close + ${P.hopPrior})`,
  strangers: 'toFloat64(strangers)',
  languages: 'languages',
  hours: 'hours',
  young: '-ifNull(age_days, 1e6)',
}

/** What lies behind each feature. Features of one cause show the same thing and are not added up. */
export const BEHAVIOUR_CAUSES: Readonly<Record<string, readonly BehaviourFeature[]>> = {
  network: ['places', 'hops', 'strangers'],
  language: ['languages'],
  hours: ['hours'],
  'sign-up': ['young'],
}

/**
 * Ranks every account's behaviour and weighs the ranks; needs `population`. Fills `account_behaviour` (values),
 * `behaviour_bits` (account, feature, rank, bits) and `account_risk` (acct UInt32, risk_bits Float64): the sum over causes, not
 * bounded, so that it orders all accounts. Nothing in it comes from links, indicators or what prompts are about.
 *
 * The weight of a rank is a likelihood ratio: the mean, over the ranks that share its value, of
 * (1 - part) + part * shape * r^(shape - 1), whose mean over the compared accounts is one.
 */
export async function rankBehaviour(engine: Engine): Promise<void> {
  await deriveBehaviour(engine)
  await engine.run(
    `CREATE OR REPLACE TABLE behaviour_bits ENGINE = MergeTree ORDER BY acct AS ${BITS}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE account_risk ENGINE = MergeTree ORDER BY acct AS ${RISK}`,
  )
}

const FEATURES = Object.keys(P.features) as BehaviourFeature[]

const text = (values: readonly string[]): string =>
  `[${values.map((one) => `'${one}'`).join(', ')}]`
const setting = (name: 'part' | 'shape' | 'bitsMax'): string =>
  `transform(feature, ${text(FEATURES)}, [${FEATURES.map((one) => P.features[one][name].toFixed(3)).join(', ')}], 0.)`

/** The rank's ends: the shares of peers strictly above, and above or equal. */
const rankSql = (peers: string): string => `
  (rank() OVER (PARTITION BY ${peers} ORDER BY value DESC) - 1 AS above) / (count() OVER (PARTITION BY ${peers}) AS peers) AS low,
  (above + count() OVER (PARTITION BY ${peers}, value)) / peers AS high`

/** Twice a feature and account: among all of like volume, and among those of the country of roughly like volume. */
const BITS = `
  WITH rows AS (
    SELECT acct, toString(country) AS country, toUInt8(floor(2 * log2(greatest(1, requests)))) AS volume,
           arrayJoin(arrayZip(${text(FEATURES)}, [${FEATURES.map((one) => `round(toFloat64(${VALUES[one]}), 6)`).join(', ')}])) AS pair,
           tupleElement(pair, 1) AS feature, tupleElement(pair, 2) AS value
    FROM account_behaviour
  ),
  keyed AS (
    SELECT acct, feature, value, arrayJoin([('', volume), (country, toUInt8(intDiv(volume, 4)))]) AS peers_key
    FROM rows
  ),
  ranked AS (
    SELECT acct, feature, tupleElement(peers_key, 1) != '' AS is_country, ${rankSql('feature, peers_key')}, peers
    FROM keyed
  ),
  weighed AS (
    SELECT acct, feature, is_country, peers, high, ${setting('shape')} AS shape,
           if(peers < ${P.peersMin}, 0, log2(1 - ${setting('part')}
             + ${setting('part')} * (pow(high, shape) - pow(low, shape)) / (high - low))) AS bits
    FROM ranked
  )
  SELECT acct, feature,
         anyIf(peers, is_country) / (anyIf(peers, is_country)
           + if(feature = 'languages', ${P.languageCountryShrink}, ${P.countryShrink})) AS of_country,
         anyIf(high, NOT is_country) * (1 - of_country) + anyIf(high, is_country) * of_country AS rank,
         least(${setting('bitsMax')},
           anyIf(bits, NOT is_country) * (1 - of_country) + anyIf(bits, is_country) * of_country) AS bits
  FROM weighed GROUP BY acct, feature`

const CAUSES = Object.entries(BEHAVIOUR_CAUSES).flatMap(([cause, features]) =>
  features.map((feature) => [feature, cause] as const),
)

/** SQL: the cause of a feature. */
export const CAUSE: string = `transform(feature, ${text(CAUSES.map(([feature]) => feature))},
  ${text(CAUSES.map(([, cause]) => cause))}, '')`

/** SQL: the bits of a cause from its features' `feature_bits`: the best one, and a share of what others add. */
export const CAUSE_BITS: string = `max(feature_bits)
  + ${P.causeShare} * (sumIf(feature_bits, feature_bits > 0) - greatest(0, max(feature_bits)))`

const RISK = `
  SELECT acct, sum(cause_bits) AS risk_bits
  FROM (
    SELECT acct, ${CAUSE} AS cause, ${CAUSE_BITS} AS cause_bits
    FROM (SELECT acct, feature, bits AS feature_bits FROM behaviour_bits) GROUP BY acct, cause
  )
  GROUP BY acct`

/** Accounts whose behaviour gives at least `bitsMin` bits, the most unusual first, `most` of them at most; needs `rankBehaviour`. */
export async function findRiskyAccounts(
  engine: Engine,
  bitsMin: number,
  most: number,
): Promise<string[]> {
  const rows = await engine.rows<{ account_id: string }>(
    `SELECT account_id FROM account_risk AS r INNER JOIN population AS p ON p.acct = r.acct
     WHERE risk_bits >= {bitsMin:Float64} ORDER BY risk_bits DESC, account_id LIMIT {most:UInt32}`,
    { bitsMin, most },
  )
  return rows.map((row) => row.account_id)
}

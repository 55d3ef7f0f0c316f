import { clamp, groupBy } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { promptLanguageSql } from './behaviour/index.ts'
import { tellOrder } from './order/index.ts'
import { TEXT_PARAMETERS as P } from './parameters.ts'
import { keepLogits, SCORE_BLOCK_ROWS } from './prompt-logits.ts'
import type { AccountSignal } from './signal.ts'
import { TEXT_LEVELS } from './text-levels.ts'
import { installTtpModel, loadTtpModel, ttpScoreSql } from './ttp-model/index.ts'

interface ScoreRow {
  account_id: string
  prompts: number
  score: number
  events: string[]
  chosen: number
  sampled: number
  country: string
}

/** The most that texts say for or against an account. */
export const TEXT_BITS_MAX: number = P.bitsMax

/** What a sample of the operator's accounts asks for: the scale on which every account's texts are weighed. */
interface TextPeers {
  /** How high each country's accounts score, by `countryLevels`. */
  readonly levels: ReadonlyMap<string, number>
  /** Scores above their country's level, by how many prompts the account has. */
  readonly strata: ReadonlyMap<number, readonly number[]>
}

/** The texts of accounts, scored; `peers` are given to the calls that follow the first. */
export interface ScoredTexts {
  readonly rows: readonly ScoreRow[]
  readonly peers: TextPeers
  /** In which order suspects ask what they ask, of the first call. */
  readonly order: readonly AccountSignal[]
}

/**
 * Scores what accounts ask for by the TTP text model; `weighTexts` weighs the scores against the operator's own population.
 *
 * A prompt's score is its logit against the sampled prompts of its language: 0 at their 90th percentile, 1 at their
 * 97th. An account's score is the mean of its three highest prompts. The first call scores the sample in the same
 * pass and gives it as `peers`; later calls are given it.
 */
export async function scoreTexts(
  engine: Engine,
  accounts: readonly string[],
  known?: TextPeers,
): Promise<ScoredTexts> {
  if (known === undefined) await installTtpModel(engine, loadTtpModel())
  await engine.run(ASKED, {
    accounts,
    sample: known === undefined ? P.sampleAccounts : 0,
    samplePrompts: P.samplePromptsMax,
    prompts: P.promptsMax,
  })
  await engine.run(SCORED)
  await engine.run('DROP TABLE text_asked')
  if (known === undefined) await engine.run(SCALES)
  const rows = await engine.rows<ScoreRow>(SCORES)
  await keepLogits(engine, known === undefined)
  const order = known === undefined ? await tellOrder(engine) : []
  await engine.run('DROP TABLE text_scores')
  return { rows, peers: known ?? peersOf(rows.filter((row) => row.sampled === 1)), order }
}

/**
 * An account's rank `r` is the share of a sample of accounts with about as many prompts that score as high; accounts of
 * threat actors are taken to have ranks of density a * r^(a-1), so the weight is log2 of that, bounded on both sides.
 * Security people rank high too: the weight is small by design and never makes a lead by itself, and for
 * the `studious`, whose only evidence is an indicator in their code, it is hardly ever for.
 */
export function weighTexts(
  { rows, peers, order }: ScoredTexts,
  studious: ReadonlySet<string>,
): AccountSignal[] {
  const signals = rows
    .filter((row) => row.chosen === 1)
    .map((row) => {
      const like = peers.strata.get(stratumOf(row.prompts)) ?? []
      return signalOf(row, levelOf(row, peers.levels), like, studious.has(row.account_id))
    })
    .filter((signal) => signal !== undefined)
    .sort((x, y) => (x.account < y.account ? -1 : 1))
  return [...signals, ...order]
}

function peersOf(sampled: readonly ScoreRow[]): TextPeers {
  const levels = countryLevels(sampled)
  const strata = new Map(
    [...groupBy(sampled, (row) => stratumOf(row.prompts))].map(([key, peers]) => [
      key,
      peers.map((row) => levelOf(row, levels)),
    ]),
  )
  return { levels, strata }
}

const levelOf = (row: ScoreRow, levels: TextPeers['levels']): number =>
  row.score - (levels.get(row.country) ?? 0)

/** Accounts are compared with accounts of like volume: the highest of many is high by chance. */
function stratumOf(prompts: number): number {
  return Math.min(6, Math.floor(Math.log2(prompts)))
}

/**
 * How high a country's sampled accounts score by the middle one, drawn toward the middle of all where
 * they are few: the model's scores of different languages share no scale, and no country's people may
 * be flagged for their language.
 */
function countryLevels(sampled: readonly ScoreRow[]): Map<string, number> {
  const middle = median(sampled.map((row) => row.score))
  return new Map(
    [...groupBy(sampled, (row) => row.country)].map(([country, group]) => {
      const weight = group.length / (group.length + P.countryShrink)
      return [country, (median(group.map((row) => row.score)) - middle) * weight]
    }),
  )
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function signalOf(
  row: ScoreRow,
  level: number,
  peers: readonly number[],
  isStudious: boolean,
): AccountSignal | undefined {
  if (peers.length < P.sampleMin) return undefined
  // Peers with the same score stand half above and half below: who asks what everybody asks is in the middle.
  const above = peers.filter((score) => score > level).length
  const alike = peers.filter((score) => score === level).length
  const rank = (above + alike / 2 + 0.5) / (peers.length + 1)
  const bits = clamp(
    Math.log2(P.shape * rank ** (P.shape - 1)),
    P.bitsMin,
    isStudious ? P.studiousMax : P.bitsMax,
  )
  return {
    account: row.account_id,
    source: 'model',
    name: 'what it asks for',
    bits,
    events: bits > 0 ? row.events : [],
    observed: '',
    techniques: [],
    intel: null,
    note:
      `its most telling prompts rank in the top ${percent(rank)} of accounts with about as many prompts ` +
      `(text model for LLM-themed TTPs; security work ranks high too)`,
    actor: '',
  }
}

function percent(rank: number): string {
  return rank < 0.1 ? `${(rank * 100).toFixed(1)}%` : `${Math.round(rank * 100)}%`
}

/**
 * The prompts of the asked accounts and of a sample that depends on nothing but account ids; of a busy account about
 * `prompts` prompts, chosen by their ids. They are put aside first: scoring wants small blocks, and small blocks of
 * `events` hold hardly any of these prompts, yet cost as much to set up as full ones.
 */
const ASKED = `
  CREATE OR REPLACE TABLE text_asked ENGINE = MergeTree ORDER BY tuple() AS
  WITH sampled AS (
    SELECT account_id FROM (
      SELECT account_id, sum(least(requests, {prompts:UInt32})) OVER (ORDER BY sipHash64('sample', account_id)) AS running
      FROM population WHERE requests > 0
    )
    WHERE running <= {samplePrompts:UInt32}
    ORDER BY sipHash64('sample', account_id) LIMIT {sample:UInt32}
  ),
  people AS (
    SELECT account_id, country, greatest(1, intDiv(requests + {prompts:UInt32} - 1, {prompts:UInt32})) AS one_in,
           account_id IN {accounts:Array(String)} AS is_chosen, account_id IN (SELECT account_id FROM sampled) AS is_sampled
    FROM population WHERE is_chosen OR is_sampled
  )
  SELECT account_id, event_id, toUnixTimestamp(ts) AS at, is_chosen, is_sampled, country, prompt
  FROM events AS e INNER JOIN people AS p ON p.account_id = e.account_id
  WHERE e.account_id IN (SELECT account_id FROM people) AND prompt != '' AND sipHash64(event_id) % one_in = 0`

/** No sorting, so that the engine scores on every core. Prompts stay beside their scores for whoever labels them next. */
const SCORED = `
  CREATE OR REPLACE TABLE text_scores ENGINE = MergeTree ORDER BY tuple() AS
  SELECT *, ${ttpScoreSql('prompt')} AS logit, ${promptLanguageSql('prompt')} AS language
  FROM text_asked
  SETTINGS max_block_size = ${SCORE_BLOCK_ROWS}`

const quantile = (share: number): string => `quantileExactIf(${share})(logit, is_sampled)`

/** The scale of each language in the sample, drawn toward everybody's where few prompts are in it; '' is everybody's. */
const SCALES = `
  CREATE OR REPLACE TABLE text_scales ENGINE = MergeTree ORDER BY language AS
  WITH everybody AS (SELECT ${quantile(0.9)} AS high, ${quantile(0.97)} AS higher FROM text_scores)
  SELECT language, countIf(is_sampled) AS n, n / (n + ${P.languageShrink}) AS weight,
         weight * ${quantile(0.9)} + (1 - weight) * (SELECT high FROM everybody) AS high,
         weight * ${quantile(0.97)} + (1 - weight) * (SELECT higher FROM everybody) AS higher
  FROM text_scores GROUP BY language HAVING n > 0
  UNION ALL
  SELECT '' AS language, 0, 0, high, higher FROM everybody`

const SCORES = `
  SELECT account_id, count() AS prompts, any(is_chosen) AS chosen, any(is_sampled) AS sampled, any(country) AS country,
         arrayAvg(arraySlice(arrayReverseSort(groupArray(level)), 1, 3)) AS score,
         arraySlice(arrayMap(pair -> pair.2, arrayReverseSort(groupArray((level, event_id)))), 1, 3) AS events
  FROM (${TEXT_LEVELS})
  GROUP BY account_id
  ORDER BY account_id`

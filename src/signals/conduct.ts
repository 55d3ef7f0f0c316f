import { groupBy } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { completeLogits, SCORE_BLOCK_ROWS } from './prompt-logits.ts'
import { installTtpModel, loadTtpModel, type TtpLabel, ttpLabelSql } from './ttp-model/index.ts'

/** What an account does, as far as it tells actors apart. It weighs nothing about whether an actor is behind it. */
export interface Conduct {
  readonly account: string
  /** Days on which the account was active in each hour of the day, UTC; 24 numbers. A burst counts once. */
  readonly hours: readonly number[]
  /** Prompts, and how many of them hold words in each writing system that was asked for. */
  readonly prompts: number
  readonly scripts: Readonly<Record<string, number>>
  /** Which of the words asked for its prompts hold. */
  readonly words: readonly string[]
  /** LLM-themed TTPs of its most telling prompts, by number of prompts. */
  readonly labels: ReadonlyMap<TtpLabel, number>
}

/** What to look for, and in whom. */
export interface ConductQuestion {
  readonly accounts: readonly string[]
  /** Words, lower case, whose use in prompts is told; at most `WORDS_MAX` are looked for. */
  readonly words: readonly string[]
}

/** Conduct of the accounts asked for, and of a sample of everybody, to compare with. */
export interface ConductAnswer {
  readonly byAccount: ReadonlyMap<string, Conduct>
  readonly sample: readonly Conduct[]
}

/** The engine's search for many words at once takes no more than 255. */
export const CONDUCT_WORDS_MAX = 240
/** Accounts compared with, chosen by their ids alone; shares of one in a hundred are told apart. */
const SAMPLE_ACCOUNTS = 600
/** Prompts read of one account: a machine's thousands are one template. */
const PROMPTS_MAX = 60
/** Prompts of one account that are labelled, those that score highest. */
const LABELLED_MAX = 6
/** Accounts whose prompts are labelled: labels cost five times a score. */
const LABELLED_ACCOUNTS_MAX = 1000

/** Writing systems by a pattern of the engine, none of which plain ASCII holds. Persian is told from Arabic by letters that only it has. */
const SCRIPT_PATTERNS: Readonly<Record<string, string>> = {
  han: '\\p{Han}{2}',
  hangul: '\\p{Hangul}{2}',
  kana: '[\\p{Hiragana}\\p{Katakana}]{2}',
  cyrillic: '\\p{Cyrillic}{3}',
  persian: '[پچژگ]',
  arabic: '\\p{Arabic}{3}',
  devanagari: '\\p{Devanagari}{2}',
  hebrew: '\\p{Hebrew}{2}',
  thai: '\\p{Thai}{3}',
}

interface ConductRow {
  account_id: string
  is_chosen: number
  is_sampled: number
  hours: number[]
  prompts: number
  scripts: number[]
  words: string[]
}

/** Observes hours, writing systems, words and LLM-themed TTPs of accounts. The same store gives the same answer. */
export async function observeConduct(
  engine: Engine,
  question: ConductQuestion,
): Promise<ConductAnswer> {
  if (question.accounts.length === 0) return { byAccount: new Map(), sample: [] }
  const words = question.words.slice(0, CONDUCT_WORDS_MAX)
  const rows = await engine.rows<ConductRow>(CONDUCT, {
    accounts: question.accounts,
    // The search wants at least one word.
    words: words.length === 0 ? ['\u0001'] : words,
    patterns: Object.values(SCRIPT_PATTERNS),
    sample: SAMPLE_ACCOUNTS,
    prompts: PROMPTS_MAX,
  })
  const labels = await labelPrompts(engine, question.accounts.slice(0, LABELLED_ACCOUNTS_MAX))
  const conducts = rows.map((row) => ({ row, conduct: conductOf(row, labels) }))
  const chosen = conducts.filter(({ row }) => row.is_chosen === 1)
  return {
    byAccount: new Map(chosen.map(({ conduct }) => [conduct.account, conduct])),
    sample: conducts.filter(({ row }) => row.is_sampled === 1).map(({ conduct }) => conduct),
  }
}

function conductOf(row: ConductRow, labels: ReadonlyMap<string, Conduct['labels']>): Conduct {
  return {
    account: row.account_id,
    hours: row.hours,
    prompts: row.prompts,
    scripts: Object.fromEntries(
      Object.keys(SCRIPT_PATTERNS).map((script, index) => [script, row.scripts[index] ?? 0]),
    ),
    words: row.words,
    labels: labels.get(row.account_id) ?? new Map(),
  }
}

async function labelPrompts(
  engine: Engine,
  accounts: readonly string[],
): Promise<Map<string, Map<TtpLabel, number>>> {
  await installTtpModel(engine, loadTtpModel())
  await completeLogits(engine, accounts)
  const rows = await engine.rows<{ account_id: string; label: TtpLabel; prompts: number }>(LABELS, {
    accounts,
    labelled: LABELLED_MAX,
  })
  return new Map(
    [...groupBy(rows, (row) => row.account_id)].map(([account, list]) => [
      account,
      new Map(list.map(({ label, prompts }) => [label, prompts])),
    ]),
  )
}

const CONDUCT = `
  WITH sampled AS (
    SELECT account_id FROM population WHERE requests > 0
    ORDER BY sipHash64('conduct', account_id) LIMIT {sample:UInt32}
  ),
  people AS (
    SELECT account_id, greatest(1, intDiv(requests + {prompts:UInt32} - 1, {prompts:UInt32})) AS one_in,
           account_id IN {accounts:Array(String)} AS is_chosen, account_id IN (SELECT account_id FROM sampled) AS is_sampled
    FROM population WHERE is_chosen OR is_sampled
  )
  SELECT account_id, any(is_chosen) AS is_chosen, any(is_sampled) AS is_sampled,
         arrayMap(hour -> countEqual(arrayMap(pair -> pair.2, groupUniqArray((toDate(ts), toUInt8(toHour(ts))))), toUInt8(hour)),
           range(24)) AS hours,
         countIf(is_read) AS prompts,
         sumForEach(if(is_read AND NOT isValidASCII(prompt),
           arrayMap(pattern -> toUInt32(match(prompt, pattern)), {patterns:Array(String)}),
           arrayWithConstant(length({patterns:Array(String)}), toUInt32(0)))) AS scripts,
         arraySort(groupUniqArrayArray(if(is_read, arrayFilter((word, at) -> at > 0, {words:Array(String)},
           multiSearchAllPositionsCaseInsensitiveUTF8(prompt, {words:Array(String)})), []))) AS words
  FROM (
    SELECT e.account_id AS account_id, ts, prompt, is_chosen, is_sampled,
           prompt != '' AND sipHash64(event_id) % one_in = 0 AS is_read
    FROM events AS e INNER JOIN people AS p ON p.account_id = e.account_id
    WHERE e.account_id IN (SELECT account_id FROM people)
  )
  GROUP BY account_id
  ORDER BY account_id`

/** Labels are asked only of prompts that the model finds likelier than not to serve a technique. */
const LABELS = `
  SELECT account_id, label, count() AS prompts FROM (
    SELECT account_id, ${ttpLabelSql('prompt')} AS label
    FROM prompt_logits
    WHERE account_id IN {accounts:Array(String)} AND (account_id, event_id) IN (
      SELECT account_id, event_id FROM prompt_logits
      WHERE account_id IN {accounts:Array(String)} AND logit > 0
      ORDER BY logit DESC, event_id
      LIMIT {labelled:UInt32} BY account_id
    )
  )
  GROUP BY account_id, label
  ORDER BY account_id, label
  SETTINGS max_block_size = ${SCORE_BLOCK_ROWS}`

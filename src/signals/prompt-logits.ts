import type { Engine } from '../platform/index.ts'
import { TEXT_PARAMETERS as P } from './parameters.ts'
import { ttpScoreSql } from './ttp-model/index.ts'

/** Prompts scored at a time: their n-grams take several hundred times a prompt's own memory. */
export const SCORE_BLOCK_ROWS = 512

const TABLE = `prompt_logits (account_id String, event_id String, logit Float64, prompt String) ENGINE = MergeTree ORDER BY account_id`
const CHOSEN =
  'SELECT account_id, event_id, toFloat64(logit) AS logit, prompt FROM text_scores WHERE is_chosen'

/**
 * Keeps the logits of the accounts just scored for the rest of the run, so that no prompt is scored twice, and the prompts
 * beside them, so that labelling a few does not read all events again.
 */
export async function keepLogits(engine: Engine, isFirst: boolean): Promise<void> {
  if (isFirst) await engine.run(`CREATE OR REPLACE TABLE ${TABLE}`)
  await engine.run(`INSERT INTO prompt_logits ${CHOSEN}`)
}

/** Scores those of the accounts that were not scored in this run; the model must be installed. */
export async function completeLogits(engine: Engine, accounts: readonly string[]): Promise<void> {
  await engine.run(`CREATE TABLE IF NOT EXISTS ${TABLE}`)
  const [row] = await engine.rows<{ missing: string[] }>(
    `SELECT arrayFilter(one -> one NOT IN (SELECT account_id FROM prompt_logits), {accounts:Array(String)}) AS missing`,
    { accounts },
  )
  const missing = row?.missing ?? []
  if (missing.length === 0) return
  await engine.run(
    `INSERT INTO prompt_logits
     SELECT account_id, event_id, toFloat64(${ttpScoreSql('prompt')}) AS logit, prompt
     FROM events AS e
     INNER JOIN (
       SELECT account_id, greatest(1, intDiv(requests + {prompts:UInt32} - 1, {prompts:UInt32})) AS one_in
       FROM population WHERE account_id IN {missing:Array(String)}
     ) AS p ON p.account_id = e.account_id
     WHERE e.account_id IN {missing:Array(String)} AND prompt != '' AND sipHash64(event_id) % one_in = 0
     SETTINGS max_block_size = ${SCORE_BLOCK_ROWS}`,
    { missing, prompts: P.promptsMax },
  )
}

import type { Engine } from '../../platform/index.ts'
import { ORDER_PARAMETERS as P } from '../parameters.ts'
import type { AccountSignal } from '../signal.ts'
import { TEXT_LEVELS } from '../text-levels.ts'
import { ttpLabelSql } from '../ttp-model/index.ts'
import { eProcessSql } from './e-process.ts'
import { STAGE_NAMES, stageSql, trendSql } from './stages.ts'

interface SessionRow {
  account_id: string
  sessions: number
  now: number
  highest: number
  events: string[]
}

interface StageRow {
  account_id: string
  prompts: number
  trend: number
  chance: number
  first: number
  last: number
  events: string[]
}

/**
 * Tells in which order suspects ask what they ask; needs `text_scores` and `text_scales` of the text signals, and reads no
 * prompt that these do not. Both parts depend on nothing but the order of an account's prompts, which says nothing about
 * how telling they are. Neither weighs anything (0 bits): on development worlds neither parts actors from innocents.
 */
export async function tellOrder(engine: Engine): Promise<AccountSignal[]> {
  const sessions = await engine.rows<SessionRow>(SESSIONS)
  const stages = await engine.rows<StageRow>(STAGES)
  return [...sessions.map(sessionSignal), ...stages.map(stageSignal)]
}

const SIGNAL = {
  source: 'behaviour',
  bits: 0,
  observed: '',
  techniques: [],
  intel: null,
  actor: '',
} as const

function sessionSignal(row: SessionRow): AccountSignal {
  return {
    ...SIGNAL,
    account: row.account_id,
    name: 'sessions against its own past',
    events: row.events,
    note:
      `over ${row.sessions} sessions it asks more and more like an operation than it did itself: e-value ${row.now.toFixed(1)}, ` +
      `at its highest ${row.highest.toFixed(1)} (anytime-valid: an account whose sessions are alike ever reaches that ` +
      `with a probability of at most ${(1 / row.highest).toFixed(2)}); people who take up security do so too`,
  }
}

function stageSignal(row: StageRow): AccountSignal {
  const [first, last] = [STAGE_NAMES[row.first - 1] ?? '', STAGE_NAMES[row.last - 1] ?? '']
  return {
    ...SIGNAL,
    account: row.account_id,
    name: 'order of its LLM-TTPs',
    events: row.events,
    note:
      `its ${row.prompts} most telling prompts go from ${first} to ${last} as operations do: about 1 in ` +
      `${Math.round(1 / row.chance)} random orders of them does so as much; courses go that way too`,
  }
}

/** How telling each prompt of the suspects is, on its language's scale. */
const LEVELS = `
  SELECT account_id, event_id, at, assumeNotNull(level) AS level FROM (${TEXT_LEVELS}) WHERE is_chosen`

/** A session's score is the mean of its prompts: the highest would rise with the number of prompts alone. */
const SESSIONS = `
  WITH walks AS (
    SELECT account_id, arraySort(groupArray((at, level, event_id))) AS walk,
           arrayDifference(arrayMap(step -> tupleElement(step, 1), walk)) AS gaps,
           arraySlice(arraySplit((step, gap) -> gap > ${P.sessionGapSeconds}, walk, gaps), 1, ${P.sessionsMax}) AS visits
    FROM (${LEVELS}) GROUP BY account_id HAVING length(visits) >= ${P.sessionsMin}
  ),
  processes AS (
    SELECT account_id, visits,
           arrayMap(session -> arrayAvg(step -> tupleElement(step, 2), session), visits) AS scores,
           arrayMap(session -> (sipHash64('draw', account_id, tupleElement(session[1], 3)) % 1000000 + 0.5) / 1000000, visits) AS draws,
           ${eProcessSql('scores', 'draws')} AS wealth
    FROM walks
  )
  SELECT account_id, toUInt32(length(visits)) AS sessions, wealth[-1] AS now, arrayMax(wealth) AS highest,
         arraySlice(arrayMap(step -> tupleElement(step, 3), arrayReverseSort(step -> tupleElement(step, 2), visits[-1])), 1, 3) AS events
  FROM processes WHERE now >= ${P.sessionsToldMin} ORDER BY account_id`

/** Labels cost eleven scores, so that only the telling prompts of suspects are given one. */
const STAGES = `
  WITH telling AS (
    SELECT account_id, event_id FROM (${LEVELS}) WHERE level > 0
  ),
  trends AS (
    SELECT account_id, arraySort(groupArray((at, event_id, stage))) AS walk,
           arrayMap(step -> toInt32(tupleElement(step, 3)), walk) AS stages, ${trendSql('stages')} AS trend
    FROM (
      SELECT account_id, event_id, at, ${stageSql(ttpLabelSql('prompt'))} AS stage
      FROM text_scores WHERE (account_id, event_id) IN (SELECT account_id, event_id FROM telling)
    )
    GROUP BY account_id HAVING length(arrayDistinct(stages)) > 1 AND length(stages) >= ${P.stagedPromptsMin}
  )
  SELECT * FROM (
  SELECT account_id, toUInt32(length(stages)) AS prompts, trend,
         (sum(trend) OVER () - trend) / (count() OVER () - 1 + ${P.peersShrink}) AS usual,
         erfc((trend - greatest(0, usual)) / sqrt(2)) / 2 AS odds, greatest(odds, 1e-6) AS chance,
         stages[1] AS first, stages[-1] AS last,
         [tupleElement(walk[1], 2), tupleElement(walk[-1], 2)] AS events
  FROM trends) WHERE chance <= ${P.stagesToldMax} ORDER BY account_id`

import { type Accusations, countAccusations } from './accusations.ts'
import {
  type AttributionScores,
  scoreAttribution,
  scoreVerdicts,
  type VerdictScores,
} from './attribution.ts'
import { calibrate, type Calibration, type Forecast, sortForecasts } from './calibration.ts'
import { type DetectionScores, measureDetection } from './detection.ts'
import { type ClusterScores, scoreClusters } from './clusters.ts'
import { checkPromise, type PromiseCheck } from './promise.ts'
import { measureRecall, type RecallRow } from './recall.ts'
import { type EvaluationInput, judgeLeads } from './rows.ts'

/** All scores of one result against one truth. */
export interface Evaluation {
  readonly name: string
  readonly counts: {
    readonly accounts: number
    readonly actorAccounts: number
    readonly innocents: number
    readonly operations: number
    readonly leads: number
    /** Leads on accounts that the truth does not list; they count as innocents. */
    readonly strangers: number
  }
  readonly recall: readonly RecallRow[]
  readonly accusations: Accusations
  readonly promise: PromiseCheck
  /** Over all accounts, those without a lead at probability 0. */
  readonly calibrationOfAll: Calibration
  readonly calibrationOfListed: Calibration
  /** The listed forecasts, low to high, so that worlds can be pooled. */
  readonly forecasts: readonly Forecast[]
  readonly clusters: ClusterScores
  readonly attribution: AttributionScores
  readonly verdicts: VerdictScores
  /** Null when no result tells its instant. */
  readonly detection: DetectionScores | null
}

/** Scores parsed rows. Pure: the same rows in any order and the same seed give the same numbers. */
export function evaluateRows(input: EvaluationInput): Evaluation {
  const { truth, leads, clusters, countries, seed, name } = input
  const judged = judgeLeads(leads, truth)
  const forecasts = sortForecasts(
    judged.map((one) => ({ probability: one.lead.probability, isTrue: one.isTrue })),
  )
  const listed = new Set(leads.map((lead) => lead.account))
  const silent = truth
    .filter((row) => !listed.has(row.accountId))
    .map((row) => ({ probability: 0, isTrue: row.truth === 'actor' }))
  const actors = truth.filter((row) => row.truth === 'actor')
  const ids = new Set(truth.map((row) => row.accountId))
  return {
    name,
    counts: {
      accounts: truth.length,
      actorAccounts: actors.length,
      innocents: truth.length - actors.length,
      operations: new Set(actors.map((row) => row.team ?? row.accountId)).size,
      leads: leads.length,
      strangers: leads.filter((lead) => !ids.has(lead.account)).length,
    },
    recall: measureRecall(truth, judged, seed),
    accusations: countAccusations(truth, judged, clusters, countries, input.languages ?? null),
    promise: checkPromise(judged),
    calibrationOfAll: calibrate([...silent, ...forecasts]),
    calibrationOfListed: calibrate(forecasts),
    forecasts,
    clusters: scoreClusters(truth, leads, clusters, seed),
    attribution: scoreAttribution(judged, seed),
    verdicts: scoreVerdicts(truth, judged),
    detection: measureDetection(truth, input.results ?? []),
  }
}

import type { ErrorPlace } from '../../core/index.ts'

/** One try of one task, without any of its text: prompts, answers and explanations are not taken over. */
export interface SampleResult {
  readonly sample: string
  /** 1 for the first try. */
  readonly epoch: number
  /** 0 (failed) to 1 (solved); null when there is no usable score, and then `unscored` says why. */
  readonly score: number | null
  readonly unscored: string | null
  /** The model gave no answer (`N` in Inspect). Its score is 0. */
  readonly isRefusal: boolean
  /** The run of this try broke. */
  readonly isError: boolean
  /** The limit that ended the try, such as `time`; null when none did. */
  readonly limit: string | null
  /** Short scalar values of the sample's metadata, such as its category. */
  readonly metadata: ReadonlyMap<string, string>
  /** The arm that this row itself names; null when it names none. */
  readonly arm: string | null
  readonly at: ErrorPlace
}

/** What an assessment needs of one evaluation log. */
export interface EvaluationLog {
  readonly format: 'inspect-json' | 'inspect-eval' | 'csv' | 'json-lines'
  /** `success`, `error`, `cancelled`, `started` (crashed); tables are `success`. */
  readonly status: string
  readonly task: string
  readonly dataset: string
  /** Version of the task as text. Results of different versions are never compared. */
  readonly version: string
  readonly model: string | null
  /** When the evaluation was made, as the log says it. */
  readonly created: string | null
  readonly arm: string | null
  readonly solver: string | null
  /** Name of the metadata field that says which tasks belong together. */
  readonly clusterKey: string | null
  readonly epochs: number
  readonly samples: readonly SampleResult[]
  /** Task ids that the log declares and has no result of. */
  readonly missing: readonly string[]
  /** Records that could not be used, each with its reason. */
  readonly setAside: ReadonlyArray<{ readonly at: ErrorPlace; readonly reason: string }>
}

/** Which score of a log counts. */
export interface ScoreChoice {
  /** Name of the scorer; may be left out where a log has one. */
  readonly scorer?: string | undefined
  /** Member of a score that is an object. */
  readonly scoreKey?: string | undefined
}

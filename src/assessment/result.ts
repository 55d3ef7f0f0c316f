import type { EvaluationLog } from '../formats/inspect/index.ts'
import type { ArmRole } from './arms.ts'
import type { Verdict } from './verdict.ts'

export interface Bounds {
  readonly low: number
  readonly high: number
}

export interface ValueWithBounds extends Bounds {
  readonly value: number
}

/** Share of the tasks that an arm solved. `solved` and `exact` are null when scores are not all 0 or 1. */
export interface ArmShare extends ValueWithBounds {
  readonly method: 'wilson' | 'clustered-t' | 'none'
  readonly solved: number | null
  /** Clopper and Pearson's interval. */
  readonly exact: Bounds | null
  readonly refusedTasks: number
}

/** Two arms on the same tasks. Every interval is one of 95%; null means that the method does not apply. */
export interface Comparison {
  readonly tasks: number
  readonly clusters: number
  readonly baseline: ArmShare
  readonly arm: ArmShare
  readonly table: {
    readonly both: number
    readonly onlyArm: number
    readonly onlyBaseline: number
    readonly neither: number
  } | null
  /** Arm minus baseline, by the interval that decides. */
  readonly difference: ValueWithBounds & {
    readonly method: 'newcombe-paired' | 'clustered-t' | 'none'
  }
  readonly newcombePaired: Bounds | null
  readonly newcombeIndependent: Bounds | null
  readonly clustered:
    | (Bounds & { readonly standardError: number; readonly degrees: number; readonly p: number })
    | null
  readonly mcnemarP: number | null
  /** p of the method that decides; corrected for the number of domains in `holmP`. */
  readonly p: number | null
  readonly holmP: number | null
  readonly riskRatio: ValueWithBounds | null
  /** Posterior probabilities under uniform priors, arms taken as independent. */
  readonly posterior: {
    readonly above0: number
    readonly aboveEquivalence: number
    readonly aboveMaterial: number
  } | null
  readonly verdict: Verdict
  readonly warnings: readonly string[]
}

export interface DomainComparison extends Comparison {
  readonly domain: string
  /** How the statement names the domain. */
  readonly name: string
}

/** A log that was read, by what the assessment says of it. */
export interface SourceFile extends Pick<
  EvaluationLog,
  'format' | 'status' | 'task' | 'dataset' | 'version' | 'model' | 'created' | 'solver'
> {
  readonly file: string
  readonly sha256: string
}

export interface ArmSummary {
  readonly name: string
  readonly role: ArmRole
  readonly sources: readonly SourceFile[]
  readonly models: readonly string[]
  /** Dates of the evaluations, oldest first. */
  readonly dates: readonly string[]
  readonly elicitation: string
  readonly counts: {
    readonly tasks: number
    readonly tries: number
    readonly refusals: number
    readonly errors: number
    readonly limits: number
    readonly unscored: number
    readonly missing: number
    readonly setAside: number
    readonly otherArms: number
  }
  /** Why tries had no score, and records no place, with how many. */
  readonly reasons: Readonly<Record<string, number>>
}

export interface ArmComparison {
  readonly baseline: string
  readonly arm: string
  readonly statement: string
  readonly overall: Comparison
  /** The same without tasks that either arm refused; null when none was, or nothing else is left. */
  readonly withoutRefusals: Comparison | null
  readonly domains: readonly DomainComparison[]
  readonly unpaired: {
    readonly onlyBaseline: readonly string[]
    readonly onlyArm: readonly string[]
  }
  /** Tasks in each of two unpaired arms to see the material margin with power 0.8; null when it lies beyond 1. */
  readonly tasksForPower: number | null
  readonly threats: readonly { readonly name: string; readonly text: string }[]
}

export interface Assessment {
  readonly version: 1
  readonly assessedAt: string
  readonly declaration: {
    readonly file: string | null
    readonly sha256: string | null
    readonly declared: string | null
    readonly by: string | null
    readonly equivalenceMargin: number
    readonly materialMargin: number
    readonly domainKey: string
    readonly clusterKey: string | null
  }
  readonly arms: readonly ArmSummary[]
  readonly comparisons: readonly ArmComparison[]
  readonly warnings: readonly string[]
}

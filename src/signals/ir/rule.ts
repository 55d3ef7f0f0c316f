import type { NumberOperator, Predicate } from './predicate.ts'

export const RULE_LANGUAGES = ['sigma', 'nova', 'stix'] as const
export type RuleLanguage = (typeof RULE_LANGUAGES)[number]

/** What every rule has, whatever it is made of. */
interface RuleHead {
  /** Unique in a rule set: the id or name that its author gave, else file and title. */
  readonly id: string
  /** Other ways in which correlations and filters may name it. */
  readonly names: readonly string[]
  readonly title: string
  readonly language: RuleLanguage
  readonly file: string
  readonly line: number
  readonly level: string
  readonly status: string
  readonly tags: readonly string[]
  readonly description: string
}

/** A rule about single events. */
export interface EventRule extends RuleHead {
  readonly kind: 'event'
  readonly predicate: Predicate
  /** Whether its matches are reported, or only serve a correlation above it. */
  readonly isReported: boolean
}

export const CORRELATION_KINDS = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const
export type CorrelationKind = (typeof CORRELATION_KINDS)[number]

export interface Bound {
  readonly operator: NumberOperator | 'neq'
  readonly value: number
}

/** A rule about several events of one group within a sliding window. */
export interface CorrelationRule extends RuleHead {
  readonly kind: 'correlation'
  readonly type: CorrelationKind
  /** Ids of the rules below, in order. */
  readonly rules: readonly string[]
  /** For each grouping key, the event field that it means in each rule, in the order of `rules`. */
  readonly groupBy: readonly (readonly string[])[]
  readonly windowMs: number
  readonly bounds: readonly Bound[]
  /** The event fields whose values are counted or added. */
  readonly fields: readonly string[]
  readonly percentile: number
  readonly isReported: boolean
}

export type Rule = EventRule | CorrelationRule

/** Something about a rule that its author should know. */
export interface RuleFinding {
  readonly severity: 'error' | 'warning' | 'note'
  readonly file: string
  readonly line: number
  readonly column: number
  readonly rule: string
  readonly code: string
  readonly message: string
  readonly hint: string
}

import type { SourceSpan } from '../../core/index.ts'

/** A piece of a text value: literal text, `?` (one character) or `*` (any number, line feeds too). */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'many' }

export type OrderOperator = 'lt' | 'lte' | 'gt' | 'gte'
export const TIME_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]

/** What one value asks of a field, its modifiers worked in. A text is compared with the whole field. */
export type ValueTest =
  | { readonly kind: 'text'; readonly parts: readonly TextPart[]; readonly isCased: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: RegexTestFlags }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'order'; readonly operator: OrderOperator; readonly value: number }
  | { readonly kind: 'cidr'; readonly range: string }
  | { readonly kind: 'exists'; readonly isPresent: boolean }
  | {
      readonly kind: 'field'
      readonly field: string
      readonly at: FieldMatch
      readonly isCased: boolean
    }
  | {
      readonly kind: 'time'
      readonly unit: TimeUnit
      readonly operator: OrderOperator | 'eq'
      readonly value: number
    }
  /** Any of several: what `base64offset`, `windash` or a placeholder made of one value. */
  | { readonly kind: 'any'; readonly tests: readonly ValueTest[] }

export type FieldMatch = 'whole' | 'start' | 'end' | 'within'

export interface RegexTestFlags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
}

/** A detection: maps are `all`, lists are `any`. An item without a field is a keyword. */
export type Detection =
  | {
      readonly kind: 'all' | 'any'
      readonly operands: readonly Detection[]
      readonly span: SourceSpan
    }
  | {
      readonly kind: 'item'
      readonly field: string | null
      readonly modifiers: readonly string[]
      readonly isNegated: boolean
      readonly combine: 'any' | 'all'
      readonly tests: readonly ValueTest[]
      readonly span: SourceSpan
    }

/** A condition over the names of detections. `1 of` and `any of` are count 1; `all of` is `all`. */
export type Condition =
  | {
      readonly kind: 'and' | 'or'
      readonly operands: readonly Condition[]
      readonly span: SourceSpan
    }
  | { readonly kind: 'not'; readonly operand: Condition; readonly span: SourceSpan }
  | { readonly kind: 'name'; readonly name: string; readonly span: SourceSpan }
  | {
      readonly kind: 'of'
      readonly count: 'any' | 'all'
      readonly names: readonly string[]
      readonly span: SourceSpan
    }

export interface LogSource {
  readonly category: string | null
  readonly product: string | null
  readonly service: string | null
}

interface Document {
  readonly title: string
  readonly id: string | null
  readonly name: string | null
  readonly status: string | null
  readonly level: string | null
  readonly description: string | null
  readonly author: string | null
  readonly tags: readonly string[]
  readonly span: SourceSpan
}

export interface SigmaRule extends Document {
  readonly kind: 'rule'
  readonly logSource: LogSource
  readonly taxonomy: string
  readonly detections: ReadonlyMap<string, Detection>
  /** Several conditions are alternatives. */
  readonly conditions: readonly Condition[]
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const
export type CorrelationType = (typeof CORRELATION_TYPES)[number]

/** Bounds on what is counted; all hold at once. */
export type Bounds = Readonly<Partial<Record<OrderOperator | 'eq' | 'neq', number>>>

export interface SigmaCorrelation extends Document {
  readonly kind: 'correlation'
  readonly type: CorrelationType
  /** Ids or names of rules or other correlations, in order. */
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  readonly timespanMs: number
  /** Null where a temporal correlation asks for all of its rules. */
  readonly bounds: Bounds | null
  /** The fields whose values are counted or added; several are counted as tuples. */
  readonly fields: readonly string[]
  /** Which percentile, 0 to 100; only of `value_percentile`. */
  readonly percentile: number
  /** A name of `group-by` to the field that it means in each rule. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Whether the rules below also report by themselves. */
  readonly isGenerating: boolean
}

export interface SigmaFilter extends Document {
  readonly kind: 'filter'
  readonly logSource: LogSource
  /** Null is every rule of the log source. */
  readonly rules: readonly string[] | null
  readonly detections: ReadonlyMap<string, Detection>
  readonly conditions: readonly Condition[]
}

export type SigmaDocument = SigmaRule | SigmaCorrelation | SigmaFilter

/** Something that is legal and probably not meant. */
export interface Lint {
  readonly severity: 'error' | 'warning' | 'note'
  readonly message: string
  readonly hint: string
  readonly line: number
  readonly column: number
}

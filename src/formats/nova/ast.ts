import type { SourceSpan } from '../../core/index.ts'

export const NOVA_SECTIONS = ['keywords', 'semantics', 'llm'] as const
export type NovaSection = (typeof NOVA_SECTIONS)[number]

/** A pattern of a rule. `threshold` is a similarity for semantics; for llm the reference passes it on as temperature. */
export type NovaPattern =
  | {
      readonly kind: 'literal'
      readonly text: string
      readonly isCased: boolean
      readonly span: SourceSpan
    }
  | {
      readonly kind: 'regex'
      readonly source: string
      readonly isCased: boolean
      readonly span: SourceSpan
    }
  | ModelPattern

/** A question to a model. */
export interface ModelPattern {
  readonly kind: 'model'
  readonly asks: 'semantics' | 'llm'
  readonly text: string
  readonly threshold: number
  readonly span: SourceSpan
}

export interface NovaReference {
  readonly section: NovaSection
  readonly name: string
}

/** A condition; what stands behind `of` is written out as the patterns that it names. */
export type NovaCondition =
  | {
      readonly kind: 'and' | 'or'
      readonly operands: readonly NovaCondition[]
      readonly span: SourceSpan
    }
  | { readonly kind: 'not'; readonly operand: NovaCondition; readonly span: SourceSpan }
  | {
      readonly kind: 'of'
      readonly count: number | 'all'
      readonly references: readonly NovaReference[]
      readonly span: SourceSpan
    }

export interface NovaRule {
  readonly name: string
  readonly meta: ReadonlyMap<string, string>
  /** Patterns by section and name; names keep their `$`. */
  readonly patterns: Readonly<Record<NovaSection, ReadonlyMap<string, NovaPattern>>>
  readonly condition: NovaCondition
  readonly span: SourceSpan
}

/** Something that the language takes and that is probably not meant. */
export interface NovaLint {
  readonly severity: 'warning' | 'note'
  readonly rule: string
  readonly message: string
  readonly hint: string
  readonly line: number
  readonly column: number
}

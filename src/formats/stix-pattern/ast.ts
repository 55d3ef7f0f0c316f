/** Half-open range of UTF-16 offsets into the pattern text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The two published grammars; they differ in START/STOP, EXISTS and repeated qualifiers. */
export type PatternVersion = '2.0' | '2.1'

export type Literal =
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'integer'; readonly text: string; readonly span: Span }
  | { readonly kind: 'float'; readonly text: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'binary'; readonly base64: string; readonly span: Span }
  | { readonly kind: 'hex'; readonly digits: string; readonly span: Span }
  | { readonly kind: 'timestamp'; readonly instant: string; readonly span: Span }

export type PathStep =
  | { readonly kind: 'key'; readonly name: string; readonly span: Span }
  | { readonly kind: 'index'; readonly index: number; readonly span: Span }
  | { readonly kind: 'any'; readonly span: Span }

/** `network-traffic:dst_ref.value`: an object type and at least one key. */
export interface ObjectPath {
  readonly objectType: string
  readonly steps: readonly PathStep[]
  readonly span: Span
}

export type ScalarOperator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'MATCHES'
  | 'ISSUBSET'
  | 'ISSUPERSET'

export type Comparison =
  | {
      readonly kind: 'test'
      readonly path: ObjectPath
      readonly isNegated: boolean
      readonly operator: ScalarOperator
      readonly value: Literal
      readonly span: Span
    }
  | {
      readonly kind: 'in'
      readonly path: ObjectPath
      readonly isNegated: boolean
      readonly values: readonly Literal[]
      readonly span: Span
    }
  | {
      readonly kind: 'exists'
      readonly path: ObjectPath
      readonly isNegated: boolean
      readonly span: Span
    }
  | {
      readonly kind: 'all' | 'any'
      readonly operands: readonly Comparison[]
      readonly span: Span
    }

export type Qualifier =
  | { readonly kind: 'within'; readonly seconds: string; readonly span: Span }
  | { readonly kind: 'repeats'; readonly times: string; readonly span: Span }
  | {
      readonly kind: 'start-stop'
      readonly start: string
      readonly stop: string
      readonly span: Span
    }

/** `all` is AND, `any` is OR; operands of one operator at one level are one flat list. */
export type Pattern =
  | { readonly kind: 'observation'; readonly comparison: Comparison; readonly span: Span }
  | {
      readonly kind: 'all' | 'any' | 'followed-by'
      readonly operands: readonly Pattern[]
      readonly span: Span
    }
  | {
      readonly kind: 'qualified'
      readonly pattern: Pattern
      readonly qualifier: Qualifier
      readonly span: Span
    }

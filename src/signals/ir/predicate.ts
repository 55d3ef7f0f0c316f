/**
 * What a rule asks of one event, whatever language it was written in. A field may have several values
 * (tools of a request, values of a kind); `some` holds when one of them passes. An absent field passes
 * nothing, so `not` of a test on it holds.
 */
export type Predicate =
  | { readonly kind: 'all' | 'any'; readonly operands: readonly Predicate[] }
  | { readonly kind: 'not'; readonly operand: Predicate }
  | { readonly kind: 'at-least'; readonly count: number; readonly operands: readonly Predicate[] }
  | { readonly kind: 'constant'; readonly value: boolean }
  /** Only a model could say; `reason` tells which question. */
  | { readonly kind: 'needs-model'; readonly reason: string }
  | {
      readonly kind: 'some'
      readonly field: string
      readonly test: ValueTest
      /** Where in the rule this stands, as an analyst finds it: `selection.prompt`, `keywords.$tool`. */
      readonly clause: string
    }
  | { readonly kind: 'absent'; readonly field: string }
  | {
      readonly kind: 'same'
      readonly field: string
      readonly other: string
      readonly at: 'whole' | 'start' | 'end' | 'within'
      readonly isCased: boolean
    }

export type NumberOperator = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'
export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** What is asked of one value. */
export type ValueTest =
  /** A search for an expression of the common dialect (formats/regex). */
  | { readonly kind: 'matches'; readonly pattern: string; readonly shown: string }
  | { readonly kind: 'number'; readonly operator: NumberOperator; readonly value: number }
  | { readonly kind: 'in-range'; readonly range: string }
  | {
      readonly kind: 'time'
      readonly unit: TimeUnit
      readonly operator: NumberOperator
      readonly value: number
    }
  | { readonly kind: 'all' | 'any'; readonly tests: readonly ValueTest[] }
  | { readonly kind: 'not'; readonly test: ValueTest }

export const TRUE: Predicate = { kind: 'constant', value: true }
export const FALSE: Predicate = { kind: 'constant', value: false }

export function allOf(operands: readonly Predicate[]): Predicate {
  const [only] = operands
  return operands.length === 1 && only !== undefined ? only : { kind: 'all', operands }
}

export function anyOf(operands: readonly Predicate[]): Predicate {
  const [only] = operands
  return operands.length === 1 && only !== undefined ? only : { kind: 'any', operands }
}

export function notOf(operand: Predicate): Predicate {
  return { kind: 'not', operand }
}

/** What surely holds (`certain`), or what may hold, whatever a model would say (`possible`): no `needs-model` is left. */
export function bound(predicate: Predicate, side: 'certain' | 'possible'): Predicate {
  switch (predicate.kind) {
    case 'needs-model':
      return side === 'possible' ? TRUE : FALSE
    case 'not':
      return notOf(bound(predicate.operand, side === 'certain' ? 'possible' : 'certain'))
    case 'all':
    case 'any':
    case 'at-least':
      return { ...predicate, operands: predicate.operands.map((one) => bound(one, side)) }
    case 'constant':
    case 'some':
    case 'absent':
    case 'same':
      return predicate
  }
}

/** Whether some part of it is a question to a model. */
export function needsModel(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'needs-model':
      return true
    case 'not':
      return needsModel(predicate.operand)
    case 'all':
    case 'any':
    case 'at-least':
      return predicate.operands.some(needsModel)
    case 'constant':
    case 'some':
    case 'absent':
    case 'same':
      return false
  }
}

/** Takes constants out; the result holds of the same events. */
export function simplify(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'not': {
      const inner = simplify(predicate.operand)
      if (inner.kind === 'constant') return inner.value ? FALSE : TRUE
      return inner.kind === 'not' ? inner.operand : notOf(inner)
    }
    case 'all':
    case 'any': {
      const stops = predicate.kind === 'any'
      const operands = predicate.operands.map(simplify)
      if (operands.some((one) => one.kind === 'constant' && one.value === stops))
        return stops ? TRUE : FALSE
      const left = operands.filter((one) => one.kind !== 'constant')
      if (left.length === 0) return stops ? FALSE : TRUE
      return stops ? anyOf(left) : allOf(left)
    }
    case 'at-least': {
      const operands = predicate.operands.map(simplify)
      const sure = operands.filter((one) => one.kind === 'constant' && one.value).length
      const left = operands.filter((one) => one.kind !== 'constant')
      const count = predicate.count - sure
      if (count <= 0) return TRUE
      if (count > left.length) return FALSE
      if (count === 1) return anyOf(left)
      return count === left.length ? allOf(left) : { kind: 'at-least', count, operands: left }
    }
    case 'constant':
    case 'needs-model':
    case 'some':
    case 'absent':
    case 'same':
      return predicate
  }
}

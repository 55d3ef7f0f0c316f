import { matcherOf, type TextMatcher } from '../../formats/regex/index.ts'
import { addressInRange } from '../../formats/observable/index.ts'
import {
  type NumberOperator,
  type Predicate,
  type TimeUnit,
  type ValueTest,
} from '../ir/predicate.ts'
import { timePart } from './time-part.ts'

export type Scalar = string | number | boolean | null

/** One event as the evaluator sees it: the values of a field; none when there is no such field. */
export interface EventRecord {
  values(field: string): readonly Scalar[]
  /** Columns of the store have no null: there, an empty text is an absent one. */
  readonly isEmptyAbsent: boolean
}

export type Verdict = 'yes' | 'no' | 'needs-model'

/**
 * Evaluates a predicate on one event in memory: the oracle that compiled SQL is compared with, and what
 * runs a rule's own test events. Three-valued: what only a model could say stays open.
 */
export function evaluate(predicate: Predicate, event: EventRecord): Verdict {
  const value = evaluateKleene(predicate, event)
  return value === undefined ? 'needs-model' : value ? 'yes' : 'no'
}

/** Undefined is "not known". */
function evaluateKleene(predicate: Predicate, event: EventRecord): boolean | undefined {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value
    case 'needs-model':
      return undefined
    case 'not': {
      const inner = evaluateKleene(predicate.operand, event)
      return inner === undefined ? undefined : !inner
    }
    case 'all':
      return atLeast(predicate.operands, predicate.operands.length, event)
    case 'any':
      return atLeast(predicate.operands, 1, event)
    case 'at-least':
      return atLeast(predicate.operands, predicate.count, event)
    case 'some':
      return event.values(predicate.field).some((value) => passes(predicate.test, value))
    case 'absent':
      return isAbsent(event, predicate.field)
    case 'same':
      return event
        .values(predicate.field)
        .some((one) =>
          event
            .values(predicate.other)
            .some(
              (two) =>
                areSame(one, two, predicate) &&
                !(event.isEmptyAbsent && (one === '' || two === '')),
            ),
        )
  }
}

function atLeast(
  operands: readonly Predicate[],
  count: number,
  event: EventRecord,
): boolean | undefined {
  let sure = 0
  let open = 0
  for (const [index, operand] of operands.entries()) {
    const value = evaluateKleene(operand, event)
    if (value === true) sure++
    else if (value === undefined) open++
    if (sure >= count) return true
    if (sure + open + (operands.length - index - 1) < count) return false
  }
  if (sure >= count) return true
  return sure + open >= count ? undefined : false
}

function isAbsent(event: EventRecord, field: string): boolean {
  return event
    .values(field)
    .every((value) => value === null || (event.isEmptyAbsent && value === ''))
}

function areSame(
  one: Scalar,
  two: Scalar,
  { at, isCased }: Extract<Predicate, { kind: 'same' }>,
): boolean {
  if (one === null || two === null) return false
  const [left, right] = [one, two].map((value) =>
    isCased ? String(value) : foldCase(String(value)),
  )
  if (left === undefined || right === undefined) return false
  if (at === 'whole') return left === right
  if (at === 'start') return left.startsWith(right)
  return at === 'end' ? left.endsWith(right) : left.includes(right)
}

/** One character to one, as the engine's `lowerUTF8` does. */
function foldCase(text: string): string {
  let folded = ''
  for (const character of text) {
    const lower = character.toLowerCase()
    folded += Array.from(lower).length === 1 ? lower : character
  }
  return folded
}

const matchers = new Map<string, TextMatcher>()
/** Compiled expressions that are kept; a rule set's are some thousands. */
const MATCHERS_MAX = 20_000

function matcher(pattern: string): TextMatcher {
  const known = matchers.get(pattern)
  if (known !== undefined) return known
  if (matchers.size >= MATCHERS_MAX) matchers.clear()
  const made = matcherOf(pattern)
  matchers.set(pattern, made)
  return made
}

function passes(test: ValueTest, value: Scalar): boolean {
  if (value === null) return false
  switch (test.kind) {
    case 'matches':
      return matcher(test.pattern)(String(value))
    case 'number':
      return passesNumber(test.operator, test.value, value)
    case 'in-range':
      return typeof value === 'string' && addressInRange(value, test.range)
    case 'time':
      return passesTime(test, value)
    case 'all':
      return test.tests.every((one) => passes(one, value))
    case 'any':
      return test.tests.some((one) => passes(one, value))
    case 'not':
      return !passes(test.test, value)
  }
}

const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/

function passesNumber(operator: NumberOperator, wanted: number, value: Scalar): boolean {
  const text = String(value)
  if (typeof value !== 'number' && !NUMBER.test(text)) return false
  return compare(operator, Number(text), wanted)
}

function compare(operator: NumberOperator, found: number, wanted: number): boolean {
  switch (operator) {
    case 'eq':
      return found === wanted
    case 'lt':
      return found < wanted
    case 'lte':
      return found <= wanted
    case 'gt':
      return found > wanted
    case 'gte':
      return found >= wanted
  }
}

function passesTime(
  test: { readonly unit: TimeUnit; readonly operator: NumberOperator; readonly value: number },
  value: Scalar,
): boolean {
  const part = timePart(String(value), test.unit)
  return part !== undefined && compare(test.operator, part, test.value)
}

import type { SourceSpan } from '../../core/index.ts'
import { compileRegex } from '../../formats/regex/index.ts'
import type {
  Condition,
  Detection,
  SigmaRule,
  ValueTest as SigmaTest,
} from '../../formats/sigma/index.ts'
import { WindbreakError } from '../../core/index.ts'
import { ruleError } from '../errors.ts'
import { allOf, anyOf, FALSE, notOf, type Predicate, type ValueTest } from '../ir/predicate.ts'
import { textTest } from './wildcards.ts'

/** Which fields a rule's field means: several are alternatives; null asks for those of keywords. Throws for none. */
export type FieldResolver = (field: string | null, span: SourceSpan) => readonly string[]

export interface SigmaLowering {
  /** Text of the file, for errors. */
  readonly text: string
  readonly resolve: FieldResolver
}

type Item = Extract<Detection, { kind: 'item' }>

/** Lowers a rule's detections and conditions to one predicate. Several conditions are alternatives. */
export function lowerSigma(
  rule: Pick<SigmaRule, 'detections' | 'conditions'>,
  lowering: SigmaLowering,
): Predicate {
  const lowered = new Map<string, Predicate>()
  const named = (name: string): Predicate => {
    const known = lowered.get(name)
    if (known !== undefined) return known
    const detection = rule.detections.get(name)
    const predicate = detection === undefined ? FALSE : lowerDetection(detection, name, lowering)
    lowered.set(name, predicate)
    return predicate
  }
  return anyOf(rule.conditions.map((condition) => lowerCondition(condition, named)))
}

function lowerCondition(condition: Condition, named: (name: string) => Predicate): Predicate {
  switch (condition.kind) {
    case 'and':
      return allOf(condition.operands.map((one) => lowerCondition(one, named)))
    case 'or':
      return anyOf(condition.operands.map((one) => lowerCondition(one, named)))
    case 'not':
      return notOf(lowerCondition(condition.operand, named))
    case 'name':
      return named(condition.name)
    case 'of': {
      const operands = condition.names.map(named)
      return condition.count === 'all' ? allOf(operands) : anyOf(operands)
    }
  }
}

function lowerDetection(detection: Detection, name: string, lowering: SigmaLowering): Predicate {
  if (detection.kind === 'item') return lowerItem(detection, name, lowering)
  const operands = detection.operands.map((one) => lowerDetection(one, name, lowering))
  return detection.kind === 'all' ? allOf(operands) : anyOf(operands)
}

function lowerItem(item: Item, name: string, lowering: SigmaLowering): Predicate {
  const fields = lowering.resolve(item.field, item.span)
  const clause = item.field === null ? name : `${name}.${item.field}`
  const tests = item.tests.map((test) =>
    anyOf(fields.map((field) => lowerTest(test, { item, field, clause, lowering }))),
  )
  const predicate = item.combine === 'all' ? allOf(tests) : anyOf(tests)
  return item.isNegated ? notOf(predicate) : predicate
}

interface Place {
  readonly item: Item
  readonly field: string
  readonly clause: string
  readonly lowering: SigmaLowering
}

function lowerTest(test: SigmaTest, place: Place): Predicate {
  const { field, clause, item, lowering } = place
  switch (test.kind) {
    case 'any':
      return anyOf(test.tests.map((one) => lowerTest(one, place)))
    case 'null':
      return { kind: 'absent', field }
    case 'exists':
      return test.isPresent ? notOf({ kind: 'absent', field }) : { kind: 'absent', field }
    case 'field': {
      const others = lowering.resolve(test.field, item.span)
      return anyOf(
        others.map((other) => ({ kind: 'same', field, other, at: test.at, isCased: test.isCased })),
      )
    }
    case 'text':
      // `*` alone asks for any value, which an absent field has not.
      if (test.parts.length > 0 && test.parts.every((part) => part.kind === 'many'))
        return notOf({ kind: 'absent', field })
      return { kind: 'some', field, clause, test: lowerValue(test, place) }
    case 'regex':
    case 'number':
    case 'boolean':
    case 'order':
    case 'cidr':
    case 'time':
      return { kind: 'some', field, clause, test: lowerValue(test, place) }
  }
}

function lowerValue(
  test: Exclude<SigmaTest, { kind: 'any' | 'null' | 'exists' | 'field' }>,
  place: Place,
): ValueTest {
  const isKeyword = place.item.field === null
  switch (test.kind) {
    case 'text':
      return textTest(test.parts, test.isCased, isKeyword)
    case 'regex':
      return {
        kind: 'matches',
        pattern: regexPattern(test.source, test.flags, place),
        shown: `/${test.source}/`,
      }
    case 'number':
      if (isKeyword) return textTest([{ kind: 'text', text: String(test.value) }], false, true)
      return { kind: 'number', operator: 'eq', value: test.value }
    case 'boolean':
      return textTest([{ kind: 'text', text: String(test.value) }], false, isKeyword)
    case 'order':
      return { kind: 'number', operator: test.operator, value: test.value }
    case 'cidr':
      return { kind: 'in-range', range: test.range }
    case 'time':
      return { kind: 'time', unit: test.unit, operator: test.operator, value: test.value }
  }
}

/** An expression's own error, told at the place of the value in the file. */
function regexPattern(
  source: string,
  flags: { readonly ignoreCase: boolean; readonly multiline: boolean; readonly dotAll: boolean },
  { item, lowering }: Place,
): string {
  try {
    return compileRegex(source, flags).pattern
  } catch (error) {
    if (!(error instanceof WindbreakError)) throw error
    const [message = ''] = error.message.split('\n')
    throw ruleError(
      'WB_SIGNALS_RULE_UNSUPPORTED',
      lowering.text,
      item.span,
      message,
      error.hint ?? '',
    )
  }
}

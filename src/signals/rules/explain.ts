import { findSpan } from '../../formats/regex/index.ts'
import type { Predicate, ValueTest } from '../ir/predicate.ts'
import { evaluate, type EventRecord } from '../run/evaluate.ts'

/** Why a rule matched: the clause, the field that it is about, and where in it, as UTF-16 offsets. */
export interface Reason {
  readonly clause: string
  readonly field: string
  readonly asked: string
  readonly start: number | null
  readonly end: number | null
}

/** Reasons shown of one match: a list of names that all stand in one text needs no more. */
const REASONS_MAX = 20

/** Tells which parts of a predicate an event meets. What stands under a `not` is no reason. */
export function explain(predicate: Predicate, event: EventRecord): Reason[] {
  const reasons: Reason[] = []
  const visit = (one: Predicate): void => {
    if (reasons.length >= REASONS_MAX || evaluate(one, event) !== 'yes') return
    switch (one.kind) {
      case 'all':
      case 'any':
      case 'at-least':
        one.operands.forEach(visit)
        return
      case 'some':
        reasons.push({
          clause: one.clause,
          field: one.field,
          asked: shownOf(one.test),
          ...spanOf(one.test, one.field, event),
        })
        return
      case 'absent':
        reasons.push({
          clause: one.field,
          field: one.field,
          asked: 'is absent',
          start: null,
          end: null,
        })
        return
      case 'same':
        reasons.push({
          clause: one.field,
          field: one.field,
          asked: `as ${one.other}`,
          start: null,
          end: null,
        })
        return
      case 'not':
      case 'constant':
      case 'needs-model':
    }
  }
  visit(predicate)
  return reasons
}

function shownOf(test: ValueTest): string {
  switch (test.kind) {
    case 'matches':
      return test.shown
    case 'number':
    case 'time':
      return `${test.operator} ${test.value}`
    case 'in-range':
      return test.range
    case 'all':
    case 'any':
      return test.tests.map(shownOf).join(test.kind === 'all' ? ' and ' : ' or ')
    case 'not':
      return `not ${shownOf(test.test)}`
  }
}

function spanOf(test: ValueTest, field: string, event: EventRecord): Pick<Reason, 'start' | 'end'> {
  const pattern = test.kind === 'matches' ? test.pattern : undefined
  if (pattern === undefined) return { start: null, end: null }
  for (const value of event.values(field)) {
    const span = value === null ? undefined : findSpan(pattern, String(value))
    if (span !== undefined) return span
  }
  return { start: null, end: null }
}

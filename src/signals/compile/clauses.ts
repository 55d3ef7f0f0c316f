import { EVENT_FIELDS } from '../ir/event-fields.ts'
import type { Predicate, ValueTest } from '../ir/predicate.ts'
import type { AtomNumbers } from './atoms.ts'

/** One way in which a rule can match: atoms that must all have hit, and atoms none of which may have. */
export interface Clause {
  readonly present: ReadonlySet<number>
  readonly missing: ReadonlySet<number>
}

/** Clauses of one rule; a condition that has more is looked up as it is written. */
const CLAUSES_MAX = 400

/**
 * Writes a predicate as alternatives of clauses, so that one join finds the matches of all rules. Undefined
 * where it asks for more than hits in texts, has too many alternatives, or can hold without any hit.
 */
export function clausesOf(
  predicate: Predicate,
  numbers: AtomNumbers,
): readonly Clause[] | undefined {
  const clauses = expand(predicate, true, numbers)
  return clauses?.every(({ present }) => present.size > 0) === true ? clauses : undefined
}

const TRUE: Clause = { present: new Set(), missing: new Set() }

function expand(
  predicate: Predicate,
  isPositive: boolean,
  numbers: AtomNumbers,
): readonly Clause[] | undefined {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value === isPositive ? [TRUE] : []
    case 'not':
      return expand(predicate.operand, !isPositive, numbers)
    case 'all':
    case 'any': {
      const parts = predicate.operands.map((one) => expand(one, isPositive, numbers))
      return (predicate.kind === 'all') === isPositive ? product(parts) : union(parts)
    }
    case 'some':
      if (EVENT_FIELDS[predicate.field]?.isScanned !== true) return undefined
      return expandTest(predicate.field, predicate.test, isPositive, numbers)
    case 'at-least':
    case 'needs-model':
    case 'absent':
    case 'same':
      return undefined
  }
}

function expandTest(
  field: string,
  test: ValueTest,
  isPositive: boolean,
  numbers: AtomNumbers,
): readonly Clause[] | undefined {
  switch (test.kind) {
    case 'matches': {
      const atom = new Set([numbers(field, test.pattern)])
      return [
        isPositive ? { present: atom, missing: new Set() } : { present: new Set(), missing: atom },
      ]
    }
    case 'not':
      return expandTest(field, test.test, !isPositive, numbers)
    case 'all':
    case 'any': {
      const parts = test.tests.map((one) => expandTest(field, one, isPositive, numbers))
      return (test.kind === 'all') === isPositive ? product(parts) : union(parts)
    }
    case 'number':
    case 'in-range':
    case 'time':
      return undefined
  }
}

type Parts = readonly (readonly Clause[] | undefined)[]

function union(parts: Parts): readonly Clause[] | undefined {
  const all: Clause[] = []
  for (const part of parts) {
    if (part === undefined || all.length + part.length > CLAUSES_MAX) return undefined
    all.push(...part)
  }
  return all
}

function product(parts: Parts): readonly Clause[] | undefined {
  let all: readonly Clause[] = [TRUE]
  for (const part of parts) {
    if (part === undefined || all.length * part.length > CLAUSES_MAX) return undefined
    all = all
      .flatMap((left) => part.map((right) => joined(left, right)))
      .filter((one) => one !== undefined)
  }
  return all
}

/** Undefined where one asks for what the other forbids. */
function joined(left: Clause, right: Clause): Clause | undefined {
  const present = new Set([...left.present, ...right.present])
  const missing = new Set([...left.missing, ...right.missing])
  return [...present].some((atom) => missing.has(atom)) ? undefined : { present, missing }
}

import { EVENT_FIELDS } from '../ir/event-fields.ts'
import type { Predicate, ValueTest } from '../ir/predicate.ts'

/** An expression that is searched for in a long text field; equal ones of all rules are one atom. */
export interface Atom {
  readonly field: string
  readonly pattern: string
}

/** Gives the number under which an atom's hits are remembered. */
export type AtomNumbers = (field: string, pattern: string) => number

export function atomKey(field: string, pattern: string): string {
  return `${field}\u0000${pattern}`
}

/** The atoms of predicates, each once, in the order in which they first stand. */
export function collectAtoms(predicates: Iterable<Predicate>): Atom[] {
  const atoms = new Map<string, Atom>()
  for (const predicate of predicates) {
    visitTests(predicate, (field, test) => {
      if (EVENT_FIELDS[field]?.isScanned !== true) return
      for (const pattern of patternsOf(test)) atoms.set(atomKey(field, pattern), { field, pattern })
    })
  }
  return [...atoms.values()]
}

/** Calls `visit` with every test on a field. */
export function visitTests(
  predicate: Predicate,
  visit: (field: string, test: ValueTest, clause: string) => void,
): void {
  switch (predicate.kind) {
    case 'some':
      visit(predicate.field, predicate.test, predicate.clause)
      return
    case 'not':
      visitTests(predicate.operand, visit)
      return
    case 'all':
    case 'any':
    case 'at-least':
      for (const operand of predicate.operands) visitTests(operand, visit)
      return
    case 'constant':
    case 'needs-model':
    case 'absent':
    case 'same':
  }
}

function patternsOf(test: ValueTest): string[] {
  switch (test.kind) {
    case 'matches':
      return [test.pattern]
    case 'all':
    case 'any':
      return test.tests.flatMap(patternsOf)
    case 'not':
      return patternsOf(test.test)
    case 'number':
    case 'in-range':
    case 'time':
      return []
  }
}

/**
 * Atoms of which at least one must have hit where the predicate holds, so that other events need not be
 * looked at. Undefined where it may hold of an event without any hit.
 */
export function witnessOf(
  predicate: Predicate,
  numbers: AtomNumbers,
): ReadonlySet<number> | undefined {
  switch (predicate.kind) {
    case 'some':
      return EVENT_FIELDS[predicate.field]?.isScanned === true
        ? witnessOfTest(predicate.field, predicate.test, numbers)
        : undefined
    case 'all':
      return smallest(predicate.operands.map((one) => witnessOf(one, numbers)))
    case 'any':
      return unionOf(predicate.operands.map((one) => witnessOf(one, numbers)))
    case 'at-least': {
      const witnesses = predicate.operands.map((one) => witnessOf(one, numbers))
      const known = witnesses.filter((one) => one !== undefined)
      return predicate.count > witnesses.length - known.length ? unionOf(known) : undefined
    }
    case 'constant':
      return predicate.value ? undefined : new Set()
    case 'not':
    case 'needs-model':
    case 'absent':
    case 'same':
      return undefined
  }
}

function witnessOfTest(
  field: string,
  test: ValueTest,
  numbers: AtomNumbers,
): ReadonlySet<number> | undefined {
  switch (test.kind) {
    case 'matches':
      return new Set([numbers(field, test.pattern)])
    case 'all':
      return smallest(test.tests.map((one) => witnessOfTest(field, one, numbers)))
    case 'any':
      return unionOf(test.tests.map((one) => witnessOfTest(field, one, numbers)))
    case 'not':
    case 'number':
    case 'in-range':
    case 'time':
      return undefined
  }
}

type Witness = ReadonlySet<number> | undefined

function smallest(witnesses: readonly Witness[]): Witness {
  return witnesses
    .filter((one) => one !== undefined)
    .reduce<Witness>(
      (best, one) => (best === undefined || one.size < best.size ? one : best),
      undefined,
    )
}

function unionOf(witnesses: readonly Witness[]): Witness {
  const union = new Set<number>()
  for (const witness of witnesses) {
    if (witness === undefined) return undefined
    for (const number of witness) union.add(number)
  }
  return union
}

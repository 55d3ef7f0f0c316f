import type { EngineParams, EngineValue } from '../../platform/index.ts'
import { EVENT_FIELDS, type EventField } from '../ir/event-fields.ts'
import {
  type NumberOperator,
  type Predicate,
  simplify,
  type TimeUnit,
  type ValueTest,
} from '../ir/predicate.ts'
import type { AtomNumbers } from './atoms.ts'

/** SQL text with the values that are bound to its placeholders. */
export interface Sql {
  readonly text: string
  readonly params: EngineParams
}

/**
 * Writes predicates as SQL over a row of `events` that also has `hits`, the numbers of the atoms found in
 * its texts. This file and its neighbour for correlations are the only ones that write SQL from rules:
 * values are bound, identifiers come from the event schema, numbers of atoms are ours.
 */
export class SqlWriter {
  readonly #numbers: AtomNumbers
  readonly #params: Record<string, EngineValue> = {}
  readonly #names = new Map<string, string>()

  constructor(numbers: AtomNumbers) {
    this.#numbers = numbers
  }

  get params(): EngineParams {
    return this.#params
  }

  /** A placeholder for a value; equal values share one. */
  bind(value: string | number, type: 'String' | 'Float64'): string {
    const key = `${type} ${value}`
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const name = `p${this.#names.size}`
    const placeholder = `{${name}:${type}}`
    this.#names.set(key, placeholder)
    this.#params[name] = value
    return placeholder
  }

  /** A condition that is 1 or 0, never NULL. The predicate holds no question to a model any more. */
  condition(predicate: Predicate): string {
    return this.#write(simplify(predicate))
  }

  #write(predicate: Predicate): string {
    switch (predicate.kind) {
      case 'constant':
        return predicate.value ? '1' : '0'
      case 'not':
        return `NOT ${this.#write(predicate.operand)}`
      case 'all':
        return `(${predicate.operands.map((one) => this.#write(one)).join(' AND ')})`
      case 'any':
        return this.#any(predicate.operands)
      case 'at-least': {
        const counted = predicate.operands.map((one) => `toUInt32(${this.#write(one)})`)
        return `(${counted.join(' + ')} >= ${Math.trunc(predicate.count)})`
      }
      case 'some':
        return this.#some(fieldOf(predicate.field), predicate.field, predicate.test)
      case 'absent':
        return absent(fieldOf(predicate.field))
      case 'same':
        return this.#same(predicate)
      case 'needs-model':
        throw new Error('a question to a model has no SQL; bound the predicate first')
    }
  }

  /** Many expressions of one text as one look-up in its hits. */
  #any(operands: readonly Predicate[]): string {
    const atoms: number[] = []
    const others: string[] = []
    for (const one of operands) {
      const isAtom =
        one.kind === 'some' && one.test.kind === 'matches' && fieldOf(one.field).isScanned
      if (isAtom && one.test.kind === 'matches')
        atoms.push(this.#numbers(one.field, one.test.pattern))
      else others.push(this.#write(one))
    }
    if (atoms.length === 1) others.unshift(`has(hits, ${atoms.join()})`)
    if (atoms.length > 1) others.unshift(`hasAny(hits, [${atoms.join(', ')}]::Array(UInt32))`)
    return others.length === 1 ? (others[0] ?? '0') : `(${others.join(' OR ')})`
  }

  #some(field: EventField, name: string, test: ValueTest): string {
    if (field.isScanned)
      return this.#value(
        test,
        field.sql,
        field,
        (pattern) => `has(hits, ${this.#numbers(name, pattern)})`,
      )
    if (field.type === 'list')
      return `arrayExists(v -> ${this.#value(test, 'v', field, this.#matchOf('v'))}, ${field.sql})`
    const shown = field.type === 'text' ? field.sql : `toString(${field.sql})`
    return this.#value(test, field.sql, field, this.#matchOf(shown))
  }

  #matchOf(sql: string): (pattern: string) => string {
    return (pattern) => `match(${sql}, ${this.bind(pattern, 'String')})`
  }

  #value(
    test: ValueTest,
    sql: string,
    field: EventField,
    matches: (pattern: string) => string,
  ): string {
    switch (test.kind) {
      case 'matches':
        return matches(test.pattern)
      case 'number': {
        const wanted = this.bind(test.value, 'Float64')
        const number =
          field.type === 'number'
            ? `toFloat64(${sql})`
            : `if(match(${sql}, '${NUMBER}'), toFloat64OrNull(${sql}), NULL)`
        return `ifNull(${number} ${OPERATORS[test.operator]} ${wanted}, 0)`
      }
      case 'in-range':
        return this.#inRange(sql, test.range)
      case 'time':
        return `(${TIME_PARTS[test.unit]}(${sql}) ${OPERATORS[test.operator]} ${this.bind(test.value, 'Float64')})`
      case 'all':
        return test.tests.length === 0
          ? '1'
          : `(${test.tests.map((one) => this.#value(one, sql, field, matches)).join(' AND ')})`
      case 'any':
        return test.tests.length === 0
          ? '0'
          : `(${test.tests.map((one) => this.#value(one, sql, field, matches)).join(' OR ')})`
      case 'not':
        return `NOT ${this.#value(test.test, sql, field, matches)}`
    }
  }

  #inRange(sql: string, range: string): string {
    const isAddress = `(isIPv4String(${sql}) OR isIPv6String(${sql}))`
    const address = `if(${isAddress}, toString(${sql}), '::')`
    return `(${isAddress} AND isIPAddressInRange(${address}, ${this.bind(range, 'String')}))`
  }

  #same({ field, other, at, isCased }: Extract<Predicate, { kind: 'same' }>): string {
    const [left, right] = [fieldOf(field), fieldOf(other)]
    const [a, b] = isCased ? ['v', 'w'] : ['lowerUTF8(v)', 'lowerUTF8(w)']
    const equal = {
      whole: `${a} = ${b}`,
      start: `startsWith(${a}, ${b})`,
      end: `endsWith(${a}, ${b})`,
      within: `position(${a}, ${b}) > 0`,
    }[at]
    return `arrayExists(v -> arrayExists(w -> v != '' AND w != '' AND ${equal}, ${listSql(right)}), ${listSql(left)})`
  }
}

/** A number as the evaluator reads one from text. */
const NUMBER = '\\\\A-?[0-9]+(?:\\\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\\\\z'
const OPERATORS: Readonly<Record<NumberOperator, string>> = {
  eq: '=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
}
const TIME_PARTS: Readonly<Record<TimeUnit, string>> = {
  minute: 'toMinute',
  hour: 'toHour',
  day: 'toDayOfMonth',
  week: 'toISOWeek',
  month: 'toMonth',
  year: 'toYear',
}

function fieldOf(name: string): EventField {
  const field = Object.hasOwn(EVENT_FIELDS, name) ? EVENT_FIELDS[name] : undefined
  if (field === undefined)
    throw new Error('a field that the event schema does not have reached the compiler')
  return field
}

/** Numbers and times are always there; an empty text or list is an absent one. */
function absent(field: EventField): string {
  if (field.type === 'number' || field.type === 'time') return '0'
  return `empty(${field.sql})`
}

function listSql(field: EventField): string {
  if (field.type === 'list') return field.sql
  return field.type === 'text' ? `[${field.sql}]` : `[toString(${field.sql})]`
}

/**
 * Values of a field as text, for grouping and counting: absent ones are empty. Cast, because `has` does
 * not find the empty text among values of low cardinality.
 */
export function keySql(name: string): string {
  const field = fieldOf(name)
  const text = `CAST(toString(${field.sql}), 'String')`
  return field.type === 'list' ? `if(empty(${field.sql}), '', ${text})` : text
}

/** Values of a field as numbers; NULL where there is none. */
export function numberSql(name: string): string {
  const field = fieldOf(name)
  if (field.type === 'number') return `toNullable(toFloat64(${field.sql}))`
  const text = keySql(name)
  return `if(match(${text}, '${NUMBER}'), toFloat64OrNull(${text}), NULL)`
}

/** Columns of `events` that conditions of predicates read, besides the hits. */
export function readsColumns(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'some':
      return !fieldOf(predicate.field).isScanned || hasOther(predicate.test)
    case 'absent':
    case 'same':
      return true
    case 'not':
      return readsColumns(predicate.operand)
    case 'all':
    case 'any':
    case 'at-least':
      return predicate.operands.some(readsColumns)
    case 'constant':
    case 'needs-model':
      return false
  }
}

function hasOther(test: ValueTest): boolean {
  if (test.kind === 'all' || test.kind === 'any') return test.tests.some(hasOther)
  return test.kind === 'not' ? hasOther(test.test) : test.kind !== 'matches'
}

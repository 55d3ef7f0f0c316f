import { compileRegex, matcherOf, quoteRegex } from '../regex/index.ts'
import { rangeWithin } from '../observable/index.ts'
import type { Comparison, Literal } from './ast.ts'
import { instantNanoseconds } from './instants.ts'
import { observedDataError } from './errors.ts'
import { isObject, type Json } from './observed-data.ts'

/** A value of an observable; properties that end in `_hex` or `_bin` hold bytes. */
export type Value = Json | Uint8Array

type Test = Extract<Comparison, { kind: 'test' | 'in' }>
export type ValuePredicate = (value: Value) => boolean

/** What a comparison asks of one value of its path. Throws for what cannot be asked, such as a mixed set. */
export function valuePredicate(test: Test): ValuePredicate {
  const positive = positivePredicate(test)
  return test.isNegated
    ? (value) => positive(value) !== true && positive(value) !== 'no order'
    : (value) => positive(value) === true
}

/** `no order` is false whether negated or not: values of unlike types have no order. */
type Answer = boolean | 'no order'

function positivePredicate(test: Test): (value: Value) => Answer {
  if (test.kind === 'in') {
    refuseMixedSet(test.values)
    return (value) => test.values.some((literal) => areEqual(value, literal, false))
  }
  const { value: literal, operator } = test
  switch (operator) {
    case '=':
      return (value) => areEqual(value, literal, true)
    case '!=':
      return (value) => !areEqual(value, literal, true)
    case '<':
      return (value) => ordered(value, literal, (order) => order < 0)
    case '<=':
      return (value) => ordered(value, literal, (order) => order <= 0)
    case '>':
      return (value) => ordered(value, literal, (order) => order > 0)
    case '>=':
      return (value) => ordered(value, literal, (order) => order >= 0)
    case 'LIKE':
      return textPredicate(likePattern(textOf(literal)))
    case 'MATCHES':
      return textPredicate(
        compileRegex(textOf(literal).normalize('NFC'), { dotAll: true, unicodeClasses: true })
          .pattern,
      )
    case 'ISSUBSET':
      return (value) => isWithin(value, textOf(literal), 'subset')
    case 'ISSUPERSET':
      return (value) => isWithin(value, textOf(literal), 'superset')
  }
}

function textOf(literal: Literal): string {
  return literal.kind === 'string' ? literal.value : ''
}

function refuseMixedSet(values: readonly Literal[]): void {
  const kinds = new Set(
    values.map(({ kind }) => (kind === 'float' ? 'integer' : kind === 'hex' ? 'binary' : kind)),
  )
  if (kinds.size <= 1) return
  throw observedDataError(
    'WB_FORMATS_OBSERVED_DATA',
    `found a set of ${[...kinds].join(' and ')} values, wanted values of one type`,
    { hint: 'write a set of each type, joined by OR' },
  )
}

/** Bytes of a literal, or undefined where it stands for none. */
function bytesOf(literal: Literal): Uint8Array | undefined {
  if (literal.kind === 'hex') return Buffer.from(literal.digits, 'hex')
  return literal.kind === 'binary' ? Buffer.from(literal.base64, 'base64') : undefined
}

/** Text as octets; undefined when a character has none (STIX compares such text with no bytes). */
function octetsOf(text: string): Uint8Array | undefined {
  for (const character of text) if ((character.codePointAt(0) ?? 0) > 0xff) return undefined
  return Buffer.from(text, 'latin1')
}

function instantOf(value: string): bigint {
  const instant = instantNanoseconds(value)
  if (instant !== undefined) return instant
  throw observedDataError(
    'WB_FORMATS_OBSERVED_DATA',
    'found a value that is no instant where the pattern compares with one',
    { hint: 'instants are written as 2026-01-31T08:00:00Z in STIX data' },
  )
}

function areEqual(value: Value, literal: Literal, mayConvert: boolean): boolean {
  const bytes = bytesOf(literal)
  if (value instanceof Uint8Array) {
    const octets = literal.kind === 'string' && mayConvert ? octetsOf(literal.value) : bytes
    return octets !== undefined && Buffer.compare(value, octets) === 0
  }
  if (bytes !== undefined) {
    const octets = typeof value === 'string' && mayConvert ? octetsOf(value) : undefined
    return octets !== undefined && Buffer.compare(octets, bytes) === 0
  }
  switch (literal.kind) {
    case 'string':
      return value === literal.value
    case 'integer':
    case 'float':
      return typeof value === 'number' && value === Number(literal.text)
    case 'boolean':
      return value === literal.value
    case 'timestamp':
      return typeof value === 'string' && instantOf(value) === instantOf(literal.instant)
    case 'hex':
    case 'binary':
      return false
  }
}

function ordered(value: Value, literal: Literal, holds: (order: number) => boolean): Answer {
  const order = orderOf(value, literal)
  // Text that has no octets is false in every order, and its negation true; unlike types are false in both.
  if (order === undefined) return 'no order'
  return Number.isNaN(order) ? false : holds(order)
}

function orderOf(value: Value, literal: Literal): number | undefined {
  const bytes = bytesOf(literal)
  if (value instanceof Uint8Array || bytes !== undefined) {
    const left =
      value instanceof Uint8Array ? value : typeof value === 'string' ? octetsOf(value) : null
    const right = bytes ?? (literal.kind === 'string' ? octetsOf(literal.value) : null)
    if (left === null || right === null) return undefined
    return left === undefined || right === undefined ? Number.NaN : Buffer.compare(left, right)
  }
  switch (literal.kind) {
    case 'string':
      return typeof value === 'string' ? compareCodePoints(value, literal.value) : undefined
    case 'integer':
    case 'float':
      return typeof value === 'number' ? value - Number(literal.text) : undefined
    case 'timestamp':
      return typeof value === 'string'
        ? Number(instantOf(value) - instantOf(literal.instant))
        : undefined
    case 'boolean':
    case 'hex':
    case 'binary':
      return undefined
  }
}

/** Order of code points, which UTF-8 keeps and UTF-16 does not. */
function compareCodePoints(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'))
}

/** `%` is any text, `_` one character; there is no escape. */
function likePattern(like: string): string {
  const body = Array.from(like.normalize('NFC'))
    .map((character) =>
      character === '%' ? '(?s:.)*' : character === '_' ? '(?s:.)' : quoteRegex(character),
    )
    .join('')
  return `\\A${body}\\z`
}

function textPredicate(pattern: string): (value: Value) => boolean {
  const matches = matcherOf(pattern)
  return (value) => {
    if (typeof value === 'string') return matches(value.normalize('NFC'))
    return value instanceof Uint8Array && matches(Buffer.from(value).toString('latin1'))
  }
}

function isWithin(value: Value, literal: string, side: 'subset' | 'superset'): boolean {
  if (typeof value !== 'string') return false
  const within = side === 'subset' ? rangeWithin(value, literal) : rangeWithin(literal, value)
  return within === true
}

/** The value of a property, its bytes decoded where its name says that it holds bytes. */
export function propertyValue(name: string, value: Json): Value | undefined {
  if (typeof value !== 'string') return value
  if (name.endsWith('_hex'))
    return /^(?:[0-9A-Fa-f]{2})*$/.test(value) ? Buffer.from(value, 'hex') : undefined
  return name.endsWith('_bin') ? Buffer.from(value, 'base64') : value
}

export function isJsonObject(
  value: Value,
): value is Extract<Json, object> & { readonly [name: string]: Json } {
  return !(value instanceof Uint8Array) && isObject(value)
}

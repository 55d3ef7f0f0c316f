import { type Comparison, type Pattern, printPath } from '../../formats/stix-pattern/index.ts'
import { compileRegex, quoteRegex } from '../../formats/regex/index.ts'
import { WindbreakError } from '../../core/index.ts'
import { ruleError } from '../errors.ts'
import { allOf, anyOf, FALSE, notOf, type Predicate, type ValueTest } from '../ir/predicate.ts'

type Test = Extract<Comparison, { kind: 'test' | 'in' }>

/**
 * What a stored event shows of each object: its path to the fields that hold it. One object has one value,
 * so tests of one path that are joined by AND are asked of the same value.
 */
const PATH_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'ipv4-addr:value': ['observable.ip'],
  'ipv6-addr:value': ['observable.ip'],
  'network-traffic:src_ref.value': ['ip'],
  'network-traffic:dst_ref.value': ['observable.ip', 'observable.domain'],
  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'": ['user_agent'],
  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'[*]": ['user_agent'],
  'domain-name:value': ['observable.domain'],
  'url:value': ['observable.url'],
  'email-addr:value': ['observable.email'],
  'email-message:from_ref.value': ['observable.email'],
  'file:name': ['observable.file'],
  'directory:path': ['observable.path'],
  'vulnerability:name': ['observable.cve'],
  'software:name': ['model'],
  'software:x_user_agent': ['user_agent'],
  'user-account:user_id': ['account_id'],
  'user-account:account_login': ['account_id'],
  'cryptocurrency-wallet:value': ['observable.wallet'],
  'cryptocurrency-wallet:address': ['observable.wallet'],
  'ai-prompt:value': ['prompt'],
  'x-ai-prompt:value': ['prompt'],
}

/**
 * Lowers one observation expression to a predicate over an event. Paths that no event holds are errors that
 * name them; a pattern of several observations is matched by `matchObservations`.
 */
export function lowerObservation(
  pattern: Extract<Pattern, { kind: 'observation' }>,
  text: string,
): Predicate {
  return lowerComparison(pattern.comparison, text)
}

function lowerComparison(comparison: Comparison, text: string): Predicate {
  switch (comparison.kind) {
    case 'any':
      return anyOf(comparison.operands.map((one) => lowerComparison(one, text)))
    case 'all':
      return lowerAll(comparison.operands, text)
    case 'exists': {
      const present = anyOf(
        fieldsOf(comparison, text).map((field) => notOf({ kind: 'absent', field })),
      )
      return comparison.isNegated ? notOf(present) : present
    }
    case 'in':
    case 'test':
      return onFields(
        fieldsOf(comparison, text),
        valueTest(comparison, text),
        printPath(comparison.path),
      )
  }
}

/** AND holds on one object: of one path, the same value; of one type, the same event; of two types, nothing. */
function lowerAll(operands: readonly Comparison[], text: string): Predicate {
  const types = new Set(operands.flatMap(typesOf))
  if (types.size > 1) return FALSE
  const [first] = operands
  const paths = new Set(operands.map((one) => ('path' in one ? printPath(one.path) : '')))
  const tests = operands.filter((one) => one.kind === 'in' || one.kind === 'test')
  if (
    paths.size === 1 &&
    tests.length === operands.length &&
    first !== undefined &&
    'path' in first
  ) {
    const test: ValueTest = { kind: 'all', tests: tests.map((one) => valueTest(one, text)) }
    return onFields(fieldsOf(first, text), test, printPath(first.path))
  }
  return allOf(operands.map((one) => lowerComparison(one, text)))
}

function typesOf(comparison: Comparison): string[] {
  return 'path' in comparison ? [comparison.path.objectType] : comparison.operands.flatMap(typesOf)
}

function onFields(fields: readonly string[], test: ValueTest, clause: string): Predicate {
  // A path that leads nowhere is false whatever is asked, and an empty column is such a path.
  const present: ValueTest = { kind: 'matches', pattern: '(?s:.)', shown: 'any value' }
  return anyOf(
    fields.map((field) => ({
      kind: 'some',
      field,
      clause,
      test: { kind: 'all', tests: [test, present] },
    })),
  )
}

function fieldsOf(
  comparison: Extract<Comparison, { readonly path: unknown }>,
  text: string,
): readonly string[] {
  const path = printPath(comparison.path)
  if (Object.hasOwn(PATH_FIELDS, path)) return PATH_FIELDS[path] ?? []
  if (/^(?:file|artifact|x509-certificate):hashes\./.test(path)) return ['observable.hash']
  throw ruleError(
    'WB_SIGNALS_RULE_FIELD',
    text,
    comparison.path.span,
    `found the path ${path.slice(0, 80)}, which no stored event holds`,
    `known are ${Object.keys(PATH_FIELDS).slice(0, 9).join(', ')}, file:hashes.…`,
  )
}

function valueTest(comparison: Test, text: string): ValueTest {
  const positive = positiveTest(comparison, text)
  return comparison.isNegated ? { kind: 'not', test: positive } : positive
}

function positiveTest(comparison: Test, text: string): ValueTest {
  if (comparison.kind === 'in')
    return {
      kind: 'any',
      tests: comparison.values.map((value) => equals(literalText(value, comparison, text))),
    }
  const value = literalText(comparison.value, comparison, text)
  switch (comparison.operator) {
    case '=':
      return equals(value)
    case '!=':
      return { kind: 'not', test: equals(value) }
    case 'LIKE':
      return { kind: 'matches', pattern: `\\A${likeBody(value)}\\z`, shown: `LIKE ${value}` }
    case 'MATCHES':
      return { kind: 'matches', pattern: searched(value, comparison, text), shown: `/${value}/` }
    case 'ISSUBSET':
      return value.includes('/') ? { kind: 'in-range', range: value } : equals(value)
    case 'ISSUPERSET':
      // An observed value is an address, and an address holds only itself.
      return equals(value)
    case '<':
    case '<=':
    case '>':
    case '>=':
      throw ruleError(
        'WB_SIGNALS_RULE_UNSUPPORTED',
        text,
        comparison.span,
        `found ${comparison.operator} on a value that stored events keep as text`,
        'use =, IN, LIKE or MATCHES',
      )
  }
}

function equals(value: string): ValueTest {
  return { kind: 'matches', pattern: `\\A${quoteRegex(value)}\\z`, shown: value }
}

function likeBody(like: string): string {
  return Array.from(like, (one) =>
    one === '%' ? '(?s:.)*' : one === '_' ? '(?s:.)' : quoteRegex(one),
  ).join('')
}

function searched(source: string, comparison: Test, text: string): string {
  try {
    return compileRegex(source, { dotAll: true, unicodeClasses: true }).pattern
  } catch (error) {
    if (!(error instanceof WindbreakError)) throw error
    const [message = ''] = error.message.split('\n')
    throw ruleError('WB_SIGNALS_RULE_UNSUPPORTED', text, comparison.span, message, error.hint ?? '')
  }
}

function literalText(
  literal: Extract<Test, { kind: 'test' }>['value'],
  comparison: Test,
  text: string,
): string {
  if (literal.kind === 'string') return literal.value
  if (literal.kind === 'integer' || literal.kind === 'float') return literal.text
  if (literal.kind === 'boolean') return String(literal.value)
  throw ruleError(
    'WB_SIGNALS_RULE_UNSUPPORTED',
    text,
    comparison.span,
    `found a ${literal.kind} value, which stored events do not keep`,
    "write the value as text: 'value'",
  )
}

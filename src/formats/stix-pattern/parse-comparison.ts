import type { Comparison, Literal, ObjectPath, PathStep, ScalarOperator } from './ast.ts'
import { patternError } from './errors.ts'
import { wrongHash } from './hashes.ts'
import { spanFrom, type TokenReader } from './reader.ts'

const SIGN_OPERATORS: Readonly<Record<string, ScalarOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}
const TEXT_OPERATORS: readonly ScalarOperator[] = ['LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET']
const INDEX_MAX = 2_147_483_647

/** Parses one test of a path: comparison, IN, LIKE, MATCHES, ISSUBSET, ISSUPERSET or EXISTS. */
export function parseComparisonTest(reader: TokenReader): Comparison {
  const start = reader.peek().span.start
  const isNotFirst = reader.takeKeyword('NOT')
  if (reader.version === '2.1' && reader.takeKeyword('EXISTS')) {
    const path = parsePath(reader)
    return { kind: 'exists', path, isNegated: isNotFirst, span: spanFrom(start, reader) }
  }
  if (isNotFirst) throw reader.unexpected('EXISTS (other tests take NOT before their operator)')
  const path = parsePath(reader)
  const isNegated = reader.takeKeyword('NOT')
  if (reader.takeKeyword('IN')) {
    const values = parseSet(reader)
    for (const value of values) refuseWrongHash(reader, path, value)
    return { kind: 'in', path, isNegated, values, span: spanFrom(start, reader) }
  }
  const operator = parseOperator(reader)
  const value = parseLiteral(reader)
  if (TEXT_OPERATORS.includes(operator) && value.kind !== 'string') {
    throw valueError(reader, value, `${operator} takes a string`, 'put the value in single quotes')
  }
  const isOrder = operator === '<' || operator === '<=' || operator === '>' || operator === '>='
  if (isOrder && value.kind === 'boolean') {
    throw valueError(reader, value, `${operator} takes a value that has an order`, 'use = or !=')
  }
  if (operator === '=' || operator === '!=') refuseWrongHash(reader, path, value)
  return { kind: 'test', path, isNegated, operator, value, span: spanFrom(start, reader) }
}

function parseOperator(reader: TokenReader): ScalarOperator {
  const token = reader.peek()
  const sign = token.kind === 'sign' ? SIGN_OPERATORS[token.text] : undefined
  const word = TEXT_OPERATORS.find((name) => token.kind === 'keyword' && name === token.text)
  const operator = sign ?? word
  if (operator === undefined) {
    throw reader.unexpected(
      'an operator: =, !=, <, <=, >, >=, IN, LIKE, MATCHES, ISSUBSET, ISSUPERSET',
    )
  }
  reader.next()
  return operator
}

/** Parses `type:key.key[0].'quoted key'[*]`. */
function parsePath(reader: TokenReader): ObjectPath {
  const start = reader.peek().span.start
  if (reader.peek().kind !== 'name') {
    throw reader.unexpected('an object path such as file:name')
  }
  const objectType = reader.next().text
  reader.expectSign(':', "':' after the object type")
  const steps: PathStep[] = [parseKey(reader)]
  for (;;) {
    if (reader.takeSign('.')) steps.push(parseKey(reader))
    else if (reader.takeSign('[')) steps.push(parseIndex(reader))
    else return { objectType, steps, span: spanFrom(start, reader) }
  }
}

function parseKey(reader: TokenReader): PathStep {
  const token = reader.peek()
  const isPlainName = token.kind === 'name' && !token.text.includes('-')
  if (!isPlainName && token.kind !== 'string') {
    throw reader.unexpected('a property name (in single quotes if it holds a hyphen or a dot)')
  }
  reader.next()
  return { kind: 'key', name: token.text, span: token.span }
}

function parseIndex(reader: TokenReader): PathStep {
  const start = reader.last().span.start
  if (reader.takeSign('*')) {
    reader.expectSign(']', "']'")
    return { kind: 'any', span: spanFrom(start, reader) }
  }
  const token = reader.peek()
  const index = Number(token.text)
  if (token.kind !== 'integer' || Math.abs(index) > INDEX_MAX) {
    throw reader.unexpected("a list position or '*'")
  }
  reader.next()
  reader.expectSign(']', "']'")
  return { kind: 'index', index: index === 0 ? 0 : index, span: spanFrom(start, reader) }
}

function parseSet(reader: TokenReader): Literal[] {
  reader.expectSign('(', "'(' and the values of the set")
  const values: Literal[] = []
  if (reader.takeSign(')')) return values
  do values.push(parseLiteral(reader))
  while (reader.takeSign(','))
  reader.expectSign(')', "',' or ')'")
  return values
}

function parseLiteral(reader: TokenReader): Literal {
  const { kind, text, span } = reader.peek()
  const literal = makeLiteral(kind, text, span)
  if (literal === undefined) {
    throw reader.unexpected("a value: 'text', a number, true, false, t'…', b'…' or h'…'")
  }
  reader.next()
  return literal
}

function makeLiteral(kind: string, text: string, span: Literal['span']): Literal | undefined {
  const digits = text.startsWith('+') ? text.slice(1) : text
  if (kind === 'string') return { kind, value: text, span }
  if (kind === 'integer' || kind === 'float') return { kind, text: digits, span }
  if (kind === 'binary') return { kind, base64: text, span }
  if (kind === 'hex') return { kind, digits: text, span }
  if (kind === 'timestamp') return { kind, instant: text, span }
  if (kind === 'keyword' && (text === 'true' || text === 'false')) {
    return { kind: 'boolean', value: text === 'true', span }
  }
  return undefined
}

function refuseWrongHash(reader: TokenReader, path: ObjectPath, value: Literal): void {
  const algorithm = wrongHash(path, value)
  if (algorithm === undefined) return
  throw valueError(
    reader,
    value,
    `${algorithm} takes a hash of that length in hexadecimal digits`,
    'check the hash and the name of its algorithm',
  )
}

function valueError(reader: TokenReader, value: Literal, wanted: string, hint: string): Error {
  return patternError(
    'WB_FORMATS_PATTERN_VALUE',
    reader.text,
    value.span,
    `found a ${value.kind} that cannot stand here: ${wanted}`,
    hint,
  )
}

import type { Comparison, Pattern, PatternVersion, Qualifier, Span } from './ast.ts'
import { parseComparisonTest } from './parse-comparison.ts'
import { patternError } from './errors.ts'
import { spanFrom, TokenReader } from './reader.ts'
import { isPatternInstant, scanPattern } from './scan.ts'

/** Characters of one pattern. Patterns seen in the wild stay below 100,000. */
const PATTERN_CHARS_MAX = 1_000_000

/** Depth of brackets and parentheses. Deeper ones are made by machines to exhaust a parser. */
const PATTERN_DEPTH_MAX = 100

/**
 * Parses a STIX pattern whole. Throws a `WindbreakError` (`WB_FORMATS_PATTERN_…`) with line, column,
 * caret and hint for anything else; takes time linear in the length of the text.
 */
export function parsePattern(text: string, version: PatternVersion = '2.1'): Pattern {
  if (text.length > PATTERN_CHARS_MAX) {
    throw patternError(
      'WB_FORMATS_PATTERN_LIMIT',
      text.slice(0, 80),
      { start: 0, end: 0 },
      `found a pattern of ${text.length} characters, wanted at most ${PATTERN_CHARS_MAX}`,
      'split the pattern into several indicators',
    )
  }
  const reader = new TokenReader(text, scanPattern(text), version)
  const pattern = parseFollowedBy(reader, 0)
  if (reader.peek().kind !== 'end') {
    throw reader.unexpected('AND, OR, FOLLOWEDBY, a qualifier, or the end of the pattern')
  }
  return pattern
}

type Level = (reader: TokenReader, depth: number) => Pattern

function parseList(keyword: string, kind: 'all' | 'any' | 'followed-by', operand: Level): Level {
  return (reader, depth) => {
    const start = reader.peek().span.start
    const operands = [operand(reader, depth)]
    while (reader.takeKeyword(keyword)) operands.push(operand(reader, depth))
    const [only] = operands
    if (operands.length === 1 && only !== undefined) return only
    return { kind, operands, span: spanFrom(start, reader) }
  }
}

const parseAnd: Level = parseList('AND', 'all', parseQualified)
const parseOr: Level = parseList('OR', 'any', parseAnd)
const parseFollowedBy: Level = parseList('FOLLOWEDBY', 'followed-by', parseOr)

function parseQualified(reader: TokenReader, depth: number): Pattern {
  const start = reader.peek().span.start
  let pattern = parsePrimary(reader, depth)
  // A kind may stand once directly after `[…]`; parentheses begin a new expression.
  const seen = reader.version === '2.1' && pattern.kind === 'observation' ? new Set() : undefined
  const isGrouped = reader.text[start] === '('
  for (let count = 0; ; count++) {
    const qualifier = parseQualifier(reader)
    if (qualifier === undefined) return pattern
    if (!isGrouped && seen?.has(qualifier.kind) === true) {
      throw patternError(
        'WB_FORMATS_PATTERN_SYNTAX',
        reader.text,
        qualifier.span,
        'found the same kind of qualifier twice on one observation, wanted it once',
        'put parentheses around the inner expression',
      )
    }
    if (count >= PATTERN_DEPTH_MAX) throw tooDeep(reader, qualifier.span)
    seen?.add(qualifier.kind)
    pattern = { kind: 'qualified', pattern, qualifier, span: spanFrom(start, reader) }
  }
}

function parsePrimary(reader: TokenReader, depth: number): Pattern {
  const start = reader.peek().span.start
  if (depth > PATTERN_DEPTH_MAX) throw tooDeep(reader, reader.peek().span)
  if (reader.takeSign('[')) {
    const comparison = parseComparisonOr(reader, depth + 1)
    reader.expectSign(']', "AND, OR or ']'")
    return { kind: 'observation', comparison, span: spanFrom(start, reader) }
  }
  if (reader.takeSign('(')) {
    const pattern = parseFollowedBy(reader, depth + 1)
    reader.expectSign(')', "AND, OR, FOLLOWEDBY, a qualifier or ')'")
    return pattern
  }
  throw reader.unexpected("an observation such as [ipv4-addr:value = '198.51.100.3']")
}

function parseQualifier(reader: TokenReader): Qualifier | undefined {
  const start = reader.peek().span.start
  if (reader.takeKeyword('WITHIN')) {
    const token = reader.peek()
    const isPositive = !token.text.startsWith('-') && Number(token.text) > 0
    if ((token.kind !== 'integer' && token.kind !== 'float') || !isPositive) {
      throw reader.unexpected('a number of seconds above zero')
    }
    reader.next()
    reader.expectKeyword('SECONDS')
    return { kind: 'within', seconds: unsigned(token.text), span: spanFrom(start, reader) }
  }
  if (reader.takeKeyword('REPEATS')) {
    const token = reader.peek()
    if (token.kind !== 'integer' || !(Number(token.text) >= 1)) {
      throw reader.unexpected('a whole number of at least one')
    }
    reader.next()
    reader.expectKeyword('TIMES')
    return { kind: 'repeats', times: unsigned(token.text), span: spanFrom(start, reader) }
  }
  if (reader.takeKeyword('START')) {
    const from = parseInstantLiteral(reader)
    reader.expectKeyword('STOP')
    const stop = parseInstantLiteral(reader)
    return { kind: 'start-stop', start: from, stop, span: spanFrom(start, reader) }
  }
  return undefined
}

/** Version 2.0 wrote these as plain strings; 2.1 and later tools write t'…'. */
function parseInstantLiteral(reader: TokenReader): string {
  const token = reader.peek()
  const isOldForm =
    reader.version === '2.0' && token.kind === 'string' && isPatternInstant(token.text)
  if (token.kind !== 'timestamp' && !isOldForm) {
    throw reader.unexpected("an instant such as t'2026-01-31T08:00:00Z'")
  }
  return reader.next().text
}

function parseComparisonList(
  keyword: string,
  kind: 'all' | 'any',
  operand: (reader: TokenReader, depth: number) => Comparison,
): (reader: TokenReader, depth: number) => Comparison {
  return (reader, depth) => {
    const start = reader.peek().span.start
    const operands = [operand(reader, depth)]
    while (reader.takeKeyword(keyword)) operands.push(operand(reader, depth))
    const [only] = operands
    if (operands.length === 1 && only !== undefined) return only
    return { kind, operands, span: spanFrom(start, reader) }
  }
}

const parseComparisonAnd: (reader: TokenReader, depth: number) => Comparison = parseComparisonList(
  'AND',
  'all',
  parseComparison,
)
const parseComparisonOr: (reader: TokenReader, depth: number) => Comparison = parseComparisonList(
  'OR',
  'any',
  parseComparisonAnd,
)

function parseComparison(reader: TokenReader, depth: number): Comparison {
  if (depth > PATTERN_DEPTH_MAX) throw tooDeep(reader, reader.peek().span)
  if (!reader.takeSign('(')) return parseComparisonTest(reader)
  const comparison = parseComparisonOr(reader, depth + 1)
  reader.expectSign(')', "AND, OR or ')'")
  return comparison
}

function unsigned(text: string): string {
  return text.startsWith('+') ? text.slice(1) : text
}

function tooDeep(reader: TokenReader, span: Span): Error {
  return patternError(
    'WB_FORMATS_PATTERN_LIMIT',
    reader.text,
    span,
    `found nesting deeper than ${PATTERN_DEPTH_MAX} levels`,
    'remove parentheses that change nothing',
  )
}

import type { SourceSpan } from '../../core/index.ts'
import type { Condition } from './ast.ts'
import { sigmaError } from './errors.ts'

interface Token {
  readonly text: string
  readonly span: SourceSpan
}

interface ConditionReader {
  readonly file: string
  readonly names: readonly string[]
  readonly tokens: readonly Token[]
  readonly end: SourceSpan
  at: number
}

const DEPTH_MAX = 100
const KEYWORDS = new Set(['and', 'or', 'not', 'of', 'them', '1', 'any', 'all'])

/**
 * Parses a condition over the detections called `names`. `offset` is where the condition's text begins
 * in `file`, so that carets point into the file. Throws WB_FORMATS_SIGMA_CONDITION.
 */
export function parseCondition(
  condition: string,
  names: readonly string[],
  file: string,
  offset: number,
): Condition {
  const end = { start: offset + condition.length, end: offset + condition.length }
  const tokens = [...condition.matchAll(/[A-Za-z0-9_*?-]+|[^\s]/g)].map((match) => ({
    text: match[0],
    span: { start: offset + match.index, end: offset + match.index + match[0].length },
  }))
  const reader = { file, names, tokens, end, at: 0 }
  const pipe = tokens.find((token) => token.text === '|')
  if (pipe !== undefined) {
    throw conditionError(
      reader,
      pipe.span,
      'found an aggregation behind |, which Sigma 2 no longer has',
      'write a correlation document: type: event_count, rules, group-by, timespan, condition',
    )
  }
  const parsed = parseOr(reader, 0)
  const rest = reader.tokens[reader.at]
  if (rest !== undefined) throw unexpected(reader, 'and, or, or the end of the condition')
  return parsed
}

function parseList(
  keyword: 'and' | 'or',
  operand: (reader: ConditionReader, depth: number) => Condition,
): (reader: ConditionReader, depth: number) => Condition {
  return (reader, depth) => {
    const start = (reader.tokens[reader.at]?.span ?? reader.end).start
    const operands = [operand(reader, depth)]
    while (reader.tokens[reader.at]?.text === keyword) {
      reader.at++
      operands.push(operand(reader, depth))
    }
    const [only] = operands
    if (operands.length === 1 && only !== undefined) return only
    return { kind: keyword, operands, span: { start, end: lastEnd(reader) } }
  }
}

const parseAnd: (reader: ConditionReader, depth: number) => Condition = parseList('and', parseUnary)
const parseOr: (reader: ConditionReader, depth: number) => Condition = parseList('or', parseAnd)

function parseUnary(reader: ConditionReader, depth: number): Condition {
  const token = reader.tokens[reader.at]
  if (depth > DEPTH_MAX)
    throw conditionError(
      reader,
      token?.span ?? reader.end,
      `found nesting deeper than ${DEPTH_MAX} levels`,
      'remove parentheses that change nothing',
    )
  if (token === undefined) throw unexpected(reader, 'the name of a detection')
  const { start } = token.span
  if (token.text === 'not') {
    reader.at++
    const operand = parseUnary(reader, depth + 1)
    return { kind: 'not', operand, span: { start, end: lastEnd(reader) } }
  }
  if (token.text === '(') {
    reader.at++
    const inner = parseOr(reader, depth + 1)
    if (reader.tokens[reader.at]?.text !== ')') throw unexpected(reader, "and, or, or ')'")
    reader.at++
    return inner
  }
  const isOf = reader.tokens[reader.at + 1]?.text === 'of'
  if (isOf) return parseOf(reader, token)
  if (!/^[A-Za-z0-9_-]+$/.test(token.text) || KEYWORDS.has(token.text))
    throw unexpected(reader, 'the name of a detection, not, ( or "1 of"')
  if (!reader.names.includes(token.text)) throw unknownName(reader, token)
  reader.at++
  return { kind: 'name', name: token.text, span: token.span }
}

/**
 * Whether a name has a shape such as `selection_*_a`. Part by part, each at the first place where it stands: as an
 * expression of one `.*` a star, a rule of many stars would take for ever.
 */
function fits(shape: string, name: string): boolean {
  const [first = '', ...rest] = shape.split('*')
  const last = rest.pop()
  if (last === undefined) return shape === name
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}

/** `1 of selection_*`, `any of …`, `all of them`. Names that begin with `_` must be asked for as such. */
function parseOf(reader: ConditionReader, count: Token): Condition {
  if (!['1', 'any', 'all'].includes(count.text)) {
    throw conditionError(
      reader,
      count.span,
      `found "${count.text.slice(0, 20)} of", wanted 1, any or all`,
      'Sigma has no other counts: write the combinations with and and or',
    )
  }
  reader.at += 2
  const target = reader.tokens[reader.at]
  if (target === undefined || !/^[A-Za-z0-9_*-]+$/.test(target.text))
    throw unexpected(reader, 'them, or a name with *')
  reader.at++
  const isThem = target.text === 'them'
  const names = reader.names.filter((name) =>
    isThem
      ? !name.startsWith('_')
      : fits(target.text, name) && (!name.startsWith('_') || target.text.startsWith('_')),
  )
  if (names.length === 0) {
    throw conditionError(
      reader,
      target.span,
      `found "${target.text.slice(0, 60)}", which fits no detection of this rule`,
      `the rule has: ${reader.names.join(', ').slice(0, 200)}`,
    )
  }
  return {
    kind: 'of',
    count: count.text === 'all' ? 'all' : 'any',
    names,
    span: { start: count.span.start, end: target.span.end },
  }
}

function unknownName(reader: ConditionReader, token: Token): Error {
  const isUpper = KEYWORDS.has(token.text.toLowerCase())
  return conditionError(
    reader,
    token.span,
    `found "${token.text.slice(0, 60)}", which is no detection of this rule`,
    isUpper
      ? 'write and, or, not, of, them in lower case'
      : `the rule has: ${reader.names.join(', ').slice(0, 200)}`,
  )
}

function unexpected(reader: ConditionReader, wanted: string): Error {
  const token = reader.tokens[reader.at]
  const found = token === undefined ? 'the end of the condition' : `"${token.text.slice(0, 40)}"`
  return conditionError(
    reader,
    token?.span ?? reader.end,
    `found ${found}, wanted ${wanted}`,
    KEYWORDS.has(token?.text.toLowerCase() ?? '')
      ? 'write and, or, not, of, them in lower case'
      : 'a condition is made of names, and, or, not, parentheses, "1 of x*" and "all of x*"',
  )
}

function conditionError(
  reader: ConditionReader,
  span: SourceSpan,
  message: string,
  hint: string,
): Error {
  return sigmaError('WB_FORMATS_SIGMA_CONDITION', reader.file, span, message, hint)
}

function lastEnd(reader: ConditionReader): number {
  return (reader.tokens[reader.at - 1]?.span ?? reader.end).end
}

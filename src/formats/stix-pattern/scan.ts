import type { Span } from './ast.ts'
import { patternError } from './errors.ts'

type TokenKind =
  | 'name'
  | 'keyword'
  | 'string'
  | 'integer'
  | 'float'
  | 'binary'
  | 'hex'
  | 'timestamp'
  | 'sign'
  | 'end'

/** `text` is the keyword, sign or name as written, or the decoded content of a literal. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly span: Span
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'AND OR NOT FOLLOWEDBY LIKE MATCHES ISSUPERSET ISSUBSET EXISTS LAST IN START STOP SECONDS ' +
    'true false WITHIN REPEATS TIMES'
  ).split(' '),
)

const SPACE =
  /(?:[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|\/\/[^\r\n]*(?:[\r\n]|$))+/y
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y
const NUMBER = /[+-]?(?:[0-9]*\.[0-9]+|0(?![0-9])|[1-9][0-9]*)/y
const SIGN = /==|!=|<>|<=|>=|[=<>:.,()[\]*]/y
const QUOTED = /'[^'\\]*(?:\\['\\][^'\\]*)*'/y
const TIMESTAMP =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?Z$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/
const HEX = /^(?:[0-9A-Fa-f]{2})*$/

/** Whether text is an instant as a pattern writes it: RFC 3339 in UTC, upper-case T and Z. */
export function isPatternInstant(text: string): boolean {
  return TIMESTAMP.test(text)
}

const PREFIXED: Readonly<
  Record<string, { kind: TokenKind; shape: RegExp; wanted: string; hint: string }>
> = {
  t: {
    kind: 'timestamp',
    shape: TIMESTAMP,
    wanted: 'an instant in UTC',
    hint: "write it as t'2026-01-31T08:00:00Z'",
  },
  b: {
    kind: 'binary',
    shape: BASE64,
    wanted: 'base64 with its padding',
    hint: "write it as b'AQID'",
  },
  h: {
    kind: 'hex',
    shape: HEX,
    wanted: 'an even number of hexadecimal digits',
    hint: "write it as h'ffd8'",
  },
}

/** Cuts a pattern into tokens; the last is always `end`. Linear in the length of the text. */
export function scanPattern(text: string): Token[] {
  const tokens: Token[] = []
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const token = scanToken(text, at)
    tokens.push(token)
    at = skipSpace(text, token.span.end)
  }
  tokens.push({ kind: 'end', text: '', span: { start: text.length, end: text.length } })
  return tokens
}

function skipSpace(text: string, from: number): number {
  let at = from
  for (;;) {
    const space = matchAt(SPACE, text, at)
    at += space?.length ?? 0
    if (!text.startsWith('/*', at)) return at
    const close = text.indexOf('*/', at + 2)
    if (close === -1) {
      throw patternError(
        'WB_FORMATS_PATTERN_SYNTAX',
        text,
        { start: at, end: text.length },
        'found a comment that never ends',
        "close it with '*/'",
      )
    }
    at = close + 2
  }
}

function scanToken(text: string, start: number): Token {
  const first = text[start] ?? ''
  if (first === "'") return scanQuoted(text, start, start)
  const prefixed = PREFIXED[first]
  if (prefixed !== undefined && text[start + 1] === "'") {
    const token = scanQuoted(text, start, start + 1)
    if (!prefixed.shape.test(token.text)) {
      throw patternError(
        'WB_FORMATS_PATTERN_VALUE',
        text,
        token.span,
        `found a literal that is not ${prefixed.wanted}`,
        prefixed.hint,
      )
    }
    return { ...token, kind: prefixed.kind }
  }
  const name = matchAt(NAME, text, start)
  if (name !== undefined) {
    return makeToken(KEYWORDS.has(name) ? 'keyword' : 'name', name, start)
  }
  const number = matchAt(NUMBER, text, start)
  if (number !== undefined) {
    return makeToken(number.includes('.') ? 'float' : 'integer', number, start)
  }
  const sign = matchAt(SIGN, text, start)
  if (sign !== undefined) return makeToken('sign', sign, start)
  throw patternError(
    'WB_FORMATS_PATTERN_SYNTAX',
    text,
    { start, end: start + 1 },
    'found a character or number that no STIX pattern has here',
    'put strings in single quotes; a number has no leading zero and no letters',
  )
}

function scanQuoted(text: string, start: number, quote: number): Token {
  const quoted = matchAt(QUOTED, text, quote)
  if (quoted === undefined) {
    throw patternError(
      'WB_FORMATS_PATTERN_SYNTAX',
      text,
      { start, end: text.length },
      'found a string that never ends, or a backslash before something other than a quote or backslash',
      "close the string with a single quote; inside it write \\' and \\\\",
    )
  }
  const inside = quoted.slice(1, -1)
  const value = inside.includes('\\') ? inside.replace(/\\(['\\])/g, '$1') : inside
  return { kind: 'string', text: value, span: { start, end: quote + quoted.length } }
}

function makeToken(kind: TokenKind, text: string, start: number): Token {
  return { kind, text, span: { start, end: start + text.length } }
}

function matchAt(shape: RegExp, text: string, at: number): string | undefined {
  shape.lastIndex = at
  return shape.exec(text)?.[0]
}

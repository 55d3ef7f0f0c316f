import { type ErrorMaker, errorTable, type WindbreakError } from '../../core/index.ts'
import type { Span } from './ast.ts'

type Code = 'WB_FORMATS_PATTERN_SYNTAX' | 'WB_FORMATS_PATTERN_VALUE' | 'WB_FORMATS_PATTERN_LIMIT'

const makeError: ErrorMaker<Code> = errorTable({
  WB_FORMATS_PATTERN_SYNTAX: 2,
  WB_FORMATS_PATTERN_VALUE: 2,
  WB_FORMATS_PATTERN_LIMIT: 2,
})

const CARET_LINE_CHARS_MAX = 120

/** An error at a place of the pattern, with its line and a caret in the message. */
export function patternError(
  code: Code,
  text: string,
  span: Span,
  message: string,
  hint: string,
): WindbreakError {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1
  const lineEnd = text.indexOf('\n', span.start)
  const line = countLines(text, lineStart)
  const column = span.start - lineStart + 1
  const whole = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd)
  const from = Math.max(0, column - 1 - CARET_LINE_CHARS_MAX / 2)
  const shown = printable(whole.slice(from, from + CARET_LINE_CHARS_MAX))
  const caret = ' '.repeat(column - 1 - from) + '^'
  return makeError(code, `${message}\n  ${shown}\n  ${caret}`, { hint, at: { line, column } })
}

/** What was found, quoted and cut, with control characters made harmless. */
export function quoteFound(text: string, span: Span): string {
  if (span.start >= text.length) return 'the end of the pattern'
  return `'${printable(text.slice(span.start, Math.min(span.end, span.start + 40)))}'`
}

function countLines(text: string, end: number): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '?')
}

import type { ErrorMaker, WindbreakError } from './error.ts'

/** Half-open range of UTF-16 offsets into a source text. */
export interface SourceSpan {
  readonly start: number
  readonly end: number
}

/** A place of a source text as an error shows it: 1-based line and column, and the line with a caret below. */
export interface ShownPlace {
  readonly line: number
  readonly column: number
  readonly excerpt: string
}

/** Makes an error at a place of a source text: its line and a caret stand in the message, line and column in `at`. */
export type PlacedErrorMaker<Code extends string> = (
  code: Code,
  text: string,
  span: SourceSpan,
  message: string,
  hint: string,
) => WindbreakError

/** Gives a layer's error constructors a place; a place beyond the text is its end. */
export function placedErrors<Code extends string>(make: ErrorMaker<Code>): PlacedErrorMaker<Code> {
  return (code, text, span, message, hint) => {
    const { line, column, excerpt } = showPlace(text, Math.min(span.start, text.length))
    return make(code, `${message}${excerpt}`, { hint, at: { line, column } })
  }
}

const CARET_LINE_CHARS_MAX = 120

/** Finds line and column of an offset, and draws its line with a caret; control characters are made harmless. */
export function showPlace(text: string, start: number): ShownPlace {
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = text.indexOf('\n', start)
  const column = start - lineStart + 1
  const whole = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd)
  const from = Math.max(0, column - 1 - CARET_LINE_CHARS_MAX / 2)
  const shown = printableSource(whole.slice(from, from + CARET_LINE_CHARS_MAX))
  const caret = ' '.repeat(column - 1 - from) + '^'
  return { line: countLines(text, lineStart), column, excerpt: `\n  ${shown}\n  ${caret}` }
}

/** Source text in which characters that act on a terminal are question marks. */
export function printableSource(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '?')
}

function countLines(text: string, end: number): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

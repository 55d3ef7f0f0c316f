import { RE2JS } from 're2js'
import { regexError } from './errors.ts'
import type { RegexFlags } from './flags.ts'
import { translateRegex } from './translate.ts'

/** An expression in the dialect that RE2, Vectorscan and the evaluator read alike. */
export interface CompiledRegex {
  readonly pattern: string
}

export type TextMatcher = (text: string) => boolean

/** Characters of one expression: public rules hold lists of names of six thousand. */
const REGEX_CHARS_MAX = 20_000

/**
 * Translates an expression into the common dialect. What cannot be matched in linear time (look-around,
 * backreferences, atomic groups, possessive quantifiers) is an error that names it and its place, never
 * an approximation. Throws WB_FORMATS_REGEX_SYNTAX, WB_FORMATS_REGEX_UNSUPPORTED, WB_FORMATS_REGEX_LIMIT.
 */
export function compileRegex(source: string, flags: RegexFlags = {}): CompiledRegex {
  if (source.length > REGEX_CHARS_MAX) {
    throw regexError(
      'WB_FORMATS_REGEX_LIMIT',
      source.slice(0, 80),
      0,
      `found an expression of ${source.length} characters, wanted at most ${REGEX_CHARS_MAX}`,
      'split it into several, joined by "or"',
    )
  }
  const pattern = translateRegex(source, flags)
  try {
    RE2JS.compile(pattern)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split(':')[1]?.trim() : undefined
    throw regexError(
      'WB_FORMATS_REGEX_SYNTAX',
      source,
      0,
      `found an expression that no linear-time engine takes${reason === undefined ? '' : `: ${reason}`}`,
      'check brackets, repetitions and their size',
    )
  }
  return { pattern }
}

/** A function that searches text for a pattern of the common dialect, in time linear in the text. */
export function matcherOf(pattern: string): TextMatcher {
  const compiled = RE2JS.compile(pattern)
  return (text) => compiled.test(text)
}

/** Where a pattern of the common dialect first matches, as UTF-16 offsets; undefined where it does not. */
export function findSpan(
  pattern: string,
  text: string,
): { readonly start: number; readonly end: number } | undefined {
  const matcher = RE2JS.compile(pattern).matcher(text)
  return matcher.find() ? { start: matcher.start(), end: matcher.end() } : undefined
}

import type { RegexFlags } from './flags.ts'
import { regexError } from './errors.ts'
import { quoteCharacter } from './quote.ts'
import { classText, scanEscape } from './escapes.ts'
import { scanSet } from './sets.ts'

/** What the flags are at a place; groups inherit and restore them. */
interface Mode {
  fold: boolean
  multiline: boolean
  dotAll: boolean
}

/** Nesting of groups; deeper ones are made by machines to exhaust a parser. */
const DEPTH_MAX = 100
/** Repetitions that RE2 takes. */
const REPEAT_MAX = 1000

interface Cursor {
  readonly source: string
  readonly unicode: boolean
  at: number
  out: string
  /** Whether text must have ended here: only a group's end or `|` may follow. */
  isEnded: boolean
}

/** Writes an expression in the common dialect; linear in its length. */
export function translateRegex(source: string, flags: RegexFlags): string {
  const cursor: Cursor = {
    source,
    unicode: flags.unicodeClasses === true,
    at: 0,
    out: flags.ignoreCase === true ? '(?i)' : '',
    isEnded: false,
  }
  const mode = {
    fold: flags.ignoreCase === true,
    multiline: flags.multiline === true,
    dotAll: flags.dotAll === true,
  }
  translateAlternatives(cursor, mode, 0)
  if (cursor.at < source.length) fail(cursor, "found ')' without its '('", 'write \\) for the sign')
  return cursor.out
}

function translateAlternatives(cursor: Cursor, outer: Mode, depth: number): void {
  if (depth > DEPTH_MAX) limit(cursor, `found groups deeper than ${DEPTH_MAX} levels`)
  const mode = { ...outer }
  const { source } = cursor
  let flagGroups = 0
  while (cursor.at < source.length && source[cursor.at] !== ')') {
    const char = source[cursor.at] ?? ''
    if (char === '|') {
      // A flag set inside one alternative holds for those after it too, so its group is opened again.
      cursor.out += `${')'.repeat(flagGroups)}|`
      flagGroups = mode.fold === outer.fold ? 0 : 1
      if (flagGroups === 1) cursor.out += mode.fold ? '(?i:' : '(?-i:'
      cursor.at++
      cursor.isEnded = false
      continue
    }
    if (cursor.isEnded && !/[$)]/.test(char)) {
      fail(
        cursor,
        "found text after '$', which no text can match",
        "write '$' last, or \\$ for the sign",
      )
    }
    if (char === '(') {
      if (translateGroup(cursor, mode, depth)) {
        cursor.out += mode.fold ? '(?i:' : '(?-i:'
        flagGroups++
      }
    } else translateAtom(cursor, mode, char)
  }
  cursor.out += ')'.repeat(flagGroups)
}

/** Translates `(…)`. Gives true when it was a flag such as `(?i)` that changes the case rule of what follows. */
function translateGroup(cursor: Cursor, mode: Mode, depth: number): boolean {
  const { source } = cursor
  const rest = source.slice(cursor.at, cursor.at + 80)
  const comment = /^\(\?#[^)]*\)?/.exec(rest)
  if (comment !== null) {
    const end = source.indexOf(')', cursor.at)
    if (end === -1) fail(cursor, 'found a comment that never ends', "close it with ')'")
    cursor.at = end + 1
    return false
  }
  refuseGroups(cursor, rest)
  const flags = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])/.exec(rest)
  const named = /^\(\?P?<[A-Za-z_]\w*>/.exec(rest)
  const inner = { ...mode }
  let opening = '(?:'
  if (flags !== null) {
    const [whole, on = '', off = '', end = ''] = flags
    const before = mode.fold
    setFlags(cursor, end === ')' ? mode : inner, on, off)
    cursor.at += whole.length
    if (end === ')') return mode.fold !== before
    opening = inner.fold === before ? '(?:' : inner.fold ? '(?i:' : '(?-i:'
  } else if (named !== null) cursor.at += named[0].length
  else if (rest.startsWith('(?')) {
    fail(cursor, "found '(?' and nothing known after it", 'groups are (…), (?:…) and (?<name>…)')
  } else cursor.at++
  const start = cursor.at
  cursor.out += opening
  translateAlternatives(cursor, inner, depth + 1)
  if (source[cursor.at] !== ')') {
    cursor.at = start - 1
    fail(cursor, 'found a group that never ends', "close it with ')', or write \\( for the sign")
  }
  cursor.out += ')'
  cursor.at++
  cursor.isEnded = false
  translateQuantifier(cursor)
  return false
}

const REFUSED: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\(\?=/, 'look-ahead (?=…)'],
  [/^\(\?!/, 'negative look-ahead (?!…)'],
  [/^\(\?<=/, 'look-behind (?<=…)'],
  [/^\(\?<!/, 'negative look-behind (?<!…)'],
  [/^\(\?>/, 'an atomic group (?>…)'],
  [/^\(\?P=/, 'a backreference (?P=…)'],
  [/^\(\?P>|^\(\?&|^\(\?R|^\(\?[0-9+]/, 'a subroutine call'],
  [/^\(\?\(/, 'a conditional (?(…)…)'],
  [/^\(\?\|/, 'a branch reset (?|…)'],
  [/^\(\*/, 'a verb (*…)'],
]

function refuseGroups(cursor: Cursor, rest: string): void {
  const found = REFUSED.find(([shape]) => shape.test(rest))
  if (found !== undefined) unsupported(cursor, found[1])
}

function setFlags(cursor: Cursor, mode: Mode, on: string, off: string): void {
  for (const [letters, value] of [
    [on, true],
    [off, false],
  ] as const) {
    for (const letter of letters) {
      if (letter === 'i') mode.fold = value
      else if (letter === 'm') mode.multiline = value
      else if (letter === 's') mode.dotAll = value
      else if (letter !== 'u' && letter !== 'a') unsupported(cursor, `the flag (?${letter})`)
    }
  }
}

function translateAtom(cursor: Cursor, mode: Mode, char: string): void {
  if (char === '^') return emitAnchor(cursor, mode.multiline ? '(?m:^)' : '\\A')
  if (char === '$') {
    cursor.at++
    cursor.out += mode.multiline ? '(?m:$)' : '(?:\\x{a}?\\z)'
    cursor.isEnded = !mode.multiline
    return undefined
  }
  if (char === '.') return emit(cursor, 1, mode.dotAll ? '(?s:.)' : '[^\\x{a}]')
  if (char === '[') {
    const set = scanSet(cursor.source, cursor.at, cursor.unicode)
    return emit(cursor, set.end - cursor.at, set.text)
  }
  if (char === '\\') {
    const escape = scanEscape(cursor.source, cursor.at, cursor.unicode)
    if (escape.kind === 'anchor') {
      cursor.at = escape.end - 1
      return emitAnchor(cursor, escape.text)
    }
    const text = escape.kind === 'class' ? classText(escape) : quoteCharacter(escape.code)
    return emit(cursor, escape.end - cursor.at, text)
  }
  if (char === '*' || char === '+' || char === '?') {
    fail(cursor, `found '${char}' with nothing before it to repeat`, `write \\${char} for the sign`)
  }
  const code = cursor.source.codePointAt(cursor.at) ?? 0
  return emit(cursor, code > 0xffff ? 2 : 1, quoteCharacter(code))
}

function emitAnchor(cursor: Cursor, text: string): void {
  cursor.out += text
  cursor.at++
}

function emit(cursor: Cursor, length: number, text: string): void {
  cursor.out += text
  cursor.at += length
  translateQuantifier(cursor)
}

/** Whether a match is greedy or lazy changes where it lies, never whether there is one. */
function translateQuantifier(cursor: Cursor): void {
  const rest = cursor.source.slice(cursor.at, cursor.at + 24)
  const found = /^(?:[*+?]|\{(\d*)(?:(,)(\d*))?\})/.exec(rest)
  if (found === null) return
  const [text, low = '', comma = '', high = ''] = found
  const isBraces = text.startsWith('{')
  if (isBraces && low === '' && high === '') return
  if (isBraces) {
    const least = Number(low === '' ? '0' : low)
    const most = high === '' ? least : Number(high)
    if (Math.max(least, most) > REPEAT_MAX)
      limit(cursor, `found a repetition of more than ${REPEAT_MAX}`)
    if (most < least)
      fail(cursor, 'found a repetition whose end lies before its start', 'swap them')
    cursor.out += comma === '' ? `{${least}}` : `{${least},${high === '' ? '' : most}}`
  } else cursor.out += text
  cursor.at += text.length
  const after = cursor.source[cursor.at]
  if (after === '+') unsupported(cursor, 'a possessive quantifier')
  if (after === '?') cursor.at++
}

function fail(cursor: Cursor, message: string, hint: string): never {
  throw regexError('WB_FORMATS_REGEX_SYNTAX', cursor.source, cursor.at, message, hint)
}

function limit(cursor: Cursor, message: string): never {
  throw regexError('WB_FORMATS_REGEX_LIMIT', cursor.source, cursor.at, message, 'make it smaller')
}

function unsupported(cursor: Cursor, what: string): never {
  throw regexError(
    'WB_FORMATS_REGEX_UNSUPPORTED',
    cursor.source,
    cursor.at,
    `found ${what}, which needs backtracking`,
    'write it as several expressions joined by "and", "or", "not" in the condition',
  )
}

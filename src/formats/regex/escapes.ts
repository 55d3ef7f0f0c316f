import { regexError } from './errors.ts'

/** What a backslash says: one character, a class of them, or a place. `end` is the offset behind it. */
export type Escape =
  | { readonly kind: 'character'; readonly code: number; readonly end: number }
  | {
      readonly kind: 'class'
      readonly members: string
      readonly isNegated: boolean
      readonly end: number
    }
  | { readonly kind: 'anchor'; readonly text: string; readonly end: number }

const ASCII_CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  w: '0-9A-Za-z_',
  s: '\\x{9}-\\x{d}\\x{20}',
}
const UNICODE_CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s:
    '\\x{9}-\\x{d}\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}' +
    '\\x{202f}\\x{205f}\\x{3000}',
}
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 }
/** \Z is Python's: the very end of the text. */
const ANCHORS: Readonly<Record<string, string>> = {
  A: '\\A',
  Z: '\\z',
  z: '\\z',
  b: '\\b',
  B: '\\B',
}

/** A class as it stands outside a set. */
export function classText(escape: { members: string; isNegated: boolean }): string {
  return `[${escape.isNegated ? '^' : ''}${escape.members}]`
}

/** Reads the escape that begins with the backslash at `start`. */
export function scanEscape(source: string, start: number, unicode: boolean): Escape {
  const letter = source[start + 1] ?? ''
  const end = start + 2
  if (letter === '') fail(source, start, 'found a backslash at the very end', 'write \\\\ for one')
  const lower = letter.toLowerCase()
  const members = (unicode ? UNICODE_CLASSES : ASCII_CLASSES)[lower]
  if (members !== undefined) {
    return { kind: 'class', members, isNegated: letter !== lower, end }
  }
  const anchor = ANCHORS[letter]
  if (anchor !== undefined) return { kind: 'anchor', text: anchor, end }
  const control = CONTROLS[letter]
  if (control !== undefined) return { kind: 'character', code: control, end }
  if (letter === 'x' || letter === 'u' || letter === 'U') return scanCode(source, start)
  if (letter === 'p' || letter === 'P') return scanProperty(source, start)
  const octal = /^0[0-7]{0,2}|^[0-3][0-7]{2}/.exec(source.slice(start + 1, start + 4))
  if (octal !== null) {
    return {
      kind: 'character',
      code: Number.parseInt(octal[0], 8),
      end: start + 1 + octal[0].length,
    }
  }
  if (/[1-9]/.test(letter) || letter === 'k' || letter === 'g') {
    throw regexError(
      'WB_FORMATS_REGEX_UNSUPPORTED',
      source,
      start,
      `found the backreference \\${letter}, which needs backtracking`,
      'write out the alternatives instead',
    )
  }
  if (/[A-Za-z]/.test(letter)) {
    throw regexError(
      'WB_FORMATS_REGEX_UNSUPPORTED',
      source,
      start,
      `found the escape \\${letter}, which is not known here`,
      'known are \\d \\w \\s \\b \\A \\Z \\t \\n \\r \\f \\v \\xHH \\uHHHH \\p{…} and signs',
    )
  }
  const code = source.codePointAt(start + 1) ?? 0
  return { kind: 'character', code, end: start + (code > 0xffff ? 3 : 2) }
}

function scanCode(source: string, start: number): Escape {
  const found =
    /^\\(?:x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/.exec(
      source.slice(start, start + 12),
    )
  const digits = found?.[1] ?? found?.[2] ?? found?.[3] ?? found?.[4]
  const code = digits === undefined ? Number.NaN : Number.parseInt(digits, 16)
  if (found === null || !(code <= 0x10ffff))
    fail(source, start, 'found a code that is not hexadecimal', 'write it as \\x41 or \\u0041')
  return { kind: 'character', code, end: start + found[0].length }
}

const PROPERTIES = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfo]?)$/
const SCRIPTS =
  /^(?:Latin|Cyrillic|Greek|Han|Hangul|Arabic|Hebrew|Thai|Devanagari|Hiragana|Katakana)$/

function scanProperty(source: string, start: number): Escape {
  const found = /^\\[pP](?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/.exec(source.slice(start, start + 40))
  const name = found?.[2] ?? found?.[3] ?? ''
  if (found === null || !(PROPERTIES.test(name) || SCRIPTS.test(name))) {
    fail(
      source,
      start,
      'found a property that is not known here',
      'known are general categories such as \\p{Lu} and scripts such as \\p{Cyrillic}',
    )
  }
  const isNegated = (source[start + 1] === 'P') !== (found[1] === '^')
  return { kind: 'class', members: `\\p{${name}}`, isNegated, end: start + found[0].length }
}

function fail(source: string, start: number, message: string, hint: string): never {
  throw regexError('WB_FORMATS_REGEX_SYNTAX', source, start, message, hint)
}

import { regexError } from './errors.ts'
import { scanEscape } from './escapes.ts'
import { quoteCharacter } from './quote.ts'

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\x{9}-\\x{d}\\x{20}',
  blank: '\\x{9}\\x{20}',
  punct: '\\x{21}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{60}\\x{7b}-\\x{7e}',
  xdigit: '0-9A-Fa-f',
  word: '0-9A-Za-z_',
  cntrl: '\\x{0}-\\x{1f}\\x{7f}',
  print: '\\x{20}-\\x{7e}',
  graph: '\\x{21}-\\x{7e}',
}

/** Sets with \\W of every script, as they are written in practice: its complement has no spelling of its own. */
const UNICODE_IDIOMS: Readonly<Record<string, string>> = {
  '[^\\W_]': '[\\p{L}\\p{N}]',
  '[^_\\W]': '[\\p{L}\\p{N}]',
  '[\\W_]': '[^\\p{L}\\p{N}]',
  '[_\\W]': '[^\\p{L}\\p{N}]',
  '[^\\W\\d_]': '[\\p{L}\\p{Nl}\\p{No}]',
  '[^\\W\\d]': '[\\p{L}\\p{Nl}\\p{No}_]',
  '[\\W\\d_]': '[^\\p{L}\\p{Nl}\\p{No}]',
  '[\\W\\d]': '[^\\p{L}\\p{Nl}\\p{No}_]',
  '[\\W]': '[^\\p{L}\\p{N}_]',
  '[^\\W]': '[\\p{L}\\p{N}_]',
  '[\\w\\W]': '(?s:.)',
  '[\\W\\w]': '(?s:.)',
}

/** Reads the set that begins with the bracket at `start` and writes it in the common dialect. */
export function scanSet(
  source: string,
  start: number,
  unicode: boolean,
): { readonly text: string; readonly end: number } {
  const idiom = /^\[\^?(?:\\[wWdD]|_)+\]/.exec(source.slice(start, start + 16))?.[0] ?? ''
  const spelled =
    unicode && Object.hasOwn(UNICODE_IDIOMS, idiom) ? UNICODE_IDIOMS[idiom] : undefined
  if (spelled !== undefined) return { text: spelled, end: start + idiom.length }
  let at = start + 1
  const isNegated = source[at] === '^'
  if (isNegated) at++
  let members = ''
  let isFirst = true
  for (;;) {
    const char = source[at]
    if (char === undefined) {
      throw regexError(
        'WB_FORMATS_REGEX_SYNTAX',
        source,
        start,
        'found a set that never ends',
        "close it with ']', or write \\[ for the sign",
      )
    }
    if (char === ']' && !isFirst) break
    isFirst = false
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(source.slice(at, at + 14))
    const posixMembers = POSIX[posix?.[2] ?? '']
    if (posix !== null && posixMembers !== undefined && posix[1] === '') {
      members += posixMembers
      at += posix[0].length
      continue
    }
    const low = scanMember(source, at, unicode)
    at = low.end
    if (low.code === undefined) {
      members += low.text
      continue
    }
    const isRange = source[at] === '-' && source[at + 1] !== ']' && source[at + 1] !== undefined
    if (!isRange) {
      members += quoteCharacter(low.code)
      continue
    }
    const high = scanMember(source, at + 1, unicode)
    if (high.code === undefined) {
      members += `${quoteCharacter(low.code)}\\x{2d}${high.text}`
    } else if (high.code < low.code) {
      throw regexError(
        'WB_FORMATS_REGEX_SYNTAX',
        source,
        at,
        'found a range whose end lies before its start',
        'swap them, or write \\- for the sign',
      )
    } else members += `${quoteCharacter(low.code)}-${quoteCharacter(high.code)}`
    at = high.end
  }
  return { text: `[${isNegated ? '^' : ''}${members}]`, end: at + 1 }
}

interface Member {
  readonly code?: number
  readonly text: string
  readonly end: number
}

function scanMember(source: string, at: number, unicode: boolean): Member {
  if (source[at] !== '\\') {
    const code = source.codePointAt(at) ?? 0
    return { code, text: '', end: at + (code > 0xffff ? 2 : 1) }
  }
  if (source[at + 1] === 'b') return { code: 8, text: '', end: at + 2 }
  const escape = scanEscape(source, at, unicode)
  if (escape.kind === 'character') return { code: escape.code, text: '', end: escape.end }
  if (escape.kind === 'anchor') {
    throw regexError(
      'WB_FORMATS_REGEX_SYNTAX',
      source,
      at,
      'found a place such as \\A inside a set',
      'write it outside of the brackets',
    )
  }
  if (!escape.isNegated) return { text: escape.members, end: escape.end }
  return { text: negatedClass(source, at, escape.members), end: escape.end }
}

/** \D, \W, \S and \P{…} inside a set: the engines share these spellings of their complements. */
function negatedClass(source: string, at: number, members: string): string {
  const single = /^\\p\{(\w+)\}$/.exec(members)
  if (single !== null) return `\\P{${single[1] ?? ''}}`
  const ascii: Readonly<Record<string, string>> = {
    '0-9': '\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}',
    '0-9A-Za-z_': '\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}',
    '\\x{9}-\\x{d}\\x{20}': '\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}',
  }
  const complement =
    ascii[members] ??
    (members.startsWith('\\x{9}')
      ? '\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}' +
        '\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}'
      : undefined)
  if (complement !== undefined) return complement
  throw regexError(
    'WB_FORMATS_REGEX_UNSUPPORTED',
    source,
    at,
    'found \\W inside a set, which has no spelling that all engines share',
    'write the signs that are meant, or \\W outside of the brackets',
  )
}

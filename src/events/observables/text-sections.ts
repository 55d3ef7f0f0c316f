import { TEXT_CHARS_MAX } from '../../core/index.ts'
import { CODE_LINE, OWN_WORDS, REPORT_WORDS } from './code-signs.ts'
import { bind, quote, quoteAll } from './sql-text.ts'

/** What a text must hold somewhere before any other pattern is tried: one pass over all texts. */
const GATE = [
  '[A-Za-z0-9_-]\\.[A-Za-z]{2}',
  '[0-9]\\.[0-9]{1,3}\\.[0-9]',
  '[^\\x00-\\x7f][.。]',
  '\\.[^\\x00-\\x7f]',
  '://',
  '[[({](?:\\.|dot|DOT|at|AT|:)',
  '[0-9][0-9A-Za-z]{9}',
  '[0-9]{4}.[0-9]{4}',
  ':[0-9a-fA-F]{0,4}:',
  '(?:^|[\\s"\'=(:,`~>])/[A-Za-z]',
  '\\\\\\w',
  '[A-Za-z0-9]_[A-Za-z0-9]',
  '`',
  '["\'][A-Za-z0-9]+-',
  '[a-z][A-Z][A-Za-z0-9]+ ?[=(.:"\']',
]

/**
 * What a line must hold for any pattern of `words.ts` or `defanged.ts` to fit in it, or to open or close a block of code: none of
 * them reaches over a line end. It lets through more than GATE does, which may ask for the words around a name.
 */
const TELLING = [
  '[/\\\\@]',
  '\\S\\.\\S',
  ':[0-9A-Fa-f]{0,4}:',
  '[0-9A-Za-z]{14}',
  '[Cc][Vv][Ee]',
  '[A-Za-z0-9][_-][A-Za-z0-9]',
  '[a-z0-9][A-Z][a-z0-9]',
  '[[({] ?[.:@aAdD]',
  '[hH][xX][xX][pP]',
  '```',
]

/** First bytes of invisible characters (zero-width, direction, joiners, soft hyphen), a cheap sign of them. */
const INVISIBLE_STARTS = ['\\xe2\\x80', '\\xe2\\x81', '\\xef\\xbb\\xbf', '\\xc2\\xad']
const SENTENCE_END = '[.!?]\\s+|[。！？]\\s*'

/** Whether a text may hold an observable at all. As one pattern: several at once take twice the time here. */
export function mayHoldSql(text: string): string {
  return `match(${text}, ${quote(GATE.map((one) => `(?:${one})`).join('|'))})`
}

/** The lines of a text that may hold something. Most of a long text is said without naming anything, and every later step reads less. */
export function tellingLinesSql(text: string): string {
  const pattern = quote(TELLING.map((one) => `(?:${one})`).join('|'))
  return `arrayStringConcat(arrayFilter(line -> match(line, ${pattern}), splitByChar('\\n', ${text})), '\\n')`
}

/** A text cut to the limit, without the invisible characters that hide values from a search. */
export function visibleTextSql(text: string): string {
  const cut = `if(length(${text}) > ${TEXT_CHARS_MAX}, toValidUTF8(substringUTF8(${text}, 1, ${TEXT_CHARS_MAX})), ${text})`
  const marked = INVISIBLE_STARTS.map((bytes) => `position(cut, '${bytes}') > 0`).join(' OR ')
  const strip = quote(
    '[\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}\\x{ad}]+',
  )
  return bind({ cut }, `if(${marked}, replaceRegexpAll(cut, ${strip}, ''), cut)`)
}

/** `(code, said, quoted)`: a text in three parts; the first two use the values in them. */
export function sectionsSql(text: string): string {
  const fenced = `splitByString('\`\`\`', ${text})`
  const halves = (odd: 0 | 1): string =>
    `arrayStringConcat(arrayFilter((part, at) -> at % 2 = ${odd}, parts, arrayEnumerate(parts)), '\\n')`
  const graded = `arrayMap(line -> (line, multiIf(line = '', 0, multiMatchAny(line, ${quoteAll(CODE_LINE)}), 2,
      multiMatchAny(line, ${quoteAll(OWN_WORDS)}), 1, 0)), splitByChar('\\n', ${halves(1)}))`
  const pick = (grade: number): string =>
    `arrayMap(g -> g.1, arrayFilter(g -> g.2 = ${grade}, graded))`
  const own = `multiMatchAny(part, ${quoteAll(OWN_WORDS)}) AND NOT multiMatchAny(part, ${quoteAll(REPORT_WORDS)})`
  const sentences = `arrayMap(part -> (part, ${own}), arrayFlatten(arrayMap(line -> splitByRegexp(${quote(SENTENCE_END)},
      line), ${pick(1)})))`
  const join = (lists: string): string => `arrayStringConcat(arrayConcat(${lists}), '\\n')`
  const said = (own: 0 | 1): string => `arrayMap(s -> s.1, arrayFilter(s -> s.2 = ${own}, said))`
  const result = `(${join(`[${halves(0)}], ${pick(2)}`)}, ${join(said(1))}, ${join(`${pick(0)}, ${said(0)}`)})`
  return bind({ parts: fenced }, bind({ graded }, bind({ said: sentences }, result)))
}

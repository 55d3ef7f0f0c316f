import { UNSPACED } from './host-names.ts'
import { bind, keep, mapEach, quote, quoteAll } from './sql-text.ts'
import { FILE_ENDINGS, MEMBER_NAMES, OBJECT_NAMES } from './word-lists.ts'

/** Words looked at in one text; a longer list is a dump, and its first part is enough. */
const WORDS_MAX = 1000

const STOP = '\\s"\'<>`\\x00-\\x1f{}|\\\\^，。、；：！？「」『』《》【】（）“”‘’«»'
/** Letters and digits of all scripts as ranges: a property class makes the automaton twenty times larger. */
const LETTER =
  'A-Za-z0-9_\\x{c0}-\\x{1fff}\\x{2c00}-\\x{2dff}\\x{3005}-\\x{3007}\\x{3041}-\\x{d7ff}\\x{f900}-\\x{fdff}' +
  '\\x{fe70}-\\x{fefc}\\x{ff10}-\\x{ff19}\\x{ff21}-\\x{ff5a}\\x{10000}-\\x{1efff}\\x{20000}-\\x{3ffff}'
const SEGMENT = `[^\\\\/:*?"<>|\\s,;)\\]}]`
const ROOTS =
  'etc|opt|usr|var|tmp|home|root|bin|sbin|dev|proc|srv|mnt|media|data|lib|boot|run|sys|' +
  'Users|Library|Applications|Volumes|private|app|workspace|work'

/** One alternative for each kind of word; the first that fits at a place wins. */
const NETWORK = [
  `[A-Za-z][A-Za-z0-9+-]{1,15}://[^${STOP}]+`,
  `[A-Za-z]:\\\\(?:[^\\\\/:*?"<>|\\s]+(?: [^\\\\/:*?"<>|\\s]+){0,3}\\\\+)*${SEGMENT}+`,
  `\\\\\\\\[A-Za-z0-9][\\w.-]*(?:\\\\${SEGMENT}+)+`,
  `(?:^|[\\s"'=(:,\`>])(?:~(?:/[\\w.@+-]+)+|/(?:${ROOTS})(?:/[\\w.@+-]+)+)/?`,
  `[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}\\b|(?:[${LETTER}-]+\\.)+[${LETTER}-]{2,})`,
  '\\b[0-9]{1,3}(?:\\.[0-9]{1,3}){3}\\b(?:/[0-9]{1,3}\\b|(?:\\.[\\w-]+)*)',
  '(?:\\b[0-9A-Fa-f]{1,4}|:)(?::[0-9A-Fa-f]{0,4}){3,7}(?:\\.[0-9]{1,3}){0,3}|\\b[23][0-9A-Fa-f]{3}::[0-9A-Fa-f]{1,4}\\b',
  '\\b[Cc][Vv][Ee][-_ \\x{2010}-\\x{2014}]?[0-9]{4}[-_ \\x{2010}-\\x{2014}][0-9]{4,7}\\b',
  '\\b0x[0-9a-fA-F]{40}\\b|\\b(?:bc1|tb1|BC1)[02-9ac-hj-np-zAC-HJ-NP-Z]{11,71}\\b',
  '\\b[0-9a-fA-F]{32}(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{32}|[0-9a-fA-F]{96})?\\b',
  '\\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\\b|\\b[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}\\b',
  `["']?[${LETTER}][${LETTER}-]*(?:\\.[${LETTER}][${LETTER}-]*)+(?::[0-9]{1,5})?(?:/[^${STOP}]*|\\()?`,
]

/** A crew's own names: two or more parts in snake, kebab, camel or Pascal case. */
const NAME = [
  '-{0,2}\\b[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)+\\b',
  '\\b[A-Za-z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\\b',
]
const QUOTED_NAME = `[\`"'“«「](?:${NAME.join('|')})[\`"'”»」]`

const MEMBER = `^(?:${OBJECT_NAMES.join('|')}|[a-z])\\.(?:${MEMBER_NAMES.join('|')})$`
const MEMBER_END = `\\.(?:${MEMBER_NAMES.join('|')})$`
/** `shop.com.py` is a domain though `py` is a file ending. */
const SECOND_LEVEL = '(?:^www\\.|\\.(?:com|co|net|org|gov|edu|ac)\\.[a-z]{2}$)'
const OTHER =
  '^(?:[Cc][Vv][Ee][-_ \\x{2010}-\\x{2014}]?[0-9]{4}|0x[0-9a-fA-F]{40}$|(?:bc1|tb1|BC1)[02-9A-Za-z]{11,71}$|' +
  '[0-9a-fA-F]{32,128}$|[1348][1-9A-HJ-NP-Za-km-z]{25,94}$)'

/** Classes of words, told apart by cheap signs. */
const CLASS = { url: 1, email: 2, path: 3, six: 4, dotted: 5, other: 6, name: 7 } as const

/** The words of a text by class, each as its parts, for `body`; in `code` names count outside quotes too. */
export function splitWordsSql(text: string, code: string, body: string): string {
  const pattern = (last: readonly string[]): string =>
    quote([...NETWORK, ...last].map((one) => `(?:${one})`).join('|'))
  const found = `arrayConcat(extractAll(if(${code}, ${text}, ''), ${pattern(NAME)}), extractAll(if(${code}, '', ${text}),
      ${pattern([QUOTED_NAME])}))`
  const words = `arraySlice(arrayDistinct(${found}), 1, ${WORDS_MAX})`
  const of = (name: keyof typeof CLASS): string =>
    mapEach('c', 'c.1', keep('c', `c.2 = ${CLASS[name]}`, 'classed'))
  const lists = {
    urls: mapEach('u', urlPartsSql('u'), of('url')),
    emails: of('email'),
    paths: mapEach('p', pathSql('p'), of('path')),
    sixes: of('six'),
    dotted: mapEach('d', dottedPartsSql('d'), of('dotted')),
    others: of('other'),
    names: of('name'),
  }
  return bind({ classed: mapEach('w', `(w, ${classSql('w')})`, words) }, bind(lists, body))
}

/** Whether a name in lower case ends like a file. */
export function isFileSql(name: string): string {
  return `(position(${name}, '.') > 0 AND substringIndex(${name}, '.', -1) IN (${quoteAll(FILE_ENDINGS)}))`
}

function classSql(word: string): string {
  return (
    `multiIf(position(${word}, '://') > 0, ${CLASS.url}, ` +
    `position(${word}, '\\\\') > 0
      OR ((position(${word}, '/') > 0 OR position(${word}, '~') > 0)
        AND match(${word}, ${quote('^[\\s"\'=(:,`>]*[~/]')})), ${CLASS.path}, ` +
    `position(${word}, '@') > 0 AND match(${word}, '^[^/:(]+@'), ${CLASS.email}, ` +
    `countSubstrings(${word}, ':') > 1 AND match(${word}, '^[0-9a-fA-F:.]+$'), ${CLASS.six}, ` +
    `position(${word}, '.') > 0, ${CLASS.dotted}, ` +
    `match(${word}, ${quote(OTHER)}), ${CLASS.other}, ${CLASS.name})`
  )
}

/** (scheme, userinfo with its sign, host, port, what follows without its fragment). */
function urlPartsSql(url: string): string {
  const alone = `if(length(${url}) = lengthUTF8(${url}), ${url}, replaceRegexpOne(${url},
      ${quote(`^([!-~]*[A-Za-z0-9])[${UNSPACED}].*$`)}, '\\\\1'))`
  const end = (more: string): string =>
    `replaceRegexpOne(w, ${quote(`[.,;:!?\\]'"*_${more}]+$`)}, '')`
  const whole = `if(position(w, '(') > 0, replaceRegexpOne(${end('')}, '[)]{2,}$', ')'), ${end(')')})`
  const parts = `extractGroups(whole, ${quote('^([^:]+)://(?:([^/?#]*)@)?(\\[[0-9A-Fa-f:.]+\\]|[^/?#:\\[\\]]*)(?::([0-9]*))?([^#]*)')})`
  return bind({ w: alone }, bind({ whole }, parts))
}

/** A path as written, one backslash between its parts and nothing of the sentence around it. */
function pathSql(path: string): string {
  const bare = `replaceRegexpOne(replaceRegexpOne(${path}, ${quote('^[\\s"\'=(:,`>]+')}, ''), '[.,:!?]+$', '')`
  return `replaceRegexpAll(${bare}, ${quote('([^\\\\])\\\\{2,}')}, ${quote('\\1\\\\')})`
}

/** (name, what follows from the slash, is a file, is a member of an object in code). */
function dottedPartsSql(word: string): string {
  const name = `extract(${word}, ${quote('^["\']?([^/:(]+)')})`
  const isFile = `rest = '' AND ${isFileSql('low')} AND NOT match(low, ${quote(SECOND_LEVEL)})`
  const isMember = `(endsWith(${word}, '(') AND match(low, ${quote(MEMBER_END)})) OR (NOT match(${word},
      ${quote('^["\']|/')}) AND match(low, ${quote(MEMBER)}))`
  return bind(
    { low: loneNameSql(name), rest: `extract(${word}, '/.*$')` },
    `(low, rest, ${isFile}, ${isMember})`,
  )
}

/** A name in lower case without a sentence in a script without spaces that runs up to it. */
function loneNameSql(name: string): string {
  const lead = quote(`^[${UNSPACED}]+([A-Za-z][\\w-]{2,}\\.)`)
  return `lowerUTF8(if(length(${name}) = lengthUTF8(${name}), ${name}, replaceRegexpOne(${name}, ${lead}, '\\\\1')))`
}

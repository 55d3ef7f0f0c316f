import type { PiiSpan } from './span.ts'

/** A word of a name in scripts with capitals: with its capital, apostrophes and hyphens; never in capitals alone. */
const WORD = "\\p{Lu}[\\p{Ll}\\p{M}]+(?:['’-]\\p{Lu}?[\\p{Ll}\\p{M}]+){0,2}"
const LINK = '(?: (?:de|da|di|du|van|von|van der|von der|bin|al|el|della|dos|y))?'
const NAME = `${WORD}(?:${LINK} ${WORD}){0,3}`
const FULL_NAME = `${WORD}(?:${LINK} ${WORD}){1,3}`
const ARABIC = '\\p{Script=Arabic}{2,15}(?: \\p{Script=Arabic}{2,15}){0,2}'
const DEVANAGARI = '[\\p{Script=Devanagari}]{2,20}(?: [\\p{Script=Devanagari}]{2,20})?'

/** Words after which a name comes, each with the shape that the name has. They are where a person names somebody. */
const BEFORE: readonly (readonly [words: string, name: string])[] = [
  ["[Mm]y name is|[Tt]his is|[Mm]y name's", NAME],
  ['Mrs?\\.?|Ms\\.?|Miss|Dr\\.?|Prof\\.?|Professor|Sir|Dame', NAME],
  ['Dear', FULL_NAME],
  [
    '(?:[Cc]ustomer|[Pp]atient|[Ee]mployee|[Cc]lient|[Tt]enant|[Aa]pplicant|[Nn]ame|[Rr]ecipient|[Cc]ontact)(?: name)?:?',
    FULL_NAME,
  ],
  [
    '(?:[Bb]est |[Kk]ind |[Ww]arm )?[Rr]egards,|[Ss]incerely,|[Yy]ours (?:truly|faithfully),|[Cc]heers,|[Bb]est,',
    FULL_NAME,
  ],
  ['belongs to|signed by|on behalf of', FULL_NAME],
  ['[Ii]ch heiße|[Mm]ein Name ist|[Ii]ch bin', FULL_NAME],
  ['Herrn?|Frau', NAME],
  ["[Jj]e m'appelle|[Jj]e m’appelle|[Mm]on nom est|[Jj]e suis", FULL_NAME],
  ['Monsieur|Madame|Mademoiselle|Mme|Mlle|M\\.', NAME],
  ['[Mm]e llamo|[Mm]i nombre es|[Ss]oy', FULL_NAME],
  ['Sra?\\.|Señora?|Srta\\.|Don|Doña', NAME],
  ['[Mm]i chiamo|[Ii]l mio nome è|[Ss]ono', FULL_NAME],
  ['Sig\\.(?:ra)?|Signora?|Dott\\.(?:ssa)?', NAME],
  ['[Mm]eu nome é|[Cc]hamo-me|[Mm]e chamo|[Ee]u sou', FULL_NAME],
  ['[Ii]k heet|[Mm]ijn naam is|[Ii]k ben', FULL_NAME],
  ['[Nn]azywam się|[Mm]am na imię|[Jj]estem', NAME],
  ['Panem|Panią|Pani|Pan', FULL_NAME],
  ["[Мм]еня зовут|[Мм]оё? имя|[Мм]оє ім['’]я|[Мм]ене звати", NAME],
  ['(?<!\\p{L})Я', FULL_NAME],
  ['[Jj]ag heter|[Mm]itt namn är', FULL_NAME],
  ['[Bb]enim adım|[Aa]dım|[Ii]smim', FULL_NAME],
  ['[Tt]ôi tên là|[Tt]ên tôi là|[Tt]ên là', `${WORD}(?: ${WORD}){1,4}`],
  ['اسمي|أنا|نام من|اسم من', ARABIC],
  ['मेरा नाम|मैं', DEVANAGARI],
  ['我叫|我是|姓名[:：]?|收件人[:：]?|联系人[:：]?', '\\p{Script=Han}{2,4}'],
  ['名前は|氏名[:：]?', '\\p{Script=Han}{2,6}'],
  ['이름은 ?|저는 ?|성함[:：]? ?', '\\p{Script=Hangul}{2,4}?(?=이고|입니다|이에요|예요|라고)'],
]
/** A name and the title after it. */
const AFTER: readonly string[] = [
  '(\\p{Script=Han}{2,5})(?:様|さん|さま|氏|先生)',
  '(\\p{Script=Hangul}{2,4}) ?(?:님|씨)',
]
const PATTERNS: readonly RegExp[] = [
  ...BEFORE.map(
    ([words, name]) =>
      new RegExp(
        `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Arabic}])(?:${words})(?:\\s|\\\\n){0,3}(${name})`,
        'dgu',
      ),
  ),
  ...AFTER.map((pattern) => new RegExp(pattern, 'dgu')),
]
/** Words that stand where a name could and are none. */
const NO_NAMES = new Set(
  (
    'All Sir Madam Team Everyone Friend Friends Customer American German French English Spanish Chinese ' +
    'Russian The This That And Or Not ' +
    'Happy Sure Sorry Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April ' +
    'May June July August September ' +
    'October November December Windows Linux Python Java Google Microsoft'
  ).split(' '),
)
/** Short parts of a name are words of the language too often to be looked for again. */
const PART_CHARS_MIN = 4

/**
 * Names by the words around them: who introduces themselves, is addressed or signs; then the same name, and its last part,
 * wherever it stands again in the text. A name that nothing points to is not found: that takes a model.
 */
export function findNames(text: string): PiiSpan[] {
  const spans: PiiSpan[] = []
  const known = new Set<string>()
  for (const pattern of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.[1] ?? [0, 0]
      const name = text.slice(start, end)
      const words = name.split(' ')
      if (words.some((word) => NO_NAMES.has(word))) continue
      spans.push({ kind: 'name', start, end })
      known.add(name)
      const last = words.at(-1) ?? ''
      if (words.length > 1 && last.length >= PART_CHARS_MIN) known.add(last)
    }
  for (const name of known) spans.push(...findAgain(text, name))
  return spans
}

function findAgain(text: string, name: string): PiiSpan[] {
  const spans: PiiSpan[] = []
  const isLetter = (sign: string | undefined) => sign !== undefined && /\p{L}/u.test(sign)
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length
    const isHan = /\p{Script=Han}|\p{Script=Hangul}/u.test(name)
    if (isHan || (!isLetter(text[at - 1]) && !isLetter(text[end])))
      spans.push({ kind: 'name', start: at, end })
  }
  return spans
}

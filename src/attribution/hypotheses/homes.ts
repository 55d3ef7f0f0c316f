import type { ActorProfile } from '../../intel/index.ts'

/** Writing systems that tell languages apart without a language model. */
export const SCRIPTS = [
  'han',
  'hangul',
  'kana',
  'cyrillic',
  'persian',
  'arabic',
  'devanagari',
  'hebrew',
  'thai',
] as const
export type Script = (typeof SCRIPTS)[number]

/** Where an actor's people are said to work: offsets from UTC in whole hours, and the scripts they write beside Latin. */
export interface Home {
  readonly codes: readonly string[]
  readonly offsets: readonly number[]
  readonly scripts: readonly Script[]
}

/**
 * Countries to which public reports trace state-affiliated operations, with the words by which texts
 * name them, the clocks of their main cities (standard time and summer time), and their scripts.
 */
const COUNTRIES: ReadonlyArray<
  readonly [code: string, words: string, offsets: readonly number[], scripts: readonly Script[]]
> = [
  ['CN', 'china|chinese|prc|people.s republic of china|chn', [8], ['han']],
  ['RU', 'russia|russian|russian federation|rus', [3], ['cyrillic']],
  ['IR', 'iran|iranian|islamic republic of iran|irn', [3, 4], ['persian', 'arabic']],
  [
    'KP',
    'north korea|north korean|dprk|democratic people.s republic of korea|prk',
    [9],
    ['hangul'],
  ],
  ['KR', 'south korea|south korean|republic of korea|kor', [9], ['hangul']],
  ['VN', 'vietnam|vietnamese|viet nam|vnm', [7], []],
  ['IN', 'india|indian|ind', [5, 6], ['devanagari']],
  ['PK', 'pakistan|pakistani|pak', [5], ['arabic']],
  ['TR', 'turkey|turkish|türkiye|tur', [3], []],
  ['IL', 'israel|israeli|isr', [2, 3], ['hebrew']],
  ['LB', 'lebanon|lebanese|lbn', [2, 3], ['arabic']],
  ['PS', 'palestine|palestinian|gaza|hamas|pse', [2, 3], ['arabic']],
  ['SY', 'syria|syrian|syr', [3], ['arabic']],
  ['AE', 'united arab emirates|emirati|uae|are', [4], ['arabic']],
  ['SA', 'saudi arabia|saudi|sau', [3], ['arabic']],
  ['EG', 'egypt|egyptian|egy', [2, 3], ['arabic']],
  ['BY', 'belarus|belarusian|belarussian|blr', [3], ['cyrillic']],
  ['UA', 'ukraine|ukrainian|ukr', [2, 3], ['cyrillic']],
  ['KZ', 'kazakhstan|kazakh|kaz', [5, 6], ['cyrillic']],
  ['JP', 'japan|japanese|jpn', [9], ['kana', 'han']],
  ['TW', 'taiwan|taiwanese|twn', [8], ['han']],
  ['BR', 'brazil|brazilian|bra', [-3], []],
  ['NG', 'nigeria|nigerian|nga', [1], []],
  ['US', 'united states|american|usa', [-8, -7, -6, -5, -4], []],
  ['GB', 'united kingdom|british|gbr', [0, 1], []],
  ['FR', 'france|french|fra', [1, 2], []],
  ['ES', 'spain|spanish|esp', [1, 2], []],
]

const SCRIPT_OF_LANGUAGE: Readonly<Record<string, Script>> = {
  zh: 'han',
  chinese: 'han',
  ko: 'hangul',
  korean: 'hangul',
  ja: 'kana',
  japanese: 'kana',
  ru: 'cyrillic',
  russian: 'cyrillic',
  uk: 'cyrillic',
  fa: 'persian',
  persian: 'persian',
  farsi: 'persian',
  ar: 'arabic',
  arabic: 'arabic',
  ur: 'arabic',
  hi: 'devanagari',
  hindi: 'devanagari',
  he: 'hebrew',
  hebrew: 'hebrew',
  th: 'thai',
}

/**
 * Phrases after which, or words before which, a description tells where an actor comes from; a country
 * that merely stands in the text is as likely a target.
 */
const BEFORE =
  '(?:work(?:s|ing)? (?:for|on behalf of)|attributed to|affiliated with|linked to|based in|operat(?:es|ing) (?:from|out of)|' +
  'sponsored by|backed by|on behalf of|originat(?:es|ing) (?:from|in)|ties to|associated with)\\s+(?:the\\s+)?(?:government of\\s+)?'
const AFTER =
  "(?:-(?:linked|based|affiliated|backed|sponsored|nexus|speaking|aligned)|(?:'s)? (?:state|government|nation|threat|cyber|espionage|" +
  'apt|military|intelligence|ministry|based|nexus|group|actor|general staff|foreign intelligence))'

/** The home that the intelligence gives an actor, from its properties and relationships, else from its description. */
export function homeOf(profile: ActorProfile): Home {
  const stated = COUNTRIES.filter(([code, words]) =>
    profile.origins.some((origin) => origin === code || isWord(words, origin)),
  )
  const found = stated.length > 0 ? stated : COUNTRIES.filter((row) => isOrigin(row, profile))
  const spoken = profile.languages.map(
    (language) => SCRIPT_OF_LANGUAGE[language.toLowerCase().split(/[-_]/)[0] ?? ''],
  )
  const scripts = [...found.flatMap((row) => row[3]), ...spoken]
  return {
    codes: found.map(([code]) => code),
    offsets: [...new Set(found.flatMap((row) => row[2]))],
    scripts: SCRIPTS.filter((script) => scripts.includes(script)),
  }
}

function isWord(words: string, text: string): boolean {
  return new RegExp(`^(?:${words})$`, 'i').test(text.trim())
}

function isOrigin(
  [code, words]: (typeof COUNTRIES)[number],
  { description }: ActorProfile,
): boolean {
  const before = new RegExp(`${BEFORE}(?:${words}|${code})\\b`, 'i')
  const after = new RegExp(`\\b(?:${words})${AFTER}`, 'i')
  return before.test(description) || after.test(description)
}

/** Words of what an actor is after, from its targets and from what its description says of them, lower case. */
export function targetWordsOf(profile: ActorProfile): string[] {
  const told = [
    ...profile.description.matchAll(/\btarget(?:s|ed|ing)?\b[^.:]{0,40}[: ]\s*([^.;]+)/gi),
  ]
  const phrases = [...profile.targets, ...told.flatMap(([, list = '']) => list.split(/,| and /))]
  const words = phrases
    .map((phrase) => phrase.trim().toLowerCase())
    .filter((phrase) => phrase.length >= TARGET_CHARS_MIN && phrase.length <= TARGET_CHARS_MAX)
  return [...new Set(words)].sort().slice(0, TARGETS_MAX)
}

/** Shorter words stand in anybody's text; longer ones are sentences that nobody repeats. */
const TARGET_CHARS_MIN = 5
const TARGET_CHARS_MAX = 40
const TARGETS_MAX = 20

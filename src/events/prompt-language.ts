/** Letters that belong to one language, or to one family of which the first is meant, in the order they are asked. */
const SCRIPTS: ReadonlyArray<readonly [language: string, letters: string]> = [
  ['ko', '[\\x{AC00}-\\x{D7A3}]'],
  ['ja', '[\\x{3040}-\\x{30FF}]'],
  ['zh', '[\\x{4E00}-\\x{9FFF}]'],
  ['fa', '[پچژگکی]'],
  ['ar', '[\\x{0600}-\\x{06FF}]'],
  ['uk', '[іїєґ]'],
  ['ru', '[\\x{0400}-\\x{04FF}]'],
  ['hi', '[\\x{0900}-\\x{097F}]'],
  ['he', '[\\x{0590}-\\x{05FF}]'],
  ['th', '[\\x{0E00}-\\x{0E7F}]'],
  ['el', '[\\x{0370}-\\x{03FF}]'],
]

/** Small words that stand in almost every sentence of a language and hardly ever in one of another listed here. */
const SMALL_WORDS: Readonly<Record<string, string>> = {
  en: 'and the is of to for this that with you what how are my please from it write can',
  es: 'el los las una por del está más pero cómo qué según',
  fr: 'le les des une est pour dans sur avec du et pas je vous',
  de: 'der die das und ist nicht ein eine für mit auf den von wie ich zu',
  pt: 'os uma não para em um você mais são pelo',
  it: 'il gli di della sono è più questo nel perché',
  nl: 'het een van voor op dat wat hoe ik zijn',
  vi: 'và của là cho không một các những được với',
  id: 'yang dan untuk dengan ini itu tidak saya dari ke',
  tr: 've bir bu için ile nasıl olarak daha',
  pl: 'nie jest się na jak że dla czy przez',
  sw: 'ya wa kwa ni katika hii jinsi yangu',
  et: 'ja ei kuidas see mis ning oma kui',
}

/** Bytes of a prompt that are read: its language shows in the first sentences. */
const HEAD_BYTES = 400
/** Share of a text's bytes that letters outside ASCII add before a script counts: a quoted name decides nothing. */
const SCRIPT_SHARE_MIN = 0.15
/** Small words before a language is named. */
const WORDS_MIN = 2

/**
 * SQL for the language of a prompt, ISO 639-1, or '' where it cannot be told (code, numbers, a few words).
 * Coarse on purpose: it tells which languages an account writes, over many prompts, at the speed of the engine.
 */
export function promptLanguageSql(prompt: string): string {
  const head = `substring(${prompt}, 1, ${HEAD_BYTES})`
  const isScript = `length(${head}) - lengthUTF8(${head}) > ${SCRIPT_SHARE_MIN} * length(${head})`
  const scripts = SCRIPTS.map(
    ([language, letters]) => `match(${head}, '${letters.replaceAll('\\', '\\\\')}'), '${language}'`,
  )
  return `multiIf(${head} = '', '', isValidASCII(${head}) OR NOT (${isScript}), ${smallWordsSql(head)},
    multiIf(${scripts.join(', ')}, ${smallWordsSql(head)}))`
}

function smallWordsSql(head: string): string {
  const languages = Object.keys(SMALL_WORDS)
  const words = languages.flatMap((language, index) =>
    (SMALL_WORDS[language] ?? '').split(' ').map((word) => [word, index + 1] as const),
  )
  const list = words.map(([word]) => `'${word}'`).join(', ')
  const codes = words.map(([, code]) => `toUInt8(${code})`).join(', ')
  const coded = `arrayMap(word -> transform(word, [${list}], [${codes}], toUInt8(0)), tokens(lowerUTF8(${head})))`
  const found = `arrayFilter(code -> code > 0, ${coded})`
  const names = languages.map((language) => `'${language}'`).join(', ')
  return `if(length(${found}) < ${WORDS_MIN}, '', arraySort((name, n) -> -n, [${names}],
    arrayMap(code -> countEqual(${found}, code), range(1, ${languages.length + 1})))[1])`
}

import { findByRule, type PiiRule, type PiiSpan } from './span.ts'

const WORD = "[\\p{Lu}][\\p{L}'’.-]{1,25}"
const NUMBER = '\\d{1,5}[a-zA-Z]?(?:[-/]\\d{1,4}[a-zA-Z]?)?'
const STREETS_EN =
  'Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Terrace|Crescent|Close|Way|Place|Parkway|Row'
const STREETS_ROMANCE =
  'rue|avenue|boulevard|impasse|allée|place|quai|chemin|calle|avenida|plaza|paseo|carrera|via|viale|piazza|' +
  'corso|vicolo|rua|travessa|praça|largo|alameda'
const STREETS_GERMANIC =
  'straße|strasse|str\\.|gasse|weg|allee|platz|ufer|ring|damm|steig|straat|gracht|laan|plein|kade|gatan|vägen|gata|vej|gade|veien'
const CITY_PLACES = 'Am|An der|Im|Auf dem|Auf der|Zum|Zur|Unter den'

const rule = (pattern: string, flags = 'dgu'): PiiRule => ({
  kind: 'address',
  pattern: new RegExp(pattern, flags),
})

/** Streets with a house number, and postal codes with their town, as they are written in each language. */
const RULES: readonly PiiRule[] = [
  rule(`(?<![\\p{L}\\p{N}])(${NUMBER} (?:${WORD} ){1,3}(?:${STREETS_EN})\\b\\.?)`),
  rule(
    `(?<![\\p{L}\\p{N}])(${NUMBER},? (?:bis |ter )?(?:${STREETS_ROMANCE}) (?:(?:de|du|des|de la|de l'|d'|l')[ ` +
      `]?){0,2}${WORD}(?:[ -]${WORD}){0,2})`,
    'dgiu',
  ),
  rule(
    `(?<![\\p{L}\\p{N}])((?:${STREETS_ROMANCE}) (?:(?:de|del|della|delle|dei|degli|do|da|das|dos|de la|de los|` +
      `de las) )?(?:${WORD}[ ]?){1,3},? ?(?:n[.º°o]? ?)?${NUMBER})(?![\\p{L}\\p{N}])`,
    'dgiu',
  ),
  rule(
    `(?<![\\p{L}\\p{N}])([\\p{Lu}][\\p{L}-]{1,30}(?:${STREETS_GERMANIC}) ${NUMBER})(?![\\p{L}\\p{N}])`,
  ),
  rule(`(?<![\\p{L}\\p{N}])((?:${CITY_PLACES}) ${WORD} ${NUMBER})(?![\\p{L}\\p{N}.])`),
  rule(
    `(?<![\\p{L}\\p{N}])((?:ul|al|pl|os)\\. ${WORD}(?: ${WORD})? ${NUMBER})(?![\\p{L}\\p{N}])`,
    'dgiu',
  ),
  rule(
    '(?<!\\p{L})((?:ул|пр|просп|пер|вул|бул)\\.? ?[\\p{Lu}][\\p{L}-]{1,30}(?: [\\p{L}-]{1,30})?,? (?:д\\.?|' +
      'дом|буд\\.?)? ?\\d{1,4}[а-я]?(?:, ?(?:кв|корп)\\.? ?\\d{1,4}){0,2})',
  ),
  rule(
    `(?<!\\p{L})([\\p{Lu}][\\p{L}]{1,30} (?:Sokak|Sokağı|Caddesi|Cad\\.|Sok\\.|Bulvarı) (?:No: ?)?${NUMBER})`,
  ),
  rule('([\\p{Script=Han}]{4,30}[路街道巷]\\d{1,5}[号弄]?(?:\\d{1,4}[室楼])?)'),
  rule(
    '([\\p{Script=Han}]{2,4}[都道府県][\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]{1,20}\\d{1,3}' +
      '(?:丁目|番|-)\\d{1,3}(?:-\\d{1,3}|号){0,2})',
  ),
  rule(
    '(?<![\\p{L}\\p{N}.,/-])(\\d{5} [\\p{Lu}][\\p{Ll}]{2,25}(?:-[\\p{Lu}][\\p{Ll}]{2,25})?)(?![\\p{L}\\p{N}])',
  ),
]
/** Words that a five-digit number counts, so that it is no postal code. */
const COUNTED = /^\d{5} (?:EUR|USD|Euro|Mark|Dollar|Items|Users|Jahre|Menschen|Personen)\b/

export function findAddresses(text: string): PiiSpan[] {
  return RULES.flatMap((one) => findByRule(text, one)).filter(
    ({ start, end }) => !COUNTED.test(text.slice(start, end)),
  )
}

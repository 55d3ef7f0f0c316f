import {
  isBsn,
  isCard,
  isChineseId,
  isCpf,
  isDni,
  isIban,
  isNir,
  isPesel,
  isSsn,
  isSteuerId,
  isTckn,
  startsWithDay,
} from './checks.ts'
import type { PiiRule } from './span.ts'

/** Not inside a longer word or number; scripts that write no spaces may go on beside it. */
const LETTER = '\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}'
const [START, END] = [`(?<![${LETTER}\\p{N}_])`, `(?![${LETTER}\\p{N}_])`]
/** Not inside a number with points or signs either: a version, an address, an amount. */
const [APART, ALONE] = [`(?<![${LETTER}\\p{N}_.,+/-])`, `(?![${LETTER}\\p{N}_]|[.,/-]\\p{N})`]
const rule = (
  kind: PiiRule['kind'],
  pattern: string,
  isRight?: (value: string) => boolean,
): PiiRule => ({
  kind,
  pattern: new RegExp(pattern, 'dgiu'),
  ...(isRight === undefined ? {} : { isRight }),
})
/** A value that only the words before it make personal: `words`, at most a few signs, then the value. */
const after = (
  kind: PiiRule['kind'],
  words: string,
  value: string,
  isRight?: (value: string) => boolean,
): PiiRule => rule(kind, `(?:${words})[\\s:：.#=№°-]{0,6}(${value})${END}`, isRight)

const enough = (low: number, high: number) => (text: string) => {
  const count = text.replace(/\D/g, '').length
  return count >= low && count <= high
}
const isPublicV4 = (text: string): boolean => text.split('.').every((part) => Number(part) < 256)

const PHONE_WORDS =
  'phone(?: number)?|telephone|mobile|cell|call(?: me| back)?(?: at| on)?|reach me (?:at|on)|text me (?:at|' +
  'on)|whatsapp|tel|fax|telefon|handy|mobil|' +
  'rufen sie mich an|ruf mich an|tél|téléphone|portable|teléfono|móvil|telefono|cellulare|telefone|' +
  'telemóvel|celular|bel|telefoonnummer|numer|' +
  'тел|телефон|номер|电话|電話|手机号?|携帯|전화번호는?|휴대폰|هاتفي|تلفن|số điện thoại|फ़ोन|telefon numaram'
const PASSPORT_WORDS =
  'passport(?: number| no\\.?)?|reisepass(?:nummer)?|passeport|pasaporte|passaporto|паспорт|护照号?码?|パスポート(?:番号)?|pasaport'
const ID_WORDS =
  'ssn|social security(?: number)?|national id|id number|identity number|tax id|steuer-?id(?:nr)?|' +
  'personnummer|bsn|burgerservicenummer|pesel|' +
  'tc kimlik(?: no)?|aadhaar|आधार|снилс|инн|mynumber|マイナンバー'

/** In the order in which they win where two overlap. */
export const RULES: readonly PiiRule[] = [
  rule('key', '-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\\s\\S]{0,5000}?-----END'),
  rule(
    'key',
    `${START}((?:sk|pk|rk)[-_](?:[a-z]{2,8}[-_]){0,2}[a-z0-9_-]{20,200}|gh[pousr]_[a-z0-9]{30,100}|` +
      `glpat-[\\w-]{16,60}|xox[abpr]-[\\w-]{10,100}|AKIA[0-9A-Z]{16}|AIza[\\w-]{30,50}|ya29\\.[\\w-]{20,200}|` +
      `eyJ[\\w-]{10,2000}\\.eyJ[\\w-]{10,4000}\\.[\\w-]{10,1000})`,
  ),
  rule(
    'email',
    `${START}([${LETTER}\\p{N}._%+'-]{1,64}@[${LETTER}\\p{N}-]{1,63}(?:\\.[${LETTER}\\p{N}-]{1,63}){1,8})`,
  ),
  rule(
    'iban',
    `${START}([A-Z]{2}\\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?: ?[A-Z0-9]{1,3})?)${END}`,
    isIban,
  ),
  rule('national-id', `${START}(\\d{17}[\\dX])${END}`, isChineseId),
  rule(
    'national-id',
    `${START}([12] ?\\d{2} ?\\d{2} ?\\d[\\dAB] ?\\d{3} ?\\d{3} ?\\d{2})${END}`,
    isNir,
  ),
  rule('card', `${APART}(\\d(?:[ -]?\\d){12,18})(?!\\p{N}|[.,]\\p{N})`, isCard),
  rule('national-id', `${APART}(\\d{3}-\\d{2}-\\d{4})${ALONE}`, isSsn),
  rule('national-id', `${START}([A-Z]{6}\\d{2}[A-EHLMPR-T]\\d{2}[A-Z]\\d{3}[A-Z])${END}`),
  rule('national-id', `${START}([A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D])${END}`),
  rule('national-id', `${START}([XYZ]?-?\\d{7,8}-?[A-Z])${END}`, isDni),
  rule('national-id', `${APART}(\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2})${END}`, isCpf),
  rule('national-id', `${APART}(\\d{3}-\\d{3}-\\d{3} \\d{2})${END}`),
  rule('national-id', `${APART}(\\d{6}-[1-8]\\d{6})${END}`, startsWithDay),
  rule('national-id', `${APART}((?:19|20)?\\d{6}[-+]\\d{4})${END}`, (text) =>
    startsWithDay(text.slice(-11)),
  ),
  after('national-id', 'pesel|pesel:', '\\d{11}', isPesel),
  after(
    'national-id',
    '(?:tax id|steuer-?id(?:entifikations)?(?:nummer|nr)?\\.?)(?: is| ist| lautet)?',
    '\\d{2}(?: ?\\d{3}){3}',
    isSteuerId,
  ),
  after('national-id', '(?:bsn|burgerservicenummer)(?: is)?', '\\d{9}', isBsn),
  after('national-id', '(?:kimlik|tckn|tc)(?: no| numarası| numaram)?', '[1-9]\\d{10}', isTckn),
  after('national-id', PASSPORT_WORDS, '[A-Z0-9]{2}[A-Z0-9 ]{4,9}\\d', enough(5, 12)),
  after(
    'national-id',
    `(?:${ID_WORDS})(?: is| ist| est| es| это| number| no\\.?)?`,
    '\\d(?:[ -]?\\d){8,13}',
    enough(9, 14),
  ),
  rule(
    'ip',
    `(?<!version |release |[vV])${APART}((?:\\d{1,3}\\.){3}\\d{1,3})(?![\\p{L}\\p{N}_]|\\.\\p{N})`,
    isPublicV4,
  ),
  rule(
    'ip',
    `(?<![\\p{L}\\p{N}:.])((?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,7})(?![\\p{L}\\p{N}:])`,
    (text) => text.includes('::') || text.split(':').length === 8,
  ),
  rule(
    'phone',
    `(?<![\\p{L}\\p{N}_+])(\\+\\d{1,3}(?:[ .\\-/]?(?:\\(\\d{1,4}\\)|\\d{1,5})){2,7})${END}`,
    enough(8, 15),
  ),
  rule('phone', `${START}(1[3-9]\\d{9})${END}`),
  rule(
    'phone',
    `${APART}(\\(\\d{2,5}\\) ?\\d{3,4}[ -]\\d{2,4}(?:[ -]\\d{2,4})?)${END}`,
    enough(9, 12),
  ),
  rule('phone', `${APART}(0\\d{1,3}-\\d{3,4}-\\d{4})${END}`, enough(9, 11)),
  rule('phone', `${APART}(\\d{3}[-. ]\\d{3}[-. ]\\d{4})${ALONE}`),
  after('phone', PHONE_WORDS, '[\\d(][\\d ()./-]{5,18}\\d', enough(7, 14)),
]

import type { Chance } from './chance.ts'
import type { Names } from './phrasebook.ts'

const SYLLABLES: Readonly<Record<string, readonly string[]>> = {
  en: 'bel ra vin to ka mor len si dar pu gre ni sol ta fen or ul ja mi ve lo zan ke ri tho al quin es bo du pel wa har yo cre'.split(
    ' ',
  ),
  ru: 'ве ла мо ри но та сель гор ка ду ни ба рин ов ле за пе ту ми хо'.split(' '),
  zh: '云 海 星 安 华 林 信 远 明 达 康 新 科 瑞 宏 元 通 嘉 天 峰'.split(' '),
  ko: '가 나 은 서 한 민 도 윤 라 소 진 하 온 빛 솔 아 주 동 미 새'.split(' '),
  fa: 'پا رس نو را مه آر دا سا نی کا لو بر تا می زا'.split(' '),
  ar: 'نو را سا لم دا مي قا رب هلا ري كا تو زا نا'.split(' '),
}

/** A word that nobody has: a brand, a place, a person. */
export function madeWord(chance: Chance, language: string): string {
  const list = SYLLABLES[language] ?? SYLLABLES['en'] ?? []
  const count = language === 'zh' || language === 'ko' ? 2 : chance.whole(2, 4)
  const word = Array.from({ length: count }, () => chance.pick(list)).join('')
  return list === SYLLABLES['en'] ? word.charAt(0).toUpperCase() + word.slice(1) : word
}

const lower = (chance: Chance): string => madeWord(chance, 'en').toLowerCase()
const ENDINGS = ['py', 'ps1', 'docx', 'js', 'sh', 'xlsx', 'go', 'md', 'sql', 'csv', 'cs', 'zip']
const ROLES = 'sync loader mailer parser import agent list draft core tool batch relay'.split(' ')
const TOPS = ['example', 'test', 'example.net', 'example.org', 'example.com']

/** A file name of one's own, e.g. `morvin_sync.py`. */
export function madeFile(chance: Chance): string {
  const stem = `${lower(chance)}${chance.pick(['_', '-', ''])}${chance.happens(0.6) ? chance.pick(ROLES) : chance.whole(2, 99)}`
  return `${stem}.${chance.pick(ENDINGS)}`
}

/** A code identifier of one's own, e.g. `belraQueue` or `morvin_task`. */
export function madeIdent(chance: Chance): string {
  const role = chance.pick(['Queue', 'Task', 'Cache', 'Store', 'Frame', 'Index', 'Token', 'Pool'])
  const word = lower(chance)
  return chance.happens(0.5) ? `${word}${role}` : `${word}_${role.toLowerCase()}`
}

/** A host or domain name under a reserved top. */
export function madeHost(chance: Chance): string {
  const stem = chance.happens(0.4) ? `${lower(chance)}-${chance.pick(ROLES)}` : lower(chance)
  return `${stem}.${chance.pick(TOPS)}`
}

/** Names of one's own: files, identifiers and hosts. */
export function madeNames(chance: Chance, files: number, idents: number, hosts: number): Names {
  const many = (count: number, make: (chance: Chance) => string): string[] =>
    Array.from({ length: count }, () => make(chance))
  return {
    files: many(files, madeFile),
    idents: many(idents, madeIdent),
    hosts: many(hosts, madeHost),
  }
}

import type { Chance } from './chance.ts'
import { madeWord } from './made-words.ts'

const PLATFORMS = [
  'Windows NT 10.0; Win64; x64',
  'Macintosh; Intel Mac OS X 10_15_7',
  'X11; Linux x86_64',
  'Linux; Android 14; K',
  'Linux; Android 13; SM-A546B',
  'Windows NT 10.0; WOW64',
]

/** A browser's user agent; newer versions are commoner. */
export function browserAgent(chance: Chance): string {
  const version = 140 - chance.wide(1, 30) + 1
  const platform = chance.weighted([
    [PLATFORMS[0] ?? '', 50],
    [PLATFORMS[1] ?? '', 20],
    [PLATFORMS[2] ?? '', 5],
    [PLATFORMS[3] ?? '', 18],
    [PLATFORMS[4] ?? '', 5],
    [PLATFORMS[5] ?? '', 2],
  ])
  const build = chance.happens(0.15) ? `${chance.whole(5000, 7400)}.${chance.wide(10, 240)}` : '0.0'
  if (chance.happens(0.12))
    return `Mozilla/5.0 (${platform}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`
  return `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.${build} Safari/537.36`
}

/** A library's user agent. */
export function libraryAgent(chance: Chance): string {
  return chance.weighted([
    [`OpenAI/Python 1.${chance.wide(1, 99)}.${chance.wide(1, 8) - 1}`, 50],
    [`OpenAI/JS 4.${chance.wide(1, 90)}.${chance.wide(1, 4) - 1}`, 25],
    [`python-requests/2.${chance.whole(25, 32)}.${chance.whole(0, 3)}`, 12],
    [`curl/8.${chance.whole(0, 11)}.${chance.whole(0, 1)}`, 6],
    [`axios/1.${chance.whole(2, 9)}.${chance.whole(0, 9)}`, 7],
  ])
}

/** An agent that only one crew, team or product has. */
export function rareAgent(chance: Chance): string {
  const word = madeWord(chance, 'en')
  if (chance.happens(0.5))
    return `${word.toLowerCase()}-client/0.${chance.whole(1, 40)}.${chance.whole(0, 9)}`
  const version = `${chance.whole(88, 118)}.0.${chance.whole(4000, 5900)}.${chance.whole(1, 200)}`
  return `Mozilla/5.0 (X11; Linux x86_64; ${word}) AppleWebKit/537.36 Chrome/${version} Safari/537.36`
}

const MAIL_HOSTS = [
  ['mail.example', 45],
  ['post.example', 20],
  ['inbox.example.net', 12],
  ['freemail.example.org', 10],
  ['quickbox.test', 6],
  ['private.example', 4],
  ['webmail.test', 3],
] as const

/** A person's own e-mail address under a reserved name. */
export function personalMail(chance: Chance): string {
  const first = madeWord(chance, 'en').toLowerCase()
  const last = madeWord(chance, 'en').toLowerCase()
  const local = chance.weighted([
    [`${first}.${last}`, 30],
    [`${first}${last}${chance.whole(1, 99)}`, 20],
    [`${first}${chance.whole(1950, 2010)}`, 20],
    [`${first.charAt(0)}${last}`, 15],
    [`${first}_${last}`, 8],
    [`${first}${chance.whole(1, 9)}`, 7],
  ])
  return `${local}@${chance.weighted(MAIL_HOSTS)}`
}

/** Addresses of one maker: one pattern, one host, counted or random endings. */
export function patternedMails(count: number, chance: Chance): string[] {
  const stem = madeWord(chance, 'en').toLowerCase()
  const host = chance.weighted(MAIL_HOSTS)
  const style = chance.whole(0, 3)
  const start = chance.whole(1, 400)
  return Array.from({ length: count }, (_, index) => {
    if (style === 0) return `${stem}${start + index}@${host}`
    if (style === 1) return `${stem}.${madeWord(chance, 'en').toLowerCase()}@${host}`
    if (style === 2)
      return `${madeWord(chance, 'en').slice(0, 6).toLowerCase()}${chance.whole(100, 999)}@${host}`
    return `${stem}+${chance.hex(4)}@${host}`
  })
}

export function fingerprint(chance: Chance): string {
  return `fp_${chance.hex(10)}`
}

import { mkdtemp, rm } from 'node:fs/promises'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { domainToASCII } from 'node:url'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../../platform/index.ts'
import { clientAddressSql, hostNameSql, observablesSql } from './index.ts'

const SEED = { seed: 20260105, numRuns: 3000 }
let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windbreak-normalise-'))
  engine = await openEmbeddedEngine(folder)
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

/** An expression over `x` for each of many values, in one query. */
async function evaluate(sql: string, values: readonly string[]): Promise<string[]> {
  const rows = await engine.rows<{ y: string }>(
    `SELECT ${sql} AS y FROM (SELECT p.1 AS at, p.2 AS x FROM (SELECT arrayJoin(arrayZip(range(length({v:Array(String)})),
     {v:Array(String)})) AS p)) ORDER BY at`,
    { v: values },
  )
  return rows.map((row) => row.y)
}

const leftOut = new BlockList()
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['0.0.0.0', 32],
] as const)
  leftOut.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  leftOut.addSubnet(net, bits, 'ipv6')

/** The same rules in plain TypeScript, by other means. */
function plainAddress(text: string): string {
  if (isIPv4(text)) return leftOut.check(text, 'ipv4') ? '' : text
  if (!isIPv6(text)) return ''
  const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1)
  // The engine writes a deprecated IPv4-compatible address with a dotted end, as inet_ntop does.
  const ending = /^::(ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (ending === null) return leftOut.check(canonical, 'ipv6') ? '' : canonical
  const [high, low] = [Number.parseInt(ending[2] ?? '', 16), Number.parseInt(ending[3] ?? '', 16)]
  const dotted = [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return ending[1] === undefined ? `::${dotted}` : plainAddress(dotted)
}

const v4 = fc
  .tuple(
    fc.constantFrom(10, 100, 127, 169, 172, 192, 198, 203, 224, 255),
    fc.nat(255),
    fc.nat(255),
    fc.nat(255),
  )
  .map((parts) => parts.join('.'))
const group = fc.oneof(
  fc.constant(0),
  fc.nat(0xffff),
  fc.constantFrom(0xfe80, 0xfc00, 0xfdff, 0xfebf, 0x2001),
)
const v6 = fc
  .tuple(fc.array(group, { minLength: 8, maxLength: 8 }), fc.nat(7), fc.nat(3), fc.boolean())
  .map(([groups, from, width, upper]) => {
    const cut = Math.min(8, from + width)
    const kept = groups.map((one, at) => (at >= from && at < cut ? 0 : one).toString(16))
    const text =
      width < 2 ? kept.join(':') : `${kept.slice(0, from).join(':')}::${kept.slice(cut).join(':')}`
    return upper ? text.toUpperCase() : text
  })
const address = fc.oneof(
  v4,
  v6,
  v4.map((ip) => `::ffff:${ip}`),
  v4.map((ip) => `::FFFF:${ip}`),
)

describe('normalisation', () => {
  it('gives addresses the same canonical text as plain TypeScript, and does so again', async () => {
    const values = fc.sample(address, SEED).filter((text) => isIPv4(text) || isIPv6(text))
    expect(values.length).toBeGreaterThan(2500)
    const canonical = await evaluate(clientAddressSql('x'), values)
    expect(canonical).toEqual(values.map(plainAddress))
    expect(await evaluate(clientAddressSql('x'), canonical)).toEqual(canonical)
  })

  it('gives domains of many scripts the same ASCII as the IDNA of the platform, and does so again', async () => {
    const alphabets = [
      'abcXYZ019',
      'абвгдёжэюяЩЪ',
      'αβγδλωΣάέ',
      'äöüßéñçøåÅÖ',
      '中文域名例子网络',
      '한국도메인',
      'ひらがなカタ',
      'हिन',
      'ދިވ',
    ]
    const label = fc
      .constantFrom(...alphabets)
      .chain((letters) =>
        fc.array(fc.constantFrom(...Array.from(letters)), { minLength: 1, maxLength: 12 }),
      )
      .map((letters) => letters.join('').normalize('NFC'))
    const host = fc.tuple(label, label).map(([first, second]) => `${first}.${second}.Example`)
    const values = fc.sample(host, SEED).filter((text) => domainToASCII(text) !== '')
    expect(values.length).toBeGreaterThan(2000)
    const canonical = await evaluate(hostNameSql('x'), values)
    expect(canonical).toEqual(values.map((text) => domainToASCII(text)))
    expect(await evaluate(hostNameSql('x'), canonical)).toEqual(canonical)
  })
})

describe('hostile text', () => {
  const all = observablesSql({
    ip: 'x',
    userAgent: 'x',
    prompt: 'x',
    completion: 'x',
    toolArgs: 'x',
  })

  it('never stops the engine, whatever the bytes', async () => {
    const shards = [
      'a.example',
      'http://',
      '[.]',
      '`',
      '```',
      '\n',
      '@',
      '\\\\',
      'C:\\',
      '/etc/',
      '::',
      '203.0.113.9',
      '(',
      'xn--',
      '。',
      'é',
      '\u202e',
      '"',
      '{',
      'hxxp',
      'x_y',
    ]
    const bytes = fc.array(
      fc.oneof(
        fc.constantFrom(...shards).map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 6 }).map((raw) => Buffer.from(raw)),
      ),
      { maxLength: 24 },
    )
    const hex = fc
      .sample(bytes, { seed: 7, numRuns: 4000 })
      .map((parts) => Buffer.concat(parts).toString('hex'))
    const [row] = await engine.rows<{ n: number; most: number }>(
      `SELECT count() AS n, max(length(found)) AS most FROM (SELECT ${all} AS found FROM
       (SELECT unhex(arrayJoin({v:Array(String)})) AS x))`,
      { v: hex },
    )
    expect(row?.n).toBe(4000)
    expect(row?.most).toBeLessThanOrEqual(200)
  })

  it('reads a million characters of the worst kinds in seconds', async () => {
    const worst = [
      'a',
      '\\n',
      'a.',
      '1.',
      'a:',
      '/a',
      'a@',
      '`',
      '(.)',
      'C:\\\\a ',
      'é.',
      'a_b=',
      '```',
      'http://',
      '中',
      '\\u200b',
      '\\0',
    ]
    const [row] = await engine.rows<{ n: number }>(
      `SELECT count() AS n FROM (SELECT ${all} AS found FROM (SELECT repeat(arrayJoin([${worst.map((one) => `'${one}'`).join(', ')}]),
       intDiv(1000000, 3)) AS x)) WHERE length(found) <= 200`,
    )
    expect(row?.n).toBe(worst.length)
  })
})

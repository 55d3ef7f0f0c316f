import { describe, expect, it } from 'vitest'
import {
  normalizeAddress,
  normalizeDomain,
  normalizeEmail,
  normalizeFileName,
  normalizeHash,
  normalizeUrl,
  normalizeWallet,
  parseRange,
} from './index.ts'

const value = (result: ReturnType<typeof normalizeAddress>): string | undefined =>
  result.ok ? result.value : undefined

describe('normalizers', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    [' 198.51.100.7 ', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:C633:6407', '198.51.100.7'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['1::', '1::'],
    ['64:ff9b::198.51.100.7', '64:ff9b::c633:6407'],
    ['198.51.100.256', undefined],
    ['198.51.100.07', undefined],
    ['198.51.100', undefined],
    ['1:2:3:4:5:6:7:8:9', undefined],
    ['1::2::3', undefined],
    ['1:2:3:4:5:6:7::8:9', undefined],
    ['fe80::1%eth0', undefined],
    ['198.51.100.7::', undefined],
    ['', undefined],
  ])('address %j', (text, wanted) => expect(value(normalizeAddress(text))).toBe(wanted))

  it.each([
    ['Evil.Example.', 'evil.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['_dmarc.evil.example', '_dmarc.evil.example'],
    ['evil', undefined],
    ['evil example.com', undefined],
    ['http://evil.example', undefined],
    ['198.51.100.7', undefined],
    [`${'a'.repeat(64)}.example`, undefined],
    ['a..example', undefined],
  ])('domain %j', (text, wanted) => expect(value(normalizeDomain(text))).toBe(wanted))

  it.each([
    ['HTTP://Evil.Example:80', 'http://evil.example/'],
    ['https://evil.example:8443/A?b=C#d', 'https://evil.example:8443/A?b=C'],
    ['https://user:pw@evil.example?x', 'https://user:pw@evil.example/?x'],
    ['http://[2001:DB8::0001]/x', 'http://[2001:db8::1]/x'],
    ['evil.example/x', undefined],
    ['http://evil example/x', undefined],
  ])('url %j', (text, wanted) => expect(value(normalizeUrl(text))).toBe(wanted))

  it.each([
    [normalizeEmail('A.B@Mail.Example'), 'a.b@mail.example'],
    [normalizeEmail('mail.example'), undefined],
    [normalizeEmail('a b@mail.example'), undefined],
    [normalizeHash('D41D8CD98F00B204E9800998ECF8427E'), 'd41d8cd98f00b204e9800998ecf8427e'],
    [normalizeHash('d41d8'), undefined],
    [normalizeFileName('C:\\Temp\\Evil.EXE'), 'evil.exe'],
    [normalizeFileName('/tmp/'), undefined],
    [
      normalizeWallet('0xAB5801A7D398351B8BE11C439E05C5B3259AEC9B'),
      '0xab5801a7d398351b8be11c439e05c5b3259aec9b',
    ],
    [normalizeWallet('1BoatSLRHtKNngkdXEeobR76b53LETtpyT'), '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
    [normalizeWallet('short'), undefined],
  ])('%# gives %j', (result, wanted) => expect(value(result)).toBe(wanted))

  it.each([
    ['198.51.100.77/24', { value: '198.51.100.0', bits: 24, isV4: true }],
    ['58.247.1.1/15', { value: '58.246.0.0', bits: 15, isV4: true }],
    ['198.51.100.7/32', { value: '198.51.100.7', bits: 32, isV4: true }],
    ['0.0.0.0/0', { value: '0.0.0.0', bits: 0, isV4: true }],
    ['2001:DB8:1:2::5/48', { value: '2001:db8:1::', bits: 48, isV4: false }],
    ['2001:db8:ffff::/33', { value: '2001:db8:8000::', bits: 33, isV4: false }],
    ['::ffff:198.51.100.0/120', { value: '198.51.100.0', bits: 24, isV4: true }],
    ['198.51.100.0/33', undefined],
    ['2001:db8::/129', undefined],
    ['198.51.100.0', undefined],
  ])('range %j', (text, wanted) => expect(parseRange(text)).toEqual(wanted))
})

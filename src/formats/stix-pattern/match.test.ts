import { describe, expect, it } from 'vitest'
import { WindbreakError } from '../../core/index.ts'
import { type Json, matchPattern, parsePattern, readObservations } from './index.ts'

/** Observations a second apart, each with the given objects; ids are the positions. */
function observe(...objects: readonly Json[]): Json[] {
  return objects.map((object, index) => ({
    type: 'observed-data',
    first_observed: `2026-01-05T08:00:0${index}Z`,
    last_observed: `2026-01-05T08:00:0${index}Z`,
    number_observed: 1,
    objects: Array.isArray(object)
      ? Object.fromEntries(object.map((one, at) => [String(at), one as Json]))
      : { '0': object },
  }))
}

const matches = (pattern: string, data: readonly Json[]): boolean =>
  matchPattern(parsePattern(pattern), readObservations(data)) !== undefined

const host = (value: string, more: object = {}): Json => ({ type: 'domain-name', value, ...more })

describe('matchPattern', () => {
  it.each([
    ["[domain-name:value = 'a.example']", true],
    ["[domain-name:value != 'a.example']", false],
    ["[domain-name:missing != 'a']", false],
    ["[domain-name:missing NOT = 'a']", false],
    ['[domain-name:value = 5]', false],
    ['[domain-name:value != 5]', true],
    ['[domain-name:value > 5]', false],
    ['[domain-name:value NOT > 5]', false],
    ['[EXISTS domain-name:value]', true],
    ['[NOT EXISTS domain-name:missing]', true],
    ['[NOT EXISTS url:value]', false],
    ["[domain-name:value LIKE '_.ex%']", true],
    ["[domain-name:value LIKE 'A.ex%']", false],
    ["[domain-name:value MATCHES '^a[.]']", true],
    ["[domain-name:value MATCHES 'b|c']", false],
    ["[domain-name:value IN ('x', 'a.example')]", true],
    ["[domain-name:value NOT IN ('x')]", true],
    ["[domain-name:value = 'a.example' AND url:value = 'x']", false],
    ['[domain-name:count >= 7 AND domain-name:count < 7.5]', true],
    ["[domain-name:tags[*] = 'two']", true],
    ["[domain-name:tags[0] = 'two']", false],
    ["[domain-name:tags[1] = 'two']", true],
    ["[domain-name:bytes_hex = b'AQI=']", true],
    ["[domain-name:bytes_hex > h'01']", true],
    ["[domain-name:seen > t'2026-01-04T23:59:59.9999Z']", true],
    ["[domain-name:resolves_to_refs[*].value ISSUBSET '198.51.100.0/24']", true],
    ["[domain-name:resolves_to_refs[*].value ISSUBSET '2001:db8::/32']", true],
    ["[domain-name:resolves_to_refs[0].value ISSUBSET '2001:db8::/32']", false],
    ["[domain-name:net ISSUPERSET '203.0.113.7']", true],
    ["[domain-name:net ISSUPERSET '203.0.114.7']", false],
  ])('judges %s', (pattern, expected) => {
    const data = observe([
      host('a.example', {
        count: 7,
        tags: ['one', 'two'],
        bytes_hex: '0102',
        seen: '2026-01-05T00:00:00Z',
        net: '203.0.113.0/24',
        resolves_to_refs: ['1', '2', 'gone'],
      }),
      { type: 'ipv4-addr', value: '198.51.100.9' },
      { type: 'ipv6-addr', value: '2001:db8::9' },
    ])
    expect(matches(pattern, data)).toBe(expected)
  })

  const three = observe(host('a.example'), host('b.example'), host('c.example'))
  const is = (name: string): string => `[domain-name:value = '${name}.example']`
  it.each([
    [`${is('a')} AND ${is('b')}`, true],
    [`${is('a')} AND ${is('a')}`, false],
    [`${is('a')} OR ${is('z')}`, true],
    [`${is('a')} FOLLOWEDBY ${is('b')}`, true],
    [`${is('b')} FOLLOWEDBY ${is('a')}`, false],
    [`(${is('a')} AND ${is('c')}) WITHIN 2 SECONDS`, true],
    [`(${is('a')} AND ${is('c')}) WITHIN 1.9 SECONDS`, false],
    ["[domain-name:value LIKE '%'] REPEATS 3 TIMES", true],
    ["[domain-name:value LIKE '%'] REPEATS 4 TIMES", false],
    [`${is('b')} START t'2026-01-05T08:00:01Z' STOP t'2026-01-05T08:00:02Z'`, true],
    [`${is('c')} START t'2026-01-05T08:00:01Z' STOP t'2026-01-05T08:00:02Z'`, false],
    [`(${is('a')} FOLLOWEDBY ${is('b')}) AND ${is('c')}`, true],
  ])('binds observations: %s', (pattern, expected) => {
    expect(matches(pattern, three)).toBe(expected)
  })

  it('ends where many observations fit many parts', () => {
    const many = readObservations(observe(...Array.from({ length: 9 }, () => host('a.example'))))
    const ten = Array.from({ length: 10 }, () => is('a')).join(' AND ')
    const startedAt = performance.now()
    expect(matchPattern(parsePattern(ten), many)).toBeUndefined()
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  it.each([
    ['[domain-name:value IN (1, true)]', three],
    ["[domain-name:value = t'2026-01-01T00:00:00Z']", three],
    ["[domain-name:value MATCHES '(?=a)']", three],
    ["[domain-name:value = 'a']", [5]],
    ["[domain-name:value = 'a']", [{ type: 'observed-data', number_observed: 0 }]],
  ])('refuses %s on data that cannot be compared', (pattern, data) => {
    expect(() => matches(pattern, data as Json[])).toThrow(WindbreakError)
  })
})

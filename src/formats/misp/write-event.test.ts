import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  convertMispEvent,
  type EventHead,
  isWhole,
  mispEventOf,
  readManifest,
  writeFeed,
} from './index.ts'

const UUID = '00000000-0000-4000-8000-000000000001'
const HEAD: EventHead = {
  uuid: '00000000-0000-4000-8000-0000000000ee',
  info: 'Invented event',
  date: '2026-01-01',
  timestamp: 1_767_225_600,
  organisation: { name: 'Invented', uuid: '00000000-0000-4000-8000-0000000000aa' },
  sourceDefault: 'amber',
}
const indicator = (pattern: string, rest: object = {}) => ({
  type: 'indicator',
  id: `indicator--${UUID}`,
  modified: '2026-01-02T00:00:00.000Z',
  valid_from: '2026-01-01T00:00:00.000Z',
  pattern,
  pattern_type: 'stix',
  ...rest,
})
const RED = 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'

function backAndForth(object: Record<string, unknown>): Record<string, unknown> | undefined {
  const { event } = mispEventOf([object], HEAD)
  return convertMispEvent(JSON.parse(JSON.stringify(event))).objects.find(
    ({ type }) => type === 'indicator',
  )
}

describe('mispEventOf', () => {
  it.each([
    ["[ipv4-addr:value = '198.51.100.3']", 'ip-dst', '198.51.100.3'],
    ["[domain-name:value = 'a.example']", 'domain', 'a.example'],
    [`[file:hashes.'SHA-1' = '${'a'.repeat(40)}']`, 'sha1', 'a'.repeat(40)],
    ["[user-account:account_login = 'x']", 'stix2-pattern', "[user-account:account_login = 'x']"],
    ["[url:value LIKE 'https://%']", 'stix2-pattern', "[url:value LIKE 'https://%']"],
    ['[not a pattern', 'stix2-pattern', '[not a pattern'],
  ])('writes %s as %s', (pattern, type, value) => {
    expect(mispEventOf([indicator(pattern)], HEAD).event.Event['Attribute']).toMatchObject([
      { type, value, uuid: UUID },
    ])
  })

  it('bears the strictest TLP of its parts, and the default of the source where there is none', () => {
    const open = indicator("[url:value = 'https://a.example/']")
    const closed = { ...open, object_marking_refs: [RED] }
    expect(mispEventOf([open], HEAD).event.Event['Tag']).toEqual([{ name: 'tlp:amber' }])
    expect(mispEventOf([open, closed], HEAD).event.Event['Tag']).toEqual([{ name: 'tlp:red' }])
    expect(backAndForth(closed)).toMatchObject({ object_marking_refs: [RED] })
  })

  it('gives a NOVA rule as a nova-rule object, which is read back as the rule', () => {
    const rule = 'rule Invented\n{\n  keywords:\n    $a = "x"\n  condition:\n    keywords.$a\n}\n'
    const object = indicator(rule, { pattern_type: 'nova' })
    expect(mispEventOf([object], HEAD).event.Event['Object']).toMatchObject([{ name: 'nova-rule' }])
    expect(backAndForth(object)).toMatchObject({
      id: object.id,
      pattern: rule,
      pattern_type: 'nova',
    })
  })

  it('names what it left out, and deletes what was revoked', () => {
    const other = indicator('x', { pattern_type: 'kql' })
    expect(mispEventOf([other], HEAD).left).toEqual([
      { id: other.id, reason: 'MISP has no type for rules in kql' },
    ])
    expect(
      backAndForth(indicator("[url:value = 'https://a.example/']", { revoked: true })),
    ).toMatchObject({ revoked: true })
  })

  it('keeps id and pattern of every value, there and back', () => {
    const path = fc.constantFrom(
      'ipv4-addr:value',
      'domain-name:value',
      'url:value',
      'email-addr:value',
      'file:name',
      'user-account:user_id',
    )
    fc.assert(
      fc.property(path, fc.string({ minLength: 1, maxLength: 20 }), (name, value) => {
        const pattern = `[${name} = '${value.replace(/['\\]/g, '\\$&')}']`
        const back = backAndForth(indicator(pattern))
        // An address is written by its own family; what is none keeps the family that it was given.
        const wanted = [pattern, pattern.replace('ipv4', 'ipv6')]
        expect(back).toMatchObject({ id: `indicator--${UUID}`, pattern_type: 'stix' })
        expect(wanted.slice(0, value.includes(':') ? 2 : 1)).toContain(back?.['pattern'])
      }),
    )
  })
})

describe('a feed', () => {
  it('names each event with its hash, and finds one that was changed on the way', () => {
    const { event } = mispEventOf([indicator("[domain-name:value = 'a.example']")], HEAD)
    const files = writeFeed([event])
    const text = files.get(`${HEAD.uuid}.json`) ?? ''
    const { entries, rejected } = readManifest(JSON.parse(files.get('manifest.json') ?? ''))
    expect(entries).toMatchObject([{ uuid: HEAD.uuid, timestamp: HEAD.timestamp }])
    expect(rejected).toBe(0)
    const [entry] = entries
    expect(entry !== undefined && isWhole(entry, text)).toBe(true)
    expect(entry !== undefined && isWhole(entry, `${text} `)).toBe(false)
    expect(files.get('hashes.csv')).toBe(`af60befa758e782df5bdf9901187616d,${HEAD.uuid}\n`)
  })

  it('takes no name that is no UUID, and any JSON', () => {
    expect(
      readManifest({ '../../etc/passwd': { timestamp: '1' }, [UUID]: { timestamp: 'x' } }),
    ).toEqual({ entries: [], rejected: 2 })
    fc.assert(fc.property(fc.jsonValue(), (value) => readManifest(value).rejected >= 0))
  })
})

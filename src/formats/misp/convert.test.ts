import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertMispEvent, isMispEvent, readWarningListHead } from './index.ts'

const UUID = '00000000-0000-4000-8000-000000000001'

function eventWith(attribute: Record<string, unknown>, event: Record<string, unknown> = {}) {
  const whole = { type: 'ip-dst', to_ids: true, uuid: UUID, value: '198.51.100.1', ...attribute }
  return { Event: { date: '2026-01-01', timestamp: '1767225600', Attribute: [whole], ...event } }
}

const named = (value: unknown, type: string): readonly unknown[] =>
  convertMispEvent(value).objects.filter((object) => object['type'] === type)

describe('convertMispEvent', () => {
  it('takes anything without throwing, and keeps to STIX ids', () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(UUID, '1767225600', 'ip-dst|port', true),
    )
    const keys = fc.constantFrom(
      'type',
      'value',
      'uuid',
      'to_ids',
      'timestamp',
      'first_seen',
      'Tag',
      'Galaxy',
      'name',
      'deleted',
      'Attribute',
      'GalaxyCluster',
    )
    const part = fc.dictionary(keys, odd)
    const event = fc.record(
      {
        Attribute: fc.oneof(odd, fc.array(part)),
        Object: fc.oneof(odd, fc.array(part)),
        Tag: fc.oneof(odd, fc.array(part)),
        Orgc: odd,
        date: odd,
        timestamp: odd,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(odd, fc.record({ Event: event })), (value) => {
        for (const { id } of convertMispEvent(value).objects) {
          expect(id).toMatch(/^[a-z-]+--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('gives the same ids on every run', () => {
    const value = eventWith({}, { Tag: [{ name: 'misp-galaxy:threat-actor="Invented Heron"' }] })
    expect(convertMispEvent(value)).toEqual(convertMispEvent(structuredClone(value)))
    expect(named(value, 'relationship')).toHaveLength(1)
  })

  it('names the actor in the words of one galaxy when several name it', () => {
    const tags = ['threat-actor="Invented Heron"', 'mitre-intrusion-set="HERON - G9999"'].map(
      (text) => ({ name: `misp-galaxy:${text}` }),
    )
    const value = eventWith({}, { Tag: tags })
    const links = named(value, 'relationship') as ReadonlyArray<{ target_ref: string }>
    const actors = named(value, 'intrusion-set') as ReadonlyArray<{ id: string; name: string }>
    expect(actors.map(({ name }) => name).sort()).toEqual(['HERON', 'Invented Heron'])
    expect(links.map((link) => actors.find(({ id }) => id === link.target_ref)?.name)).toEqual([
      'HERON',
    ])
  })

  it('quotes values that would otherwise end the pattern', () => {
    const value = eventWith({ type: 'filename', value: "a' OR file:name = 'b\\" })
    expect(named(value, 'indicator')).toMatchObject([
      { pattern: "[file:name = 'a\\' OR file:name = \\'b\\\\']" },
    ])
  })

  it('takes the strictest of the tags of event and attribute', () => {
    const value = eventWith(
      { Tag: [{ name: 'tlp:green' }] },
      { Tag: [{ name: 'TLP:AMBER+STRICT' }] },
    )
    expect(named(value, 'indicator')).toMatchObject([
      { object_marking_refs: ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003'] },
    ])
  })
})

describe('shapes', () => {
  it.each([
    [{ Event: { info: 'x' } }, true],
    [{ Event: [] }, false],
    [{ Event: {} }, false],
    [[], false],
    [null, false],
  ])('%j is an event: %s', (value, is) => expect(isMispEvent(value)).toBe(is))

  it.each([
    [
      { name: 'Invented', type: 'cidr' },
      { name: 'Invented', match: 'cidr' },
    ],
    [{ name: 'Invented', type: 'indicator' }, undefined],
    [{ type: 'cidr' }, undefined],
    [{ name: 'x', type: 'string', id: 'string--1' }, undefined],
  ])('%j is the head %j', (value, head) => expect(readWarningListHead(value)).toEqual(head))
})

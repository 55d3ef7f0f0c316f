import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deterministicId, type Validation, validateStix } from '../index.ts'

const UUID = '00000000-0000-4000-8000-000000000001'
const TIMES = { created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' }
const object = (type: string, rest: object): Record<string, unknown> => ({
  type,
  spec_version: '2.1',
  id: `${type}--${UUID}`,
  ...TIMES,
  ...rest,
})
const INDICATOR = object('indicator', {
  name: 'Invented heron',
  description: 'An address of an invented crew.',
  pattern: "[ipv4-addr:value = '198.51.100.3']",
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
})
const errorsOf = ({ findings }: Validation): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ path, code }) => `${path} ${code}`)
const warningsOf = ({ findings }: Validation): string[] =>
  findings.filter(({ severity }) => severity === 'warning').map(({ code }) => code)

/** One change that breaks a MUST, and the path and code of what is found. */
const BROKEN: ReadonlyArray<readonly [string, Record<string, unknown>, string]> = [
  ['no type', without(INDICATOR, 'type'), 'type missing'],
  ['an id of another type', { ...INDICATOR, id: `malware--${UUID}` }, 'id id'],
  ['an id without UUID', { ...INDICATOR, id: 'indicator--1' }, 'id id'],
  ['no pattern', without(INDICATOR, 'pattern'), 'pattern missing'],
  ['a pattern that does not parse', { ...INDICATOR, pattern: '[a' }, 'pattern pattern'],
  ['null', { ...INDICATOR, name: null }, 'name null'],
  ['an empty list', { ...INDICATOR, labels: [] }, 'labels empty'],
  ['a time of no day', { ...INDICATOR, created: '2026-02-30T00:00:00.000Z' }, 'created value'],
  ['a local time', { ...INDICATOR, valid_from: '2026-01-01T00:00:00+01:00' }, 'valid_from value'],
  [
    'an end at the start',
    { ...INDICATOR, valid_until: '2026-01-01T00:00:00.0Z' },
    'valid_until order',
  ],
  [
    'modified before created',
    { ...INDICATOR, modified: '2025-01-01T00:00:00.000Z' },
    'modified order',
  ],
  ['confidence beyond 100', { ...INDICATOR, confidence: 101 }, 'confidence value'],
  ['confidence as text', { ...INDICATOR, confidence: '50' }, 'confidence value'],
  [
    'a creator that is malware',
    { ...INDICATOR, created_by_ref: `malware--${UUID}` },
    'created_by_ref reference',
  ],
  [
    'a marking that is no marking',
    { ...INDICATOR, object_marking_refs: [`identity--${UUID}`] },
    'object_marking_refs[0] reference',
  ],
  [
    'a selector that points at nothing',
    {
      ...INDICATOR,
      granular_markings: [
        { selectors: ['labels.[0]'], marking_ref: `marking-definition--${UUID}` },
      ],
    },
    'granular_markings[0].selectors[0] selector',
  ],
  [
    'a granular marking with language and marking',
    {
      ...INDICATOR,
      granular_markings: [
        { selectors: ['name'], lang: 'de', marking_ref: `marking-definition--${UUID}` },
      ],
    },
    'granular_markings[0] exactly-one',
  ],
  [
    'a TLP marking of its own',
    without(
      object('marking-definition', { definition_type: 'tlp', definition: { tlp: 'red' } }),
      'modified',
    ),
    ' tlp',
  ],
  ['a malware family without a name', object('malware', { is_family: true }), 'name missing'],
  ['a location of nowhere', object('location', { name: 'x' }), ' missing'],
  ['a latitude alone', object('location', { region: 'asia', latitude: 1 }), 'longitude missing'],
  [
    'an opinion of its own',
    object('opinion', { opinion: 'meh', object_refs: [INDICATOR['id']] }),
    'opinion value',
  ],
  [
    'a sighting of an observable',
    object('sighting', { sighting_of_ref: `url--${UUID}` }),
    'sighting_of_ref reference',
  ],
  [
    'a relationship to a marking',
    object('relationship', {
      relationship_type: 'related-to',
      source_ref: INDICATOR['id'],
      target_ref: `marking-definition--${UUID}`,
    }),
    'target_ref reference',
  ],
  [
    'an active traffic that ended',
    {
      type: 'network-traffic',
      id: `network-traffic--${UUID}`,
      protocols: ['tcp'],
      src_ref: `ipv4-addr--${UUID}`,
      is_active: true,
      end: '2026-01-01T00:00:00Z',
    },
    'end value',
  ],
  [
    'a hash that is too short',
    { type: 'file', id: `file--${UUID}`, hashes: { 'SHA-256': 'ab' } },
    'hashes.SHA-256 value',
  ],
  [
    'a hive that is cut short',
    { type: 'windows-registry-key', id: `windows-registry-key--${UUID}`, key: 'hklm\\x' },
    'key shape',
  ],
  [
    'a translation for no language',
    object('language-content', { object_ref: INDICATOR['id'], contents: { '???': { name: 'x' } } }),
    'contents."???" dictionary-key',
  ],
]

function without(value: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

describe('validateStix', () => {
  it('finds nothing in an object that keeps to every must and should', () => {
    expect(validateStix(INDICATOR)).toEqual({ isValid: true, findings: [] })
  })

  it.each(BROKEN)('calls %s an error', (_, value, wanted) => {
    expect(errorsOf(validateStix(value))).toContain(wanted)
  })

  it.each([
    ['industry-sector', object('identity', { name: 'x', sectors: ['weaving'] })],
    ['countries', object('location', { country: 'Germany' })],
    ['uuid-check', { ...INDICATOR, id: 'indicator--00000000-0000-5000-8000-000000000001' }],
    ['extensions-use', { ...INDICATOR, x_example_com_score: 1 }],
    ['extensions-use', object('x-example-com-thing', {})],
    ['hash-algo', { type: 'file', id: `file--${UUID}`, hashes: { WHIRLPOOL: 'ab' } }],
    [
      'deprecated-properties',
      observedData({ objects: { '0': { type: 'url', value: 'https://www.example/' } } }),
    ],
  ])('warns of %s, and refuses only when strict', (check, value) => {
    const found = validateStix(value)
    expect(warningsOf(found)).toContain(check)
    expect(validateStix(value, { strict: true, enabled: [check] }).isValid).toBe(false)
    expect(warningsOf(validateStix(value, { disabled: [check] }))).not.toContain(check)
  })

  it('leaves out a group of checks by its number or name', () => {
    const value = object('identity', { name: 'x', sectors: ['weaving'], identity_class: 'guild' })
    expect(warningsOf(validateStix(value))).toEqual(['identity-class', 'industry-sector'])
    expect(validateStix(value, { disabled: ['210'] }).findings).toEqual([])
    expect(validateStix(value, { disabled: ['approved-values'] }).findings).toEqual([])
  })

  it('wants every reference in the bundle when asked to', () => {
    const bundle = {
      type: 'bundle',
      id: `bundle--${UUID}`,
      objects: [{ ...INDICATOR, created_by_ref: `identity--${UUID}` }],
    }
    expect(validateStix(bundle).isValid).toBe(true)
    expect(errorsOf(validateStix(bundle, { enforceRefs: true }))).toEqual([
      'objects[0].created_by_ref reference',
    ])
  })

  it('takes properties that an extension defines, and keeps nothing from being read', () => {
    const value = {
      ...INDICATOR,
      rank: 5,
      extensions: {
        [`extension-definition--${UUID}`]: { extension_type: 'toplevel-property-extension' },
      },
    }
    expect(validateStix(value, { strict: true, strictProperties: true }).isValid).toBe(true)
  })

  it('gives an answer to any JSON', () => {
    const keys = fc.constantFrom(
      'type',
      'id',
      'objects',
      'extensions',
      '__proto__',
      'constructor',
      'pattern',
      'hashes',
      'granular_markings',
      'external_references',
      'contents',
    )
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom(
          'indicator',
          'file',
          'observed-data',
          'language-content',
          'bundle',
          'toString',
          INDICATOR['id'],
        ),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        expect(typeof validateStix(value).isValid).toBe('boolean')
      }),
      { numRuns: 3_000 },
    )
  })

  it('stops at values that are nested without end', () => {
    let deep: unknown = 1
    for (let level = 0; level < 20_000; level++) deep = level % 2 === 0 ? [deep] : { nested: deep }
    expect(errorsOf(validateStix({ ...INDICATOR, x_deep_value: deep })).join()).toContain(
      'too-deep',
    )
    expect(
      validateStix(JSON.parse('{"type":"__proto__","__proto__":{"type":"indicator"}}')).isValid,
    ).toBe(false)
  })

  it('calls a whole object valid, and the same object with any required part gone an error', () => {
    const text = fc.string({ minLength: 1, maxLength: 12 })
    const made = fc.oneof(
      fc.record({ name: text }).map((rest) => object('campaign', rest)),
      fc
        .record({ content: text })
        .map((rest) => object('note', { ...rest, object_refs: [INDICATOR['id']] })),
      fc
        .integer({ min: 1, max: 999_999_999 })
        .map((count) => observedData({ number_observed: count, object_refs: [`url--${UUID}`] })),
      fc.constant(INDICATOR),
    )
    fc.assert(
      fc.property(made, fc.nat(), (value, pick) => {
        expect(errorsOf(validateStix(value))).toEqual([])
        const names = Object.keys(value).filter(
          (name) => name !== 'description' && !(name === 'name' && value['type'] === 'indicator'),
        )
        const gone = names[pick % names.length] ?? ''
        expect(errorsOf(validateStix(without(value, gone)))).not.toEqual([])
      }),
    )
  })
})

function observedData(rest: object): Record<string, unknown> {
  const seen = { first_observed: TIMES.created, last_observed: TIMES.created, number_observed: 1 }
  return object('observed-data', { ...seen, ...rest })
}

describe('deterministicId', () => {
  it('gives no id where nothing contributes, and refuses what has none', () => {
    expect(deterministicId({ type: 'process', pid: 1 })).toBeUndefined()
    expect(() => deterministicId({ type: 'indicator' })).toThrow('wanted an observable')
    expect(() => deterministicId({ type: 'url', value: 5 })).toThrow('found 5, wanted a URL')
  })

  it('does not depend on the order of keys, nor on what does not contribute', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.boolean(), (value, defanged) => {
        const id = deterministicId({ type: 'url', value })
        expect(deterministicId({ value, defanged, type: 'url' })).toBe(id)
        expect(id).toMatch(/^url--[0-9a-f]{8}-[0-9a-f]{4}-5/)
      }),
    )
  })
})

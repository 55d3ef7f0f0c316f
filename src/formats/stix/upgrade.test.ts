import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { upgradeStix, validateStix } from './index.ts'

const UUID = '00000000-0000-4000-8000-000000000001'
const TIMES = { created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' }
const OBSERVATION = {
  type: 'observed-data',
  id: `observed-data--${UUID}`,
  ...TIMES,
  first_observed: TIMES.created,
  last_observed: TIMES.created,
  number_observed: 1,
  objects: {
    '0': { type: 'ipv4-addr', value: '198.51.100.3' },
    '1': { type: 'network-traffic', src_ref: '0', dst_port: 443, protocols: ['tcp'] },
    '2': { type: 'file', name: 'a.zip', created: TIMES.created, parent_directory_ref: '3' },
    '3': { type: 'directory', path: '/invented', contains_refs: ['2', 'nowhere'] },
  },
}

describe('upgradeStix', () => {
  it('makes observables of an observation, with the ids that everybody gives them', () => {
    const { objects } = upgradeStix({
      type: 'bundle',
      id: `bundle--${UUID}`,
      spec_version: '2.0',
      objects: [OBSERVATION],
    })
    const address = 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4'
    expect(objects.map(({ type }) => type)).toEqual([
      'observed-data',
      'ipv4-addr',
      'network-traffic',
      'directory',
      'file',
    ])
    expect(objects.find(({ type }) => type === 'network-traffic')).toMatchObject({
      id: 'network-traffic--8d96ecf7-7766-5228-b821-47c85270ac6f',
      src_ref: address,
    })
    expect(objects.find(({ type }) => type === 'file')).toMatchObject({ ctime: TIMES.created })
    expect(objects[0]).not.toHaveProperty('objects')
    for (const object of objects)
      expect(validateStix(object).findings.filter(({ severity }) => severity === 'error')).toEqual(
        [],
      )
    const ids = objects.map(({ id }) => id)
    const refs = objects.flatMap((object) => [
      object['src_ref'],
      object['parent_directory_ref'],
      ...((object['contains_refs'] as string[] | undefined) ?? []),
      ...((object['object_refs'] as string[] | undefined) ?? []),
    ])
    expect(refs.filter((ref) => ref !== undefined && !ids.includes(ref))).toEqual([])
  })

  it('moves labels to types, and says in which language a pattern is', () => {
    const old = {
      type: 'indicator',
      id: `indicator--${UUID}`,
      ...TIMES,
      labels: ['malicious-activity'],
      pattern: "[url:value = 'https://www.example/']",
      valid_from: TIMES.created,
    }
    const [object] = upgradeStix(old).objects
    expect(object).toMatchObject({
      spec_version: '2.1',
      indicator_types: ['malicious-activity'],
      pattern_type: 'stix',
      pattern_version: '2.0',
    })
    expect(object).not.toHaveProperty('labels')
    expect(validateStix(object).isValid).toBe(true)
  })

  it('keeps the labels of types that have no vocabulary of their own', () => {
    const old = { type: 'campaign', id: `campaign--${UUID}`, ...TIMES, name: 'x', labels: ['a'] }
    expect(upgradeStix([old]).objects[0]).toMatchObject({ labels: ['a'] })
  })

  it('gives 2.1 back as it is, with everything that is unknown in it', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 })
    const made = fc.dictionary(name, fc.jsonValue()).map((rest) => ({
      ...rest,
      type: 'x-invented-thing',
      id: `x-invented-thing--${UUID}`,
      spec_version: '2.1',
    }))
    fc.assert(
      fc.property(fc.array(made), (objects) => {
        expect(upgradeStix({ type: 'bundle', id: `bundle--${UUID}`, objects })).toEqual({
          objects,
          rejected: [],
        })
      }),
    )
  })

  it('is stable: what was upgraded is not changed again', () => {
    const once = upgradeStix([OBSERVATION]).objects
    expect(upgradeStix(once).objects).toEqual(once)
  })

  it('takes circles and any JSON', () => {
    const part = fc.record(
      {
        type: fc.constantFrom('file', 'process', 'directory', 'x-a'),
        parent_ref: fc.constantFrom('0', '1', '2'),
        child_refs: fc.array(fc.constantFrom('0', '1', '9')),
        parent_directory_ref: fc.constantFrom('0', '1'),
      },
      { requiredKeys: [] },
    )
    const objects = fc.dictionary(
      fc.constantFrom('0', '1', '2', '__proto__'),
      fc.oneof(part, fc.jsonValue({ maxDepth: 1 })),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          objects.map((inner) => ({ ...OBSERVATION, objects: inner })),
        ),
        (value) => {
          for (const { id } of upgradeStix([value]).objects) expect(typeof id).toBe('string')
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

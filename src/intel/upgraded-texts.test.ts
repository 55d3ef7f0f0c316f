import { describe, expect, it } from 'vitest'
import { upgradedTexts } from './upgraded-texts.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const upgraded = (text: string): unknown[] =>
  upgradedTexts(Buffer.from(text)).map((one) => JSON.parse(Buffer.from(one).toString('utf8')))
const old = {
  type: 'indicator',
  id: `indicator--${ID}`,
  created: '2019-01-01T00:00:00Z',
  labels: ['benign'],
}

describe('upgradedTexts', () => {
  it.each([
    ['says 2.0', { spec_version: '2.0', ...old }],
    ['says nothing, as objects of 2.0 do', old],
  ])('upgrades an object that %s', (_name, object) => {
    expect(upgraded(JSON.stringify(object, null, 2))).toMatchObject([
      { spec_version: '2.1', indicator_types: ['benign'], pattern_version: '2.0' },
    ])
  })

  it('gives the observables that an observation held after it', () => {
    const objects = { '0': { type: 'ipv4-addr', value: '203.0.113.9' } }
    const data = {
      type: 'observed-data',
      id: `observed-data--${ID}`,
      created: old.created,
      objects,
    }
    expect(upgraded(JSON.stringify(data))).toMatchObject([
      { type: 'observed-data', object_refs: [expect.stringMatching(/^ipv4-addr--/)] },
      { type: 'ipv4-addr', value: '203.0.113.9' },
    ])
  })

  it.each([
    ['2.1', JSON.stringify({ ...old, spec_version: '2.1' })],
    ['an observable, which 2.0 has none of by itself', '{"type":"url","id":"url--1","value":"x"}'],
    [
      'a key that stands twice',
      `{"type":"indicator","id":"a","id":"indicator--${ID}","created":"x"}`,
    ],
    [
      'a text that looks like the key',
      JSON.stringify({ ...old, spec_version: '2.1', name: '"spec_version":"2.0"' }),
    ],
    ['broken JSON', '{"created":'],
    ['no object', '["created"]'],
  ])('leaves %s as it is', (_name, text) => expect(upgraded(text)).toEqual([]))
})

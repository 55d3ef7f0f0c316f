import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  knownMarkings,
  readTlp,
  TLP_LEVELS,
  TLP_MARKINGS,
  tlpOfDefinition,
  tlpOfObject,
} from './tlp.ts'

const TLP2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'
const OWN = 'marking-definition--00000000-0000-4000-8000-000000000001'
const marking = (rest: object) => ({ type: 'marking-definition', id: OWN, ...rest })

describe('TLP', () => {
  it.each([
    ['TLP:WHITE', 'clear'],
    ['tlp:amber+strict', 'amber+strict'],
    ['Red', 'red'],
    ['purple', undefined],
  ])('reads %s as %s', (text, level) => expect(readTlp(text)).toBe(level))

  it.each([
    [{ definition_type: 'tlp', definition: { tlp: 'white' } }, 'clear'],
    [
      { extensions: { [TLP2]: { extension_type: 'property-extension', tlp_2_0: 'amber+strict' } } },
      'amber+strict',
    ],
    [{ name: 'TLP:GREEN' }, 'green'],
    [{ definition_type: 'statement', definition: { statement: 'TLP:RED' } }, undefined],
    [{ name: 'TLP:CLEAR', definition: { tlp: 'red' } }, 'red'],
  ])('%j sets %s', (rest, level) => expect(tlpOfDefinition(marking(rest))).toBe(level))

  it('takes the default of the source for what is unmarked or bears a statement only', () => {
    const known = knownMarkings([
      marking({ definition_type: 'statement', definition: { statement: 'x' } }),
    ])
    expect(tlpOfObject({}, known, 'amber')).toBe('amber')
    expect(tlpOfObject({ object_marking_refs: [OWN] }, known, 'amber')).toBe('amber')
  })

  it('counts a marking that is not known as red', () => {
    expect(tlpOfObject({ object_marking_refs: [OWN] }, new Map(), 'clear')).toBe('red')
  })

  it('is the strictest of all markings, of the whole object and of single properties, in any order', () => {
    const ids = fc.array(fc.constantFrom(...Object.keys(TLP_MARKINGS)), { minLength: 1 })
    fc.assert(
      fc.property(ids, fc.nat(), (refs, cut) => {
        const at = cut % (refs.length + 1)
        const object = {
          object_marking_refs: refs.slice(0, at),
          granular_markings: refs
            .slice(at)
            .map((ref) => ({ marking_ref: ref, selectors: ['name'] })),
        }
        const ranks = refs.map((ref) => TLP_LEVELS.indexOf(TLP_MARKINGS[ref] ?? 'red'))
        expect(tlpOfObject(object, new Map(), 'clear')).toBe(TLP_LEVELS[Math.max(...ranks)])
      }),
    )
  })
})

import { array, assert, constantFrom, nat, property, record, uniqueArray, uuid } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TLP_LEVELS, TLP_MARKINGS, type Tlp } from '../formats/stix/index.ts'
import { gate, isWithin, type StixObject, tlpOf } from './index.ts'

const MARKINGS = Object.entries(TLP_MARKINGS)
const markingOf = (level: Tlp) => MARKINGS.find(([, one]) => one === level)?.[0] ?? ''

describe('tlpOf', () => {
  const cases: ReadonlyArray<readonly [string, StixObject, Tlp]> = [
    ['the default without a marking', { id: 'x--1' }, 'amber'],
    [
      'the strictest of several',
      { object_marking_refs: [markingOf('green'), markingOf('red')] },
      'red',
    ],
    [
      'a part counts for the whole',
      { granular_markings: [{ marking_ref: markingOf('red'), selectors: ['name'] }] },
      'red',
    ],
    [
      'an own marking is laxer than the default',
      { object_marking_refs: [markingOf('clear')] },
      'clear',
    ],
    ['an unknown marking may be red', { object_marking_refs: ['marking-definition--x'] }, 'red'],
    [
      'a marking definition is at its own level',
      { type: 'marking-definition', id: markingOf('green') },
      'green',
    ],
    [
      'nonsense in place of lists',
      { object_marking_refs: 7, granular_markings: [null, 'x'] },
      'amber',
    ],
  ]
  it.each(cases)('%s', (_name, object, level) => {
    expect(tlpOf(object, 'amber')).toBe(level)
  })
})

describe('gate', () => {
  const id = (name: string, n: number) => `${name}--00000000-0000-4000-8000-00000000000${n}`
  const red = { id: id('campaign', 1), type: 'campaign', object_marking_refs: [markingOf('red')] }

  it('withholds what names a withheld object in a reference, a list or a sentence, however far away', () => {
    const green = { object_marking_refs: [markingOf('green')] }
    const objects = [
      { ...green, id: id('note', 5), object_refs: [id('report', 4)] },
      { ...green, id: id('report', 4), object_refs: [id('relationship', 2)] },
      { ...green, id: id('relationship', 2), source_ref: id('malware', 3), target_ref: red.id },
      { ...green, id: id('tool', 6), description: `see ${red.id.toUpperCase()}.` },
      { ...green, id: id('malware', 3) },
      red,
    ]
    const { admitted, withheld } = gate(objects, 'amber', 'red')
    expect(admitted.map((object) => object['id'])).toEqual([id('malware', 3)])
    expect(withheld.find((one) => one.id === red.id)?.reason).toBe('is TLP:RED')
    expect(withheld).toHaveLength(5)
  })

  it('lets through nothing above the ceiling, and nothing that tells of what it withheld', () => {
    const world = uniqueArray(uuid(), { minLength: 1, maxLength: 12 }).chain((uuids) =>
      array(
        record({
          level: constantFrom(...TLP_LEVELS, undefined),
          refs: array(nat(uuids.length - 1), { maxLength: 3 }),
          hidden: array(nat(uuids.length - 1), { maxLength: 1 }),
        }),
        { minLength: uuids.length, maxLength: uuids.length },
      ).map((parts) =>
        parts.map(({ level, refs, hidden }, place) => ({
          id: `report--${uuids[place]}`,
          ...(level === undefined ? {} : { object_marking_refs: [markingOf(level)] }),
          object_refs: refs.map((ref) => `report--${uuids[ref]}`),
          x_deep: { text: hidden.map((ref) => `seen with report--${uuids[ref]}!`) },
        })),
      ),
    )
    assert(
      property(
        world,
        constantFrom(...TLP_LEVELS),
        constantFrom(...TLP_LEVELS),
        (objects, ceiling, unmarkedAs) => {
          const { admitted, withheld } = gate(objects, ceiling, unmarkedAs)
          expect(admitted.length + withheld.length).toBe(objects.length)
          const text = JSON.stringify(admitted)
          for (const object of admitted)
            expect(isWithin(tlpOf(object, unmarkedAs), ceiling)).toBe(true)
          for (const one of withheld) expect(text).not.toContain(one.id)
          const open = objects.every((object) => isWithin(tlpOf(object, unmarkedAs), ceiling))
          expect(open ? objects : admitted).toEqual(admitted)
        },
      ),
    )
    expect.hasAssertions()
  })
})

import { describe, expect, it } from 'vitest'
import type { RankedLead } from './leads.ts'
import { joinByActor } from './join-by-actor.ts'

const lead = (account: string): RankedLead => ({
  account,
  probability: 0.9,
  crew: null,
  tie: null,
  signals: [],
  isIndicated: true,
})

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(lead) as [
  RankedLead,
  RankedLead,
  RankedLead,
  RankedLead,
]
/** a and b are a crew; c and d stand alone. */
const MEMBERS = new Map([
  [0, [a, b]],
  [1, [c]],
  [2, [d]],
  [undefined, [lead('e')]],
])
const ALL = [a, b, c, d]

const who = (names: Record<string, readonly [string, number]>) =>
  new Map(Object.entries(names).map(([key, [name, probability]]) => [key, { name, probability }]))

const shapeOf = (...args: Parameters<typeof joinByActor>): string[] =>
  joinByActor(...args).map(({ parts, joins }) =>
    [parts.map(({ crew }) => crew).join('+'), ...joins.map((one) => `${one.a}-${one.b}`)].join(' '),
  )

describe('crews of one named actor', () => {
  it('are joined by their best leads, each once', () => {
    const names = who({
      a: ['Granite Typhoon', 0.9],
      b: ['Granite Typhoon', 0.9],
      c: ['Granite Typhoon', 0.8],
      d: ['Peach Sandstorm', 0.9],
    })
    expect(shapeOf(MEMBERS, ALL, names)).toEqual(['0+1 a-c', '2'])
    const [join] = joinByActor(MEMBERS, ALL, names)[0]?.joins ?? []
    expect(join).toMatchObject({ name: 'Granite Typhoon', holders: 3 })
    expect(join?.probability).toBeCloseTo(0.72, 12)
  })

  it.each([
    ['the name of one is improbable', who({ a: ['X', 0.9], c: ['X', 0.4] }), ALL],
    ['both are unknown', who({ a: ['unknown', 0.9], c: ['unknown', 0.9] }), ALL],
    ['one is the victim of a stolen key', who({ a: ['X', 0.9], c: ['X', 0.9] }), [a, b, d]],
    ['only a weaker member bears it', who({ a: ['Y', 0.9], b: ['X', 0.9], c: ['X', 0.9] }), ALL],
  ])('stay apart when %s', (_, names, named) => {
    expect(shapeOf(MEMBERS, named, names)).toEqual(['0', '1', '2'])
  })
})

import { describe, expect, it } from 'vitest'
import { indicatorSignal } from '../../test/fixtures/signals.ts'
import type { CrewTie, LinkEvidence } from '../links/index.ts'
import type { AccountSignal } from '../signals/index.ts'
import type { RankedLead } from './leads.ts'
import { joinParts, type PartsInput } from './join-parts.ts'

const lead = (account: string, probability = 0.9): RankedLead => ({
  account,
  probability,
  crew: null,
  tie: null,
  tieShare: 0,
  signals: [],
  isIndicated: true,
})

const [a, b, c, d] = [lead('a'), lead('b'), lead('c'), lead('d', 0.6)]
const weak = lead('w', 0.4)
const LEADS = [a, b, c, d, weak]
/** a and b are a crew; c, d and w stand alone. */
const MEMBERS = new Map<number | undefined, readonly RankedLead[]>([
  [0, [a, b]],
  [1, [c]],
  [2, [d]],
  [3, [weak]],
  [undefined, [lead('e')]],
])

const who = (names: Record<string, readonly [string, number]>): PartsInput['whoOf'] =>
  new Map(Object.entries(names).map(([key, [name, probability]]) => [key, { name, probability }]))

const met = (account: string, observed: string, bits = 9): AccountSignal =>
  indicatorSignal(account, bits, observed, { relation: 'contact' })

const ownOf = (...signals: AccountSignal[]): PartsInput['own'] =>
  new Map(signals.map((signal) => [signal.account, [signal]]))

/** A tie of an account to crew 0 by something that it shares with `a`, too little for even odds between strangers. */
const tie = (account: string, bits: number, link: Partial<LinkEvidence> = {}): CrewTie => ({
  account,
  crew: 0,
  link: {
    bits,
    probability: 0.1,
    explained: '',
    unsharedBits: 0,
    families: [
      {
        family: 'device',
        bits,
        values: [{ family: 'device', value: 'kestrel/1', token: '1', holders: 3, bits }],
      },
    ],
    ...link,
  },
  nearest: 'a',
  sharers: ['a'],
  nullRate: 0.2,
  isDiscovery: false,
})

const join = (input: Partial<PartsInput>) =>
  joinParts({ members: MEMBERS, named: LEADS, whoOf: who({}), ties: [], own: new Map(), ...input })

const shapeOf = (input: Partial<PartsInput>): string[] =>
  join(input).map(({ parts, joins }) =>
    [parts.map(({ crew }) => crew).join('+'), ...joins.map((one) => `${one.a}-${one.b}`)].join(' '),
  )

const APART = ['0', '1', '2', '3']

describe('crews of one named actor', () => {
  it('are joined by their best leads, each once', () => {
    const whoOf = who({
      a: ['Granite Typhoon', 0.9],
      b: ['Granite Typhoon', 0.9],
      c: ['Granite Typhoon', 0.8],
      d: ['Peach Sandstorm', 0.55],
    })
    expect(shapeOf({ whoOf })).toEqual(['0+1 a-c', '2', '3'])
    const [one] = join({ whoOf })[0]?.joins ?? []
    expect(one?.why[0]).toMatchObject({ family: 'actor', value: 'Granite Typhoon', holders: 3 })
    expect(one?.probability).toBeCloseTo(0.72, 12)
  })

  it.each([
    ['the name of one is improbable', who({ a: ['X', 0.9], c: ['X', 0.4] }), LEADS],
    ['both are unknown', who({ a: ['unknown', 0.9], c: ['unknown', 0.9] }), LEADS],
    ['one is the victim of a stolen key', who({ a: ['X', 0.9], c: ['X', 0.9] }), [a, b, d]],
    ['only a weaker member bears it', who({ a: ['Y', 0.9], b: ['X', 0.9], c: ['X', 0.9] }), LEADS],
  ])('stay apart when %s', (_, whoOf, named) => {
    expect(shapeOf({ whoOf, named })).toEqual(APART)
  })
})

describe('accounts that are an actor’s each', () => {
  it('are of one operation when they met one indicated value', () => {
    const own = ownOf(met('b', '198.51.100.7'), met('c', '198.51.100.7'), met('d', '192.0.2.1'))
    expect(shapeOf({ own })).toEqual(['0+1 b-c', '2', '3'])
    const [one] = join({ own })[0]?.joins ?? []
    expect(one?.why[0]).toMatchObject({ family: 'indicator', value: '198.51.100.7', holders: 2 })
    expect(one?.probability).toBeCloseTo(0.81, 12)
  })

  it('are when they share what strangers seldom do, and say by what', () => {
    const ties = [tie('c', 13), tie('d', 11)]
    expect(shapeOf({ ties })).toEqual(['0+1 a-c', '2', '3'])
    const [one] = join({ ties })[0]?.joins ?? []
    expect(one).toMatchObject({ tie: ties[0], why: [{ family: 'device', value: 'kestrel/1' }] })
  })

  it('make one operation of all that they join', () => {
    const own = ownOf(met('c', '198.51.100.7'), met('d', '198.51.100.7'))
    expect(shapeOf({ own, ties: [tie('c', 13)] })).toEqual(['0+1+2 c-d a-c', '3'])
  })

  it.each<readonly [string, Partial<PartsInput>]>([
    ['one is more likely innocent', { own: ownOf(met('a', 'x'), met('w', 'x')) }],
    ['one is more likely innocent, whatever it shares', { ties: [tie('w', 18)] }],
    ['the value says little', { own: ownOf(met('a', 'x', 2), met('c', 'x', 2)) }],
    ['a known group explains what they share', { ties: [tie('c', 18, { explained: 'site' })] }],
    [
      'they carry different names',
      { ties: [tie('c', 18)], whoOf: who({ a: ['X', 0.9], c: ['Y', 0.9] }) },
    ],
    ['one is the victim of a stolen key', { ties: [tie('c', 18)], named: [a, b, d] }],
  ])('stay apart when %s', (_, input) => {
    expect(shapeOf(input)).toEqual(APART)
  })
})

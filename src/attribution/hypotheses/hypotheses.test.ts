import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indicatorSignal } from '../../../test/fixtures/signals.ts'
import type { ActorProfile } from '../../intel/index.ts'
import type { AccountSignal, Conduct, TtpLabel } from '../../signals/index.ts'
import { homeOf, targetWordsOf } from './homes.ts'
import { knownActor } from './index.ts'
import { changesOf, matrixOf } from './matrix.ts'
import { kitOf } from './techniques.ts'
import { backgroundOf } from './vertices.ts'
import {
  type HypothesisInput,
  listHypotheses,
  nameOf,
  posteriorOf,
  weighHypotheses,
} from './weigh.ts'

const profile = (name: string, fields: Partial<ActorProfile> = {}): ActorProfile => ({
  name,
  aliases: [],
  description: '',
  techniques: [],
  origins: [],
  languages: [],
  targets: [],
  ...fields,
})

const met = (actor: string, bits: number, observed: string, relation = 'contact'): AccountSignal =>
  indicatorSignal('a', bits, observed, { relation, actor })

const conduct = (fields: Partial<Conduct> = {}): Conduct => ({
  account: 'a',
  hours: Array.from({ length: 24 }, () => 0),
  prompts: 10,
  scripts: {},
  words: [],
  labels: new Map(),
  ...fields,
})

/** Nine to six at an offset from UTC, on five days. */
const officeHours = (offset: number): number[] =>
  Array.from({ length: 24 }, (_, hour) =>
    (hour + offset + 24) % 24 >= 9 && (hour + offset + 24) % 24 < 18 ? 5 : 0,
  )

const CROWD = Array.from({ length: 100 }, (_, n) =>
  conduct({ account: `crowd_${n}`, scripts: n < 5 ? { hangul: 3 } : {} }),
)

function judge(
  signals: readonly AccountSignal[],
  fields: Partial<HypothesisInput> & {
    profiles?: readonly ActorProfile[]
    conducts?: readonly Conduct[]
  } = {},
) {
  const { profiles = [], conducts = [], operation = 0.99, accounts = 2 } = fields
  const weights = weighHypotheses({
    accounts,
    signals,
    conducts,
    operation,
    actors: profiles.map(knownActor),
    background: backgroundOf(CROWD, conducts),
  })
  const posterior = posteriorOf(weights, operation)
  const of = (kind: string): number =>
    listHypotheses(posterior).find((one) => one.kind === kind)?.probability ?? 0
  return {
    weights,
    posterior,
    hypotheses: listHypotheses(posterior),
    of,
    ...nameOf(weights, posterior, operation),
    matrix: matrixOf(weights, posterior, operation),
    changes: changesOf(weights, posterior, operation),
  }
}

describe('who is behind it', () => {
  it('names the actor whose infrastructure was met, likely at most while nothing else speaks for it', () => {
    const found = judge([met('Forest Blizzard', 14, '203.0.113.9')])
    expect(found.name).toBe('Forest Blizzard')
    expect(found.probability).toBeLessThan(0.8)
    expect(found.hypotheses[0]?.words).toBe('likely')
  })

  it('becomes surer when hours and writing fit its home too', () => {
    const profiles = [profile('Emerald Sleet', { origins: ['KP'] })]
    const conducts = [conduct({ scripts: { hangul: 6 }, hours: officeHours(9) })]
    const found = judge([met('Emerald Sleet', 14, 'x')], { profiles, conducts })
    expect(found.probability).toBeGreaterThan(0.85)
    expect(found.hypotheses[0]?.vertices).toMatchObject({ adversary: 4 })
  })

  it('says unknown when nobody is named, and when two names are about as probable', () => {
    expect(judge([met('', 14, 'x')]).name).toBe('unknown')
    const both = judge([met('Forest Blizzard', 9, 'x'), met('Emerald Sleet', 9, 'y')])
    expect(both.name).toBe('unknown')
    expect(both.hypotheses.slice(0, 2).map((one) => one.kind)).toEqual(['actor', 'actor'])
  })

  it('always weighs an unknown actor, a criminal, a researcher, the benign and a false flag', () => {
    const kinds = judge([met('Forest Blizzard', 9, 'x')]).hypotheses.map((one) => one.kind)
    expect(kinds).toEqual(['actor', 'criminal', 'false-flag', 'researcher', 'benign'])
  })

  it('never says that a name is more probable than the operation', () => {
    const found = judge([met('Forest Blizzard', 14, 'x')], { operation: 0.3, accounts: 1 })
    expect(found.probability).toBeLessThan(0.3)
    expect(judge([met('Forest Blizzard', 14, 'x')], { operation: 0.1 }).name).toBe('unknown')
  })

  it('asks for more before it names an actor because of values in the code of one account', () => {
    const signals = [met('Forest Blizzard', 14, 'x', 'use')]
    expect(judge(signals, { operation: 0.45, accounts: 1 }).name).toBe('unknown')
    expect(judge(signals, { operation: 0.45, accounts: 3 }).name).toBe('Forest Blizzard')
    const researcher = judge(signals, { operation: 0.45, accounts: 1 })
    expect(researcher.of('researcher')).toBeGreaterThan(researcher.of('benign'))
  })

  it('does not name an actor whose infrastructure nobody met, whatever its habits', () => {
    const profiles = [profile('Emerald Sleet', { origins: ['KP'] })]
    const conducts = [conduct({ scripts: { hangul: 6 }, hours: officeHours(9) })]
    expect(judge([met('', 8, 'x')], { profiles, conducts }).name).toBe('unknown')
  })

  it('believes in a false flag as far as the other vertices contradict', () => {
    const profiles = [profile('Emerald Sleet', { origins: ['KP'] })]
    const fits = judge([met('Emerald Sleet', 10, 'x')], {
      profiles,
      conducts: [conduct({ scripts: { hangul: 6 }, hours: officeHours(9) })],
    })
    const contradicts = judge([met('Emerald Sleet', 10, 'x')], {
      profiles,
      conducts: [conduct({ scripts: { cyrillic: 6 }, hours: officeHours(-4) })],
    })
    expect(contradicts.of('false-flag')).toBeGreaterThan(3 * fits.of('false-flag'))
    expect(contradicts.hypotheses[0]?.against?.[0]).toContain('do not fit')
  })

  it('never joins two actors by an alias that both bear: it is a hypothesis for each', () => {
    const profiles = [
      profile('Crane One', { aliases: ['GREY HERON'] }),
      profile('Crane Two', { aliases: ['Grey-Heron'] }),
    ]
    const found = judge([met('Grey Heron', 12, 'x')], { profiles })
    expect(found.name).toBe('unknown')
    const [one, two] = found.hypotheses
    expect([one?.actor, two?.actor]).toEqual(['Crane One', 'Crane Two'])
    expect(one?.probability).toBe(two?.probability)
    expect(judge([met('Crane One', 12, 'x')], { profiles }).name).toBe('Crane One')
  })

  it('sums to one, and shows neither 0 nor 1', () => {
    const signals = fc.array(
      fc.record({
        actor: fc.constantFrom('A', 'B', 'C', ''),
        bits: fc.double({ min: -5, max: 20, noNaN: true }),
        observed: fc.constantFrom('x', 'y', 'z'),
      }),
    )
    fc.assert(
      fc.property(signals, fc.double({ min: 0, max: 1, noNaN: true }), (list, operation) => {
        const found = judge(
          list.map(({ actor, bits, observed }) => met(actor, bits, observed)),
          { operation, profiles: [profile('A'), profile('D')] },
        )
        const sum = found.hypotheses.reduce((total, one) => total + one.probability, 0)
        expect(sum + found.posterior.unknown).toBeCloseTo(1, 2)
        for (const { probability, confidence } of found.hypotheses) {
          expect(probability).toBeGreaterThan(0)
          expect(probability).toBeLessThan(1)
          expect(confidence).toBeGreaterThanOrEqual(1)
          expect(confidence).toBeLessThanOrEqual(99)
        }
      }),
    )
  })
})

describe('the matrix of competing hypotheses', () => {
  it('puts the most diagnostic evidence first and leaves out what fits everything alike', () => {
    const { matrix } = judge([met('Forest Blizzard', 12, '203.0.113.9')])
    expect(matrix.map((row) => row.vertex)).toEqual(['infrastructure', 'operation'])
    expect(matrix[0]?.diagnosticity).toBe(10)
    const cells = matrix[0]?.cells ?? []
    expect(cells.find((cell) => cell.actor === 'Forest Blizzard')?.mark).toBe('CC')
    expect(cells.find((cell) => cell.actor === 'unknown')?.mark).toBe('N')
  })

  it('tells what would change a name, by weighing again', () => {
    const named = judge([met('Forest Blizzard', 12, 'x')])
    expect(named.changes[0]).toBe('without its infrastructure evidence the answer would be unknown')
    const unnamed = judge([met('Forest Blizzard', 3, 'x')])
    expect(unnamed.name).toBe('unknown')
    expect(unnamed.changes[0]).toMatch(/^an indicator of Forest Blizzard worth \d+ bits more/)
  })
})

describe('what the intelligence says of an actor', () => {
  it.each([
    ['Suspected to work for CN. Reported targets: media.', ['CN']],
    ['A North Korean state-sponsored group.', ['KP']],
    ['It was attributed to Russia in reports.', ['RU']],
    ['An Iranian-linked crew that targets Israel and India.', ['IR']],
    ['It targets banks in China and Russia.', []],
  ])('reads the home of "%s" as %j', (description, codes) => {
    expect(homeOf(profile('A', { description })).codes).toEqual(codes)
  })

  it('prefers a stated country to a description, and adds languages that are given', () => {
    const home = homeOf(
      profile('A', { origins: ['Iran'], languages: ['ar'], description: 'A Chinese group.' }),
    )
    expect(home.codes).toEqual(['IR'])
    expect(home.scripts).toEqual(['persian', 'arabic'])
  })

  it('reads targets from relationships and from the description', () => {
    const words = targetWordsOf(
      profile('A', {
        targets: ['Maritime'],
        description: 'Reported targets: think tanks, diplomacy and dissidents.',
      }),
    )
    expect(words).toEqual(['diplomacy', 'dissidents', 'maritime', 'think tanks'])
  })

  it.each<[string[], TtpLabel[]]>([
    [['T1566.002'], ['llm-supported-social-engineering']],
    [
      ['T1588.006', 'T1059'],
      ['llm-enhanced-scripting-techniques', 'llm-assisted-vulnerability-research'],
    ],
    [['T9999'], []],
  ])('takes %j for %j', (techniques, labels) => {
    expect(kitOf(techniques)).toEqual(labels)
  })
})

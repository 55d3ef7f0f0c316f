import { describe, expect, it } from 'vitest'
import { evaluateRows } from './evaluate-rows.ts'
import { poolEvaluations } from './pool-evaluations.ts'
import { printEvaluation } from './print-evaluation.ts'
import { printPooledEvaluation } from './print-pool.ts'
import type { EvaluationInput, LeadRow, TruthRow } from './rows.ts'

const truthRow = (accountId: string, more: Partial<TruthRow> = {}): TruthRow => ({
  accountId,
  truth: 'benign',
  actor: null,
  team: null,
  kind: 'ordinary',
  directlyIndicated: false,
  ...more,
})
const actorRow = (id: string, team: string, actor: string, directlyIndicated = false): TruthRow =>
  truthRow(id, { truth: 'actor', team, actor, kind: 'operation', directlyIndicated })
const lead = (
  rank: number,
  account: string,
  probability: number,
  expectedFalse: number,
  more: Partial<LeadRow> = {},
): LeadRow => ({
  account,
  rank,
  probability,
  expectedFalse,
  cluster: null,
  actor: null,
  verdict: 'actor-account',
  ...more,
})

const AMBER = 'Amber Test'
const innocents = Array.from({ length: 14 }, (_, index) =>
  truthRow(`i${index + 1}`, { kind: index < 4 ? 'office' : 'ordinary' }),
)

/** Worked by hand: 5 actor accounts in two operations, a victim, 14 innocents; 9 leads, 4 of them false. */
const byHand: EvaluationInput = {
  name: 'by hand',
  seed: 'test',
  truth: [
    actorRow('a1', 't-1', AMBER, true),
    actorRow('a2', 't-1', AMBER),
    actorRow('a3', 't-1', AMBER),
    actorRow('b1', 't-2', 'unknown:A'),
    actorRow('b2', 't-2', 'unknown:A'),
    truthRow('v1', { truth: 'victim', actor: AMBER, kind: 'stolen-key' }),
    ...innocents,
  ],
  leads: [
    lead(1, 'a1', 0.98, 0.02, { cluster: 'c-1', actor: AMBER }),
    lead(2, 'a2', 0.95, 0.07, { cluster: 'c-1', actor: AMBER }),
    lead(3, 'v1', 0.92, 0.15, { verdict: 'victim-key' }),
    lead(4, 'i1', 0.9, 0.25, { cluster: 'c-1', actor: AMBER }),
    lead(5, 'b1', 0.8, 0.45, { cluster: 'c-2', actor: 'unknown' }),
    lead(6, 'i2', 0.6, 0.85, { cluster: 'c-3' }),
    lead(7, 'i3', 0.55, 1.3, { cluster: 'c-3' }),
    lead(8, 'b2', 0.3, 2, { cluster: 'c-2', actor: AMBER }),
    lead(9, 'i4', 0.1, 2.9, { verdict: 'victim-key' }),
  ],
  clusters: [
    { cluster: 'c-1', accounts: ['a1', 'a2', 'i1'] },
    { cluster: 'c-2', accounts: ['b1', 'b2'] },
    { cluster: 'c-3', accounts: ['i2', 'i3'] },
  ],
  countries: new Map([
    ['i1', 'DE'],
    ['i2', 'DE'],
    ['i5', 'FR'],
  ]),
}

describe('evaluateRows', () => {
  const result = evaluateRows(byHand)

  it.each([
    // cut, leads, false, hits of 5, hits of the 4 not indicated, operations of 2
    ['no false lead', 3, 0, 2, 1, 1],
    ['1 false in 10,000', 3, 0, 2, 1, 1],
    ['40 leads', 9, 4, 4, 3, 2],
    ['p >= 0.9', 4, 1, 2, 1, 1],
    ['p >= 0.5', 7, 3, 3, 2, 2],
  ])(
    'finds at "%s" what the hand count finds',
    (cut, leads, wrong, all, notIndicated, operations) => {
      const row = result.recall.find((one) => one.cut === cut)
      expect(row).toMatchObject({
        leads,
        falseLeads: wrong,
        all: { count: all, total: 5, value: all / 5 },
        notIndicated: { count: notIndicated, total: 4 },
        operations: { count: operations, total: 2 },
      })
    },
  )

  it('counts false accusations by sort and country, and leaves the rightly named victim out', () => {
    const { all, byKind, byCountry } = result.accusations
    expect([all.at90.count, all.at50.count, all.listed.count]).toEqual([1, 3, 3])
    expect(all.at90.perMillion).toBeCloseTo(1e6 / 15, 6)
    expect(all.at90.low).toBeCloseTo((0.0253 / 15) * 1e6, -1)
    expect(all.at90.high).toBeCloseTo((5.5716 / 15) * 1e6, -1)
    expect(byKind.map(({ name, at50 }) => [name, at50.count, at50.innocents])).toEqual([
      ['office', 3, 4],
      ['ordinary', 0, 10],
      ['stolen-key', 0, 1],
    ])
    expect(byCountry?.map(({ name, at50 }) => [name, at50.count, at50.innocents])).toEqual([
      ['DE', 2, 2],
      ['FR', 0, 1],
      ['none given', 1, 12],
    ])
  })

  it('counts a group only where the accused make up half of it', () => {
    expect(result.accusations.groupsAt90).toEqual({ groups: 0, accounts: 0 })
    expect(result.accusations.groupsAt50).toEqual({ groups: 1, accounts: 2 })
  })

  it('says where expectedFalse broke, strictly and beyond chance', () => {
    expect(result.promise).toMatchObject({
      isKept: false,
      ranksBroken: 6,
      worst: { rank: 7, found: 3, promised: 1.3 },
      isKeptByChance: true,
      ranksBrokenByChance: 0,
      worstByChance: { rank: 7 },
      last: { rank: 9, found: 4, promised: 2.9 },
    })
    const early = evaluateRows({ ...byHand, leads: [lead(1, 'i1', 0.98, 0.02)] })
    expect(early.promise).toMatchObject({ isKept: false, isKeptByChance: false })
  })

  it('scores calibration of the listed leads and of all accounts', () => {
    const listed = result.calibrationOfListed
    expect(listed.bins.length).toBe(9)
    expect(listed.ece).toBeCloseTo(3.2 / 9, 9)
    const squares = 0.0004 + 0.0025 + 0.0064 + 0.81 + 0.04 + 0.36 + 0.3025 + 0.49 + 0.01
    expect(listed.brier).toBeCloseTo(squares / 9, 9)
    // Eleven accounts are not listed; one of these, a3, is an actor's.
    expect(result.calibrationOfAll.brier).toBeCloseTo((squares + 1) / 20, 9)
  })

  it('scores clusters pairwise and by B-cubed', () => {
    const { pairwise, bCubed, ...rest } = result.clusters
    expect(pairwise).toMatchObject({ precision: { value: 0.5 }, recall: { value: 0.5 }, f1: 0.5 })
    expect(bCubed.precision.value).toBeCloseTo((2 / 3 + 2 / 3 + 3) / 5, 9)
    expect(bCubed.recall.value).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 2) / 5, 9)
    expect(bCubed.f1).toBeCloseTo(0.794444, 5)
    expect(rest).toEqual({ innocentsLinked: 1, innocentsInClusters: 3, clusters: 3 })
  })

  it('scores names and verdicts', () => {
    const { attribution, verdicts } = result
    expect(attribution.namedRightly).toMatchObject({ count: 2, total: 2 })
    expect(attribution.unknownNotNamed).toMatchObject({ count: 1, total: 2 })
    expect([attribution.falseNames, attribution.falseNamesOnInnocents]).toEqual([2, 1])
    const named = { victims: 1, listed: 1, named: 1, accused: 0, falseVictims: 1, excusedActors: 0 }
    expect(verdicts).toEqual({ ...named, accuracy: 1 })
  })

  it('counts a victim called an actor account as a false accusation, and an actor called a victim as missed', () => {
    const leads = [
      lead(1, 'v1', 0.95, 0.1),
      lead(2, 'a1', 0.9, 0.2, { verdict: 'victim-key' }),
      lead(3, 'nobody', 0.9, 0.3),
    ]
    const turned = evaluateRows({ ...byHand, leads })
    expect(turned.accusations.all.at90.count).toBe(2)
    expect(turned.accusations.byKind.map(({ name }) => name)).toContain('not in the truth')
    expect(turned.counts.strangers).toBe(1)
    expect(turned.recall[2]?.all.count).toBe(0)
    expect(turned.recall[2]?.falseLeads).toBe(2)
    expect(turned.verdicts).toMatchObject({ accused: 1, excusedActors: 1, accuracy: 0 })
  })

  it('allows one false lead in 10,000 innocents and two in 20,000', () => {
    const many = (count: number): EvaluationInput => ({
      ...byHand,
      truth: [
        actorRow('a1', 't', AMBER),
        ...Array.from({ length: count }, (_, i) => truthRow(`n${i}`)),
      ],
      leads: [lead(1, 'n1', 0.9, 1), lead(2, 'n2', 0.8, 2), lead(3, 'a1', 0.7, 2)],
    })
    const found = (count: number): number | undefined =>
      evaluateRows(many(count)).recall[1]?.all.count
    expect([found(19_999), found(20_000)]).toEqual([0, 1])
  })

  it('gives a perfect result full marks', () => {
    const actors = byHand.truth.filter(({ truth }) => truth === 'actor')
    const perfect = evaluateRows({
      ...byHand,
      leads: actors.map((row, index) =>
        lead(index + 1, row.accountId, 1, 0, {
          cluster: row.team,
          actor: row.actor === AMBER ? AMBER : 'unknown',
        }),
      ),
      clusters: ['t-1', 't-2'].map((team) => ({
        cluster: team,
        accounts: actors.filter((row) => row.team === team).map((row) => row.accountId),
      })),
    })
    for (const row of perfect.recall) expect(row.all).toMatchObject({ value: 1, low: 1, high: 1 })
    expect([perfect.clusters.bCubed.f1, perfect.clusters.pairwise.f1]).toEqual([1, 1])
    expect(perfect.accusations.all.listed.count).toBe(0)
    expect(perfect.promise.isKept).toBe(true)
    expect([perfect.calibrationOfListed.ece, perfect.calibrationOfAll.brier]).toEqual([0, 0])
    expect(perfect.attribution.namedRightly.value).toBe(1)
    expect(perfect.attribution.unknownNotNamed.value).toBe(1)
  })

  it('has no recall to speak of in a world without actors, and prints it', () => {
    const none = evaluateRows({ ...byHand, truth: innocents, leads: [], clusters: [] })
    expect(none.recall.map(({ all }) => all.value)).toEqual([null, null, null, null, null])
    expect(none.promise).toMatchObject({ isKept: true, worst: null, last: null })
    expect(printEvaluation(none)).toContain('n/a')
  })
})

describe('poolEvaluations', () => {
  const good = evaluateRows({ ...byHand, name: 'good', leads: byHand.leads.slice(0, 2) })
  const bad = evaluateRows({ ...byHand, name: 'bad', leads: [lead(1, 'i1', 0.95, 0.01)] })
  const pool = poolEvaluations([good, bad])

  it('means recall over worlds, sums what is counted, and names the worst', () => {
    expect(pool.worlds).toBe(2)
    expect(pool.recall[0]?.all).toEqual({ mean: 0.2, low: 0, high: 0.4 })
    expect(pool.accusations.at90).toMatchObject({ count: 1, innocents: 30 })
    expect(pool.byCountry?.find(({ name }) => name === 'DE')?.at90).toMatchObject({
      count: 1,
      innocents: 4,
    })
    expect(pool.promise).toMatchObject({ brokenIn: ['bad'], brokenByChanceIn: ['bad'], found: 1 })
    expect(pool.worstRecall).toEqual({ name: 'bad', value: 0 })
    expect(pool.worstAccusations).toEqual({ name: 'bad', at90: 1, at50: 1 })
    expect(pool.namedRightly).toEqual({ value: 1, count: 2, total: 2 })
  })

  it('pools the error of calibration over all forecasts, not over worlds', () => {
    // 0.95 (true), 0.98 (true) and 0.95 (false): bins {0.95: observed 1/2} and {0.98: observed 1}.
    expect(pool.calibration.ece).toBeCloseTo((2 / 3) * 0.45 + (1 / 3) * 0.02, 9)
  })

  it('prints both tables, and no control character of a name', () => {
    const kind = 'odd\u001b[31m\u202ekind'
    const odd = evaluateRows({ ...byHand, truth: byHand.truth.map((row) => ({ ...row, kind })) })
    const text = printEvaluation(odd) + printPooledEvaluation(poolEvaluations([odd, bad]))
    expect(text).toContain('odd·[31m·kind')
    expect(text.includes('\u001b') || text.includes('\u202e')).toBe(false)
    expect(printPooledEvaluation(poolEvaluations([]))).toContain('0 worlds')
  })
})

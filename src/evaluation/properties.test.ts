import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateRows } from './evaluate-rows.ts'
import { poolEvaluations } from './pool-evaluations.ts'
import type { ClusterRow, EvaluationInput, LeadRow, TruthRow } from './rows.ts'

const ACCOUNTS = Array.from({ length: 24 }, (_, index) => `acct_${index}`)

const truthOf = (picks: readonly number[]): TruthRow[] =>
  ACCOUNTS.map((accountId, index) => {
    const pick = picks[index] ?? 0
    const truth = pick < 4 ? 'actor' : pick < 5 ? 'victim' : 'benign'
    const team = truth === 'actor' ? `t-${pick}` : null
    const actor = truth === 'actor' ? (pick === 3 ? 'unknown:A' : `Name ${pick}`) : null
    return {
      accountId,
      truth,
      actor,
      team,
      kind: `kind ${pick % 3}`,
      directlyIndicated: pick % 2 === 0,
    }
  })

const leadsOf = (scores: readonly number[], clusterOf: ReadonlyMap<string, string>): LeadRow[] => {
  const listed = ACCOUNTS.map((account, index) => ({ account, score: scores[index] ?? 0 }))
    .filter(({ score }) => score > 5)
    .sort((a, b) => b.score - a.score)
  let promised = 0
  return listed.map(({ account, score }, index) => ({
    account,
    rank: index + 1,
    probability: score / 100,
    expectedFalse: (promised += 1 - score / 100),
    cluster: clusterOf.get(account) ?? null,
    actor: score % 3 === 0 ? null : `Name ${score % 4}`,
    verdict: score % 7 === 0 ? 'victim-key' : 'actor-account',
  }))
}

const worlds: fc.Arbitrary<EvaluationInput> = fc
  .record({
    picks: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }),
    scores: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 24, maxLength: 24 }),
    labels: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }),
  })
  .map(({ picks, scores, labels }) => {
    const clusters: ClusterRow[] = []
    const clusterOf = new Map<string, string>()
    for (let label = 0; label < 5; label++) {
      const accounts = ACCOUNTS.filter((_, index) => labels[index] === label)
      if (accounts.length === 0) continue
      clusters.push({ cluster: `c-${label}`, accounts })
      for (const account of accounts) clusterOf.set(account, `c-${label}`)
    }
    const leads = leadsOf(scores, clusterOf)
    const countries = new Map(ACCOUNTS.map((account, index) => [account, `C${index % 3}`]))
    return { name: 'w', seed: 's', truth: truthOf(picks), leads, clusters, countries }
  })

describe('evaluation', () => {
  it('does not depend on the order of any rows', () => {
    fc.assert(
      fc.property(worlds, (input) => {
        const turned: EvaluationInput = {
          ...input,
          truth: [...input.truth].reverse(),
          leads: [...input.leads].reverse(),
          clusters: [...input.clusters]
            .reverse()
            .map((row) => ({ ...row, accounts: [...row.accounts].reverse() })),
        }
        const [a, b] = [evaluateRows(input), evaluateRows(turned)]
        expect(rounded(a)).toEqual(rounded(b))
      }),
      { numRuns: 60 },
    )
  })

  it('agrees with B-cubed and pairs counted one by one', () => {
    fc.assert(
      fc.property(worlds, (input) => {
        const { clusters } = evaluateRows(input)
        const oracle = countOneByOne(input)
        const close = (found: number | null, wanted: number | null): boolean =>
          found === null || wanted === null ? found === wanted : Math.abs(found - wanted) < 1e-9
        expect(close(clusters.bCubed.precision.value, oracle.b3Precision)).toBe(true)
        expect(close(clusters.bCubed.recall.value, oracle.b3Recall)).toBe(true)
        expect(close(clusters.pairwise.precision.value, oracle.pairPrecision)).toBe(true)
        expect(close(clusters.pairwise.recall.value, oracle.pairRecall)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('keeps shares inside their intervals and cuts in order', () => {
    fc.assert(
      fc.property(worlds, (input) => {
        const { recall, accusations } = evaluateRows(input)
        const hits = recall.map(({ all }) => all.count)
        expect(hits[0]).toBeLessThanOrEqual(hits[1] ?? 0)
        expect(hits[1]).toBeLessThanOrEqual(hits[2] ?? 0)
        expect(hits[3]).toBeLessThanOrEqual(hits[4] ?? 0)
        const shares = recall.map(({ all }) => all).filter(({ value }) => value !== null)
        for (const { value, low, high } of shares)
          expect(
            0 <= (low ?? 0) &&
              (low ?? 0) <= (value ?? 0) &&
              (value ?? 0) <= (high ?? 0) &&
              (high ?? 0) <= 1,
          ).toBe(true)
        const sum = (rows: ReadonlyArray<{ at50: { count: number } }> | null): number =>
          (rows ?? []).reduce((total, row) => total + row.at50.count, 0)
        expect(sum(accusations.byKind)).toBe(accusations.all.at50.count)
        expect(sum(accusations.byCountry)).toBe(accusations.all.at50.count)
      }),
      { numRuns: 60 },
    )
  })

  it('pools one world to itself', () => {
    fc.assert(
      fc.property(worlds, (input) => {
        const one = evaluateRows(input)
        const pool = poolEvaluations([one])
        expect(pool.calibration).toEqual(one.calibrationOfListed)
        expect(pool.accusations).toEqual(one.accusations.all)
        expect(pool.recall.map(({ all }) => all.mean)).toEqual(
          one.recall.map(({ all }) => all.value),
        )
        expect(pool.bCubedF1.mean).toBe(one.clusters.bCubed.f1)
      }),
      { numRuns: 30 },
    )
  })
})

/** Sums in another order differ in the last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, held: unknown) =>
    typeof held === 'number' ? Math.round(held * 1e9) / 1e9 : held,
  )
}

/** The definitions written out plainly: every account with every other. Victims are left out. */
function countOneByOne({ truth, clusters }: EvaluationInput): {
  b3Precision: number | null
  b3Recall: number | null
  pairPrecision: number | null
  pairRecall: number | null
} {
  const people = truth.filter((row) => row.truth !== 'victim')
  const clusterOf = (id: string): string =>
    clusters.find((row) => row.accounts.includes(id))?.cluster ?? `alone ${id}`
  const teamOf = (row: TruthRow): string => row.team ?? `alone ${row.accountId}`
  let [claimed, right, real] = [0, 0, 0]
  const precisions: number[] = []
  const recalls: number[] = []
  for (const [index, a] of people.entries()) {
    const together = people.filter((b) => clusterOf(a.accountId) === clusterOf(b.accountId))
    const team = people.filter((b) => teamOf(a) === teamOf(b))
    const both = together.filter((b) => team.includes(b))
    if (a.truth === 'actor') {
      precisions.push(both.length / together.length)
      recalls.push(both.length / team.length)
    }
    for (const b of people.slice(index + 1)) {
      if (a.truth !== 'actor' && b.truth !== 'actor') continue
      const isClaimed = clusterOf(a.accountId) === clusterOf(b.accountId)
      const isReal = teamOf(a) === teamOf(b)
      claimed += isClaimed ? 1 : 0
      real += isReal ? 1 : 0
      right += isClaimed && isReal ? 1 : 0
    }
  }
  const mean = (list: readonly number[]): number | null =>
    list.length === 0 ? null : list.reduce((sum, value) => sum + value, 0) / list.length
  return {
    b3Precision: mean(precisions),
    b3Recall: mean(recalls),
    pairPrecision: claimed === 0 ? null : right / claimed,
    pairRecall: real === 0 ? null : right / real,
  }
}

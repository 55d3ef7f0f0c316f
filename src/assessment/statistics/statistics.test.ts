import * as fc from 'fast-check'
// @ts-expect-error jstat brings no types; what is used of it is declared below
import untyped from 'jstat'
import { describe, expect, it } from 'vitest'
import { clusteredMean } from './clustered.ts'
import { holm } from './holm.ts'
import { Z } from './interval.ts'
import { mcnemarExact, newcombePaired } from './paired.ts'
import { probabilityAbove } from './posterior.ts'
import {
  clopperPearson,
  newcombeIndependent,
  riskRatio,
  ruleOfThree,
  trialsPerArm,
  wilson,
} from './proportions.ts'
import {
  betaCdf,
  betaQuantile,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from './special.ts'

interface Jstat {
  readonly beta: { cdf(x: number, a: number, b: number): number }
  readonly studentt: { inv(p: number, degrees: number): number }
  betaln(a: number, b: number): number
  stdev(values: readonly number[], isSample: boolean): number
}
/** Another library's answers: a second opinion, in tests only. */
const jstat = untyped as Jstat

describe('known answers', () => {
  it.each([
    [0, 10, 0, 0.27753],
    [8, 10, 0.49016, 0.94332],
    [10, 10, 0.72247, 1],
  ])('Wilson of %d of %d', (x, n, low, high) => {
    expect(wilson({ x, n }).low).toBeCloseTo(low, 5)
    expect(wilson({ x, n }).high).toBeCloseTo(high, 5)
  })

  it('Clopper-Pearson of 8 of 10, and of none and all', () => {
    expect(clopperPearson({ x: 8, n: 10 }).low).toBeCloseTo(0.4439, 5)
    expect(clopperPearson({ x: 8, n: 10 }).high).toBeCloseTo(0.97479, 5)
    expect(clopperPearson({ x: 0, n: 10 }).low).toBe(0)
    expect(clopperPearson({ x: 10, n: 10 }).high).toBe(1)
  })

  it.each([
    [56, 70, 48, 80, 0.2, 0.05243, 0.33387],
    [10, 10, 0, 10, 1, 0.60751, 1],
    [5, 56, 0, 29, 0.08929, -0.03814, 0.19256],
  ])('Newcombe of %d/%d against %d/%d', (x1, n1, x2, n2, value, low, high) => {
    const found = newcombeIndependent({ x: x1, n: n1 }, { x: x2, n: n2 })
    expect(found.value).toBeCloseTo(value, 5)
    expect(found.low).toBeCloseTo(low, 5)
    expect(found.high).toBeCloseTo(high, 5)
  })

  it.each([
    [36, 12, 2, 0, 0.2, 0.05693, 0.34043],
    [20, 10, 2, 8, 0.2, 0.03149, 0.35259],
    [53, 0, 0, 1, 0, -0.07294, 0.07294],
    [3, 4, 1, 4, 0.25, -0.12027, 0.53776],
  ])(
    'paired Newcombe of %d, %d, %d, %d',
    (both, onlyFirst, onlySecond, neither, value, low, high) => {
      const found = newcombePaired({ both, onlyFirst, onlySecond, neither })
      expect(found.value).toBeCloseTo(value, 5)
      expect(found.low).toBeCloseTo(low, 5)
      expect(found.high).toBeCloseTo(high, 5)
    },
  )

  it.each([
    [12, 2, 0.012939],
    [10, 2, 0.038574],
    [3, 0, 0.25],
    [4, 1, 0.375],
    [0, 0, 1],
    [5, 5, 1],
  ])('exact McNemar of %d and %d', (b, c, p) => {
    expect(mcnemarExact(b, c)).toBeCloseTo(p, 6)
  })

  it('clustered mean: wider than of independent tasks', () => {
    const clusters = [[1, 1, 0], [0, 0], [1, -1, 0, 1], [1]]
    const found = clusteredMean(clusters)
    expect(found.mean).toBeCloseTo(0.4, 12)
    expect(found.standardError).toBeCloseTo(0.163299, 6)
    expect(found.interval?.low).toBeCloseTo(-0.11969, 5)
    expect(found.interval?.high).toBeCloseTo(0.91969, 5)
    const alone = clusteredMean(clusters.flat().map((value) => [value]))
    expect(alone.standardError).toBeCloseTo(0.221108, 6)
    expect(studentQuantile(0.975, 3)).toBeCloseTo(3.182446, 6)
  })

  it('one cluster has no interval, and no spread proves nothing', () => {
    expect(clusteredMean([[1, 0, 1]])).toMatchObject({
      clusters: 1,
      standardError: null,
      interval: null,
      p: null,
    })
    expect(clusteredMean([[1], [1]]).p).toBe(1)
  })

  it.each([
    [8, 10, 3, 10, 0.98501],
    [56, 70, 48, 80, 0.99593],
  ])('Beta posterior of %d/%d above %d/%d', (x1, n1, x2, n2, p) => {
    expect(probabilityAbove({ x: x1, n: n1 }, { x: x2, n: n2 }, 0)).toBeCloseTo(p, 5)
  })

  it('risk ratio, with a half added beside an empty cell', () => {
    const found = riskRatio({ x: 8, n: 10 }, { x: 3, n: 10 })
    expect(found.value).toBeCloseTo(2.667, 3)
    expect(found.low).toBeCloseTo(0.985, 3)
    expect(found.high).toBeCloseTo(7.221, 3)
    const empty = riskRatio({ x: 3, n: 10 }, { x: 0, n: 10 })
    expect(empty.value).toBeCloseTo(3.5 / 11 / (0.5 / 11), 12)
    expect(Number.isFinite(empty.high)).toBe(true)
  })

  it('rule of three and power', () => {
    expect(ruleOfThree(300)).toBeCloseTo(3 / 300, 3)
    expect(trialsPerArm(0.5, 0.6)).toBe(385)
  })

  it('Holm by hand', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(holm([])).toEqual([])
  })
})

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const proportion = fc
  .integer({ min: 1, max: 300 })
  .chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }) }))
const cell = fc.integer({ min: 0, max: 60 })

/** P(X <= x) of a binomial, term by term; in logarithms, so that no term of a long sum is lost. */
function binomialCdf(x: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p)
  let sum = Math.exp(logTerm)
  for (let k = 1; k <= x; k++) {
    logTerm += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p)
    sum += Math.exp(logTerm)
  }
  return sum
}

describe('against plain oracles', () => {
  it('the distribution functions agree with another library and undo their quantiles', () => {
    fc.assert(
      fc.property(
        share,
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (x, a, b) => {
          expect(betaCdf(x, a, b)).toBeCloseTo(jstat.beta.cdf(x, a, b), 7)
          expect(betaCdf(betaQuantile(x, a, b), a, b)).toBeCloseTo(x, 9)
        },
      ),
    )
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 200 }), (x, degrees) => {
        expect(studentCdf(studentQuantile(x, degrees), degrees)).toBeCloseTo(x, 9)
        expect(studentQuantile(x, degrees)).toBeCloseTo(jstat.studentt.inv(x, degrees), 3)
        expect(normalCdf(normalQuantile(x))).toBeCloseTo(x, 12)
      }),
    )
    expect(normalQuantile(0.975)).toBeCloseTo(Z, 12)
  })

  it('Wilson ends where the score test is just not significant', () => {
    fc.assert(
      fc.property(proportion, ({ x, n }) => {
        const { low, high } = wilson({ x, n })
        for (const end of [low, high].filter((one) => one > 0 && one < 1))
          expect(Math.abs(x / n - end) / Math.sqrt((end * (1 - end)) / n)).toBeCloseTo(Z, 6)
        expect(low).toBeLessThanOrEqual(x / n)
        expect(high).toBeGreaterThanOrEqual(x / n)
      }),
    )
  })

  it('Clopper-Pearson leaves 2.5% of the binomial on each side', () => {
    fc.assert(
      fc.property(proportion, ({ x, n }) => {
        const { low, high } = clopperPearson({ x, n })
        const below = x === 0 ? 0.025 : 1 - binomialCdf(x - 1, n, low)
        const above = x === n ? 0.025 : binomialCdf(x, n, high)
        expect(below).toBeCloseTo(0.025, 7)
        expect(above).toBeCloseTo(0.025, 7)
      }),
    )
  })

  it('differences stay within [-1, 1], hold their estimate, and turn round with the arms', () => {
    fc.assert(
      fc.property(
        cell,
        cell,
        cell,
        fc.integer({ min: 1, max: 60 }),
        (both, onlyFirst, onlySecond, neither) => {
          const there = newcombePaired({ both, onlyFirst, onlySecond, neither })
          const back = newcombePaired({
            both,
            onlyFirst: onlySecond,
            onlySecond: onlyFirst,
            neither,
          })
          expect(there.low).toBeGreaterThanOrEqual(-1 - 1e-12)
          expect(there.high).toBeLessThanOrEqual(1 + 1e-12)
          expect(there.low).toBeLessThanOrEqual(there.value)
          expect(there.high).toBeGreaterThanOrEqual(there.value)
          expect(back.low).toBeCloseTo(-there.high, 12)
        },
      ),
    )
  })

  it('exact McNemar sums the binomial', () => {
    fc.assert(
      fc.property(cell, cell, (b, c) => {
        const sum = binomialCdf(Math.min(b, c), b + c, 0.5)
        expect(mcnemarExact(b, c)).toBeCloseTo(Math.min(1, 2 * sum), 9)
      }),
    )
  })

  it('the posterior agrees with the closed sum, and falls with the margin', () => {
    fc.assert(
      fc.property(proportion, proportion, share, (first, second, margin) => {
        const found = probabilityAbove(first, second, 0)
        expect(found).toBeCloseTo(closedSum(first, second), 6)
        expect(probabilityAbove(first, second, margin)).toBeLessThanOrEqual(found + 1e-9)
      }),
      { numRuns: 40 },
    )
  })

  it('each task a cluster of its own gives the usual standard error of a mean', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 2, maxLength: 50 }),
        (values) => {
          const found = clusteredMean(values.map((value) => [value]))
          expect(found.standardError).toBeCloseTo(
            jstat.stdev(values, true) / Math.sqrt(values.length),
            9,
          )
        },
      ),
    )
  })
})

/** Pr(p1 > p2) for whole-number Beta parameters as a finite sum over the first's. */
function closedSum(first: { x: number; n: number }, second: { x: number; n: number }): number {
  const [a1, b1, a2, b2] = [
    first.x + 1,
    first.n - first.x + 1,
    second.x + 1,
    second.n - second.x + 1,
  ]
  const logBetaOf = (a: number, b: number): number => jstat.betaln(a, b)
  let sum = 0
  for (let i = 0; i < a1; i++)
    sum += Math.exp(
      logBetaOf(a2 + i, b1 + b2) - Math.log(b1 + i) - logBetaOf(1 + i, b1) - logBetaOf(a2, b2),
    )
  return sum
}

import { assert, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideHands, type Hand, twoRatesBits } from './two-hands.ts'

const hand = (
  places: readonly string[],
  days: readonly number[],
  languages: Readonly<Record<string, number>>,
  tied = 0,
): Hand => ({
  requests: Object.values(languages).reduce((sum, prompts) => sum + prompts, 0),
  places,
  days,
  languages,
  tied,
})

const away = (prefix: string, requests: number): string[] =>
  Array.from({ length: requests }, (_, n) => `${prefix}.${n}`)

describe('a division of hands', () => {
  it('finds a thief beside a thin use of its own', () => {
    const own = hand(['home'], [1, 20], { es: 3 })
    const thief = hand(away('203.0.113', 9), [10, 11], { ko: 5, en: 4 })
    const division = divideHands([thief, own], false)
    expect(division?.own.requests).toBe(3)
    expect(division?.bits).toBeGreaterThan(6)
  })

  it('finds none where every client met another in some place, whatever else differs', () => {
    const a = hand(['home', 'office'], [1], { es: 9 })
    const b = hand(['office', ...away('203.0.113', 8)], [10], { ko: 9 })
    expect(divideHands([a, b], false)).toBeUndefined()
  })

  it('says little of two clients that behave alike, as those of an operation do', () => {
    const one = hand(away('203.0.113', 9), [1, 5, 9], { ko: 4, en: 5 })
    const two = hand(away('198.51.100', 6), [2, 5, 8], { ko: 3, en: 3 })
    expect(divideHands([one, two], false)?.bits).toBeLessThan(0)
  })

  it('asks that a tie to an operation is of the foreign use and not of its own', () => {
    const own = hand(['home'], [1, 20], { es: 6 })
    const thief = (tied: number): Hand => hand(away('203.0.113', 9), [10, 11], { ko: 9 }, tied)
    expect(divideHands([own, thief(2)], true)?.foreign.tied).toBe(2)
    expect(divideHands([{ ...own, tied: 1 }, thief(1)], true)).toBeUndefined()
  })

  it('takes the smallest of many together, so that work is bounded', () => {
    const many = Array.from({ length: 40 }, (_, n) => hand([`p${n}`], [n], { en: 2 + n }))
    expect(divideHands(many, false)?.bits).toBeLessThan(3)
  })
})

describe('two rates against one', () => {
  it('is the ratio of beta functions for whole counts', () => {
    // B(3,1) B(1,5) / (B(1,1) B(3,5)) = (1/3)(1/5) * 105 = 7
    expect(twoRatesBits([2, 0], [0, 4], 1)).toBeCloseTo(Math.log2(7), 6)
  })

  it('is an e-value: where one rate is true, the mean ratio is one', () => {
    const [n, m] = [4, 6]
    const choose = (k: number, of: number): number =>
      k === 0 ? 1 : (choose(k - 1, of) * (of - k + 1)) / k
    const chance = (k: number, of: number, p: number): number =>
      choose(k, of) * p ** k * (1 - p) ** (of - k)
    // Averaged over the prior of the one rate, the mean is exactly one.
    let mean = 0
    for (let step = 0; step < 2000; step++) {
      const p = (step + 0.5) / 2000
      for (let i = 0; i <= n; i++)
        for (let j = 0; j <= m; j++)
          mean +=
            (2 ** twoRatesBits([i, n - i], [j, m - j], 1) * chance(i, n, p) * chance(j, m, p)) /
            2000
    }
    expect(mean).toBeCloseTo(1, 3)
  })

  it('is the same from both sides, and 0 for an empty one', () => {
    const counts = tuple(
      integer({ min: 0, max: 50 }),
      integer({ min: 0, max: 50 }),
      integer({ min: 0, max: 50 }),
    )
    expect.hasAssertions()
    assert(
      property(counts, counts, (a, b) => {
        expect(twoRatesBits(a, b, 0.5)).toBeCloseTo(twoRatesBits(b, a, 0.5), 9)
        expect(twoRatesBits(a, [0, 0, 0], 0.5)).toBeCloseTo(0, 9)
      }),
    )
  })
})

import { array, assert, double, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barOf } from './discoveries.ts'

/** The definition by e-values, counted plainly: the largest k whose k-th largest e-value is at least n / (alpha k). */
function plainCount(eValues: readonly number[], tests: number, alpha: number): number {
  const sorted = [...eValues].sort((x, y) => y - x)
  let count = 0
  for (let k = 1; k <= sorted.length; k++)
    if ((sorted[k - 1] ?? 0) >= tests / (alpha * k)) count = k
  return count
}

describe('e-BH', () => {
  it('selects as many as its definition', () => {
    const bits = array(integer({ min: -5, max: 40 }), { maxLength: 40 })
    assert(
      property(bits, integer({ min: 40, max: 1e6 }), (list, tests) => {
        const bar = barOf(list, tests, 0.05)
        const values = list.map((one) => 2 ** one)
        const selected = list.filter((one) => one >= bar).length
        // Ties at the bar are selected together, which the definition also allows.
        expect(selected).toBeGreaterThanOrEqual(plainCount(values, tests, 0.05))
        const above = list.filter((one) => one > bar).length
        expect(above).toBeLessThanOrEqual(plainCount(values, tests, 0.05))
      }),
    )
  })

  it('keeps its promise when nothing is linked, however the pairs depend on each other', () => {
    // One shared draw u makes all e-values 1 / u at once, up to a bound, the worst dependence there is.
    assert(
      property(double({ min: 0.001, max: 1, noNaN: true }), (u) => {
        const bits = Array.from({ length: 50 }, () => Math.log2(1 / u))
        const isAny = Number.isFinite(barOf(bits, 50, 0.05))
        expect(isAny).toBe(1 / u >= 1 / 0.05)
      }),
    )
  })
})

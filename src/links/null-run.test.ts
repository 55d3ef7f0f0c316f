import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateOf } from './null-run.ts'

const SHUFFLES = 20

/** The definition, counted plainly: the least ratio of null to real links at any bar up to the link's own bits. */
function plainRate(chance: readonly number[], real: readonly number[], bits: number): number {
  const bars = real.filter((bar) => bar <= bits)
  const rates = bars.map((bar) => {
    const nulls = chance.filter((one) => one >= bar).length
    const found = real.filter((one) => one >= bar).length
    return (nulls + 1) / SHUFFLES / found
  })
  return Math.min(1, ...rates)
}

describe('the false rate of links', () => {
  it('agrees with its definition', () => {
    const bits = array(integer({ min: 0, max: 30 }), { maxLength: 60 })
    assert(
      property(bits, bits, integer({ min: 0, max: 30 }), (chance, real, at) => {
        expect(rateOf(chance, real, SHUFFLES)(at)).toBeCloseTo(plainRate(chance, real, at), 12)
      }),
    )
  })

  it('never rises with strength, and is never nought', () => {
    const rate = rateOf([1, 2, 3, 9], [2, 4, 8, 16], SHUFFLES)
    const rates = [2, 4, 8, 16].map(rate)
    expect(rates).toEqual([...rates].sort((x, y) => y - x))
    expect(rate(16)).toBeGreaterThan(0)
    expect(rate(1)).toBe(1)
  })
})

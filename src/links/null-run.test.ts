import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insertCrowd, openLinkStore, PEOPLE } from '../../test/fixtures/crowd.ts'
import type { Met } from '../../test/fixtures/store.ts'
import { findSharedValues } from './index.ts'
import { weighLink } from './link-probability.ts'
import { rateOf, runNull } from './null-run.ts'

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

describe('the null run', () => {
  const client = (value: string): readonly Met[] => [['user_agent', 'contact', value]]

  /** The false rate of two members' link where `crew` and nobody else is suspected. */
  const rateOfCrew = async (strangers: readonly string[]): Promise<number> => {
    const store = await openLinkStore()
    try {
      const members = ['c_0', 'c_1', 'c_2', 'c_3', 'c_4', 'c_5']
      const others = strangers.map((value, n) => ({ account: `s_${n}`, met: client(value) }))
      const crew = members.map((account) => ({ account, met: client('kestrel-client/1.4') }))
      await insertCrowd(store, [...crew, ...others])
      const suspects = members.slice(0, 4)
      const shared = await findSharedValues(store.engine, suspects)
      const rate = await runNull(store.engine, suspects, shared, PEOPLE)
      const pair = shared.find(({ a, b }) => a === 'c_0' && b === 'c_1')
      if (pair === undefined) throw new Error('the crew shares nothing')
      return rate(weighLink(pair.values, { ...pair, people: PEOPLE, size: 1 }), true)
    } finally {
      await store.close()
    }
  }

  it('does not call it coincidence that a crew alone has a client', async () => {
    const alone = Array.from(
      { length: 60 },
      (_, n) => `${'abcdefghij'[n % 10]}${'klmnop'[n % 6]}-own/1`,
    )
    expect(await rateOfCrew(alone)).toBeLessThan(0.2)
  })

  it('does where strangers who have a rare client at all have that one', async () => {
    const many = Array.from({ length: 6 }, () => 'kestrel-client/1.4')
    expect(await rateOfCrew(many)).toBeGreaterThan(0.5)
  })
})

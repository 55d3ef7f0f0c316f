import { describe, expect, it } from 'vitest'
import { seededRandom } from '../core/index.ts'
import type { SharedValues } from './evidence.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P, type LinkFamily } from './parameters.ts'
import { countLabelled, countTied, NO_LABELS, refitShares, reweighByShares } from './shares.ts'

const TRUE: Readonly<Record<LinkFamily, number>> = {
  pay: 0.55,
  net: 0.25,
  device: 0.6,
  mail: 0.3,
  name: 0.7,
}

/** Crews of three whose members share a value of each family with the true probability, two by two. */
function simulate(crews: number, shares = TRUE): { pairs: SharedValues[]; suspects: string[] } {
  const random = seededRandom('shares')
  const pairs: SharedValues[] = []
  const suspects: string[] = []
  for (let crew = 0; crew < crews; crew++) {
    const members = [0, 1, 2].map((n) => `crew_${crew}_${n}`)
    suspects.push(...members)
    for (const [i, a] of members.entries())
      for (const b of members.slice(i + 1)) {
        const values = LINK_FAMILIES.filter((family) => random() < shares[family]).map(
          (family) => ({
            family,
            value: `${family}_${a}_${b}`,
            token: `${family}_${a}_${b}`,
            holders: 2,
            bits: 15,
          }),
        )
        const bothHold = [...LINK_FAMILIES]
        pairs.push({ a, b, explained: '', values, bothHold })
        pairs.push({ a: b, b: a, explained: '', values, bothHold })
      }
  }
  return { pairs, suspects }
}

describe('shares refitted from tied accounts', () => {
  it('find the rates by which crews were made', () => {
    const { pairs, suspects } = simulate(2000)
    const counts = countTied(pairs, suspects, NO_LABELS)
    const shares = refitShares(counts)
    for (const family of LINK_FAMILIES) {
      expect(counts[family].both).toBeGreaterThan(2000)
      expect(Math.abs(shares[family] - TRUE[family])).toBeLessThan(0.03)
    }
  })

  it('move little with little data, and never beyond their limits', () => {
    const none = refitShares(countTied([], [], NO_LABELS))
    expect(none).toEqual(P.share)
    const { pairs, suspects } = simulate(2)
    const few = refitShares(countTied(pairs, suspects, NO_LABELS))
    const all = { pay: 1, net: 1, device: 1, mail: 1, name: 1 }
    const many = simulate(2000, all)
    const most = refitShares(countTied(many.pairs, many.suspects, NO_LABELS))
    for (const family of LINK_FAMILIES) {
      expect(Math.abs(Math.log2(few[family] / P.share[family]))).toBeLessThan(0.25)
      expect(most[family]).toBe(Math.min(P.learnShareMax, P.share[family] * P.learnMax))
    }
  })

  it('ask nobody whom analysts cleared, and only pairs of two that carry evidence', () => {
    const { pairs, suspects } = simulate(50)
    const cleared = { operators: [], innocents: suspects }
    expect(countTied(pairs, suspects, cleared).pay.both).toBe(0)
    const firsts = suspects.filter((account) => account.endsWith('_0'))
    expect(countTied(pairs, firsts, NO_LABELS).pay.both).toBe(0)
  })
})

describe('shares refitted from labels', () => {
  it('count each account once, and only families that both hold', () => {
    const held = (account: string, family: LinkFamily, ...tokens: readonly string[]) => ({
      account,
      family,
      tokens,
    })
    const counts = countLabelled(
      [
        held('a', 'pay', '1'),
        held('b', 'pay', '1'),
        held('c', 'pay', '2'),
        held('a', 'name', '7', '8'),
        held('b', 'name', '8'),
        held('x', 'name', '8'),
      ],
      { operators: [['a', 'b', 'c']], innocents: [] },
    )
    expect(counts.pay).toEqual({ both: 3, shared: 1 })
    expect(counts.name).toEqual({ both: 2, shared: 2 })
    expect(counts.net).toEqual({ both: 0, shared: 0 })
  })

  it('change a value by the ratio of the shares', () => {
    const value = { family: 'pay' as const, value: 'fp', token: '1', holders: 2, bits: 10 }
    const shares = { ...P.share, pay: P.share.pay * 2 }
    expect(reweighByShares([value], shares)[0]?.bits).toBeCloseTo(11, 12)
  })
})

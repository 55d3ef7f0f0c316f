import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertCrowd, openLinkStore } from '../../test/fixtures/crowd.ts'
import type { Met, Store } from '../../test/fixtures/store.ts'
import { findSharedValues, readShares } from './index.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

let store: Store
beforeEach(async () => {
  store = await openLinkStore()
})
afterEach(() => store.close())

const MEMBERS = Array.from({ length: 20 }, (_, n) => `m_${String(n).padStart(2, '0')}`)

describe('shares kept', () => {
  it('follow what analysts settled, and weigh values and silence by it', async () => {
    const met = (n: number): readonly Met[] => [
      ['file', 'use', `crew_${n >> 2}.py`],
      ['payment', 'signup', `fp_own_${n}`],
    ]
    await insertCrowd(
      store,
      MEMBERS.map((account, n) => ({ account, met: met(n) })),
    )
    const operators = [0, 4, 8, 12, 16].map((n) => MEMBERS.slice(n, n + 4))
    const before = await findSharedValues(store.engine, MEMBERS)
    expect(await readShares(store.engine)).toEqual(P.share)
    const after = await findSharedValues(store.engine, MEMBERS, { operators, innocents: [] })
    const shares = await readShares(store.engine)
    expect(shares.name).toBeCloseTo((0.4 * P.learnPrior + 20) / (P.learnPrior + 20), 12)
    expect(shares.pay).toBeCloseTo((0.4 * P.learnPrior) / (P.learnPrior + 20), 12)
    expect(shares.net).toBe(P.share.net)
    const nameOf = (list: typeof before) =>
      list.find(({ a, b }) => a === 'm_00' && b === 'm_01')?.values[0]?.bits ?? 0
    expect(nameOf(after) - nameOf(before)).toBeCloseTo(Math.log2(shares.name / 0.4), 9)
    expect(after.every((pair) => pair.shares !== undefined)).toBe(true)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertCrowd, openLinkStore, PEOPLE } from '../../test/fixtures/crowd.ts'
import type { Met, Store } from '../../test/fixtures/store.ts'
import {
  findCrewValues,
  findSharedValues,
  formCrews,
  reweighSharedValues,
  testLinks,
  weighLink,
} from './index.ts'

let store: Store
beforeEach(async () => {
  store = await openLinkStore()
})
afterEach(() => store.close())

const NO_TESTS = { nullRate: () => 0, isDiscovery: () => true }
const crowd = (extra: Parameters<typeof insertCrowd>[1]): Promise<void> => insertCrowd(store, extra)

describe('crews', () => {
  it('counts a crew once among the holders of its own value', async () => {
    const met = [['file', 'use', 'kestrel.py']] as const
    const core: readonly Met[] = [...met, ['payment', 'signup', 'fp_1']]
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await crowd([...names.map((account) => ({ account, met: core })), { account: 'x', met }])
    const shared = await findSharedValues(store.engine, names)
    const { crews } = formCrews(names, shared, PEOPLE + 7, NO_TESTS)
    expect(crews).toEqual([{ core: names }])
    const values = findCrewValues(crews, shared)
    const again = await reweighSharedValues(store.engine, shared, values)
    const of = (list: readonly (typeof shared)[number][]) =>
      list.find(({ a, b }) => a === 'a' && b === 'x')?.values[0]
    expect(of(shared)?.holders).toBe(7)
    expect(of(again)?.holders).toBe(2)
    expect(of(again)?.bits ?? 0).toBeGreaterThan(of(shared)?.bits ?? 0)
  })

  it('finds by a null run that coincidence explains what many share, and not what two share', async () => {
    const groups = Array.from({ length: 60 }, (_, n) => ({
      account: `pair_${n}`,
      met: [['file', 'use', `common_${n >> 1}.py`]] as readonly Met[],
    }))
    await crowd([
      ...groups,
      {
        account: 'a',
        met: [
          ['wallet', 'use', 'w1'],
          ['payment', 'signup', 'fp_1'],
        ],
      },
      {
        account: 'b',
        met: [
          ['wallet', 'use', 'w1'],
          ['payment', 'signup', 'fp_1'],
        ],
      },
    ])
    const suspects = ['a', 'pair_0']
    const shared = await findSharedValues(store.engine, suspects)
    const { nullRate: rate } = await testLinks(store.engine, suspects, shared, PEOPLE + 62)
    const { nullRate: again } = await testLinks(store.engine, suspects, shared, PEOPLE + 62)
    const linkOf = (a: string, b: string) => {
      const pair = shared.find((one) => one.a === a && one.b === b)
      if (pair === undefined) throw new Error(`${a} and ${b} share nothing`)
      return weighLink(pair.values, { ...pair, people: PEOPLE + 62, size: 1 })
    }
    expect(rate(linkOf('a', 'b'), false)).toBeLessThanOrEqual(0.1)
    expect(rate(linkOf('pair_0', 'pair_1'), false)).toBeGreaterThan(0.15)
    expect(again(linkOf('pair_0', 'pair_1'), false)).toBe(rate(linkOf('pair_0', 'pair_1'), false))
  })

  it("takes a value that two of the core hold for the crew's own", async () => {
    const client: readonly Met[] = [['user_agent', 'contact', 'kestrel-client/1.4']]
    const own: readonly Met[] = [...client, ['payment', 'signup', 'fp_1']]
    const once: readonly Met[] = [['user_agent', 'contact', 'harrier-client/2.1']]
    await crowd([
      { account: 'a', met: [...own, ...once] },
      { account: 'b', met: own },
      { account: 'x', met: client },
      { account: 'y', met: once },
    ])
    const shared = await findSharedValues(store.engine, ['a', 'b'])
    const tests = {
      nullRate: (_: unknown, isBoth: boolean) => (isBoth ? 0 : 0.99),
      isDiscovery: () => true,
    }
    const { ties } = formCrews(['a', 'b'], shared, PEOPLE + 4, tests)
    const of = (account: string): number =>
      ties.find((tie) => tie.account === account)?.link.probability ?? 0
    expect(of('x')).toBeGreaterThan(0.1)
    expect(of('y')).toBeLessThan(0.02)
  })

  it('lets a client alone join two suspects only where it is rare indeed', () => {
    const linkOf = (bits: number): number =>
      weighLink([{ family: 'device', value: 'c', token: '1', holders: 3, bits }], {
        explained: '',
        bothHold: ['device'],
        people: 100,
        size: 1,
        isBothSuspect: true,
      }).probability
    expect(linkOf(12)).toBeLessThan(0.5)
    expect(linkOf(16)).toBeGreaterThan(0.5)
  })

  it('ties to a crew only what its core shares, never what a tied account shares', async () => {
    await crowd([
      {
        account: 'a',
        met: [
          ['payment', 'signup', 'fp_1'],
          ['file', 'use', 'kestrel.py'],
        ],
      },
      {
        account: 'b',
        met: [
          ['payment', 'signup', 'fp_1'],
          ['file', 'use', 'kestrel.py'],
          ['file', 'use', 'harrier.py'],
        ],
      },
      { account: 'c', met: [['file', 'use', 'harrier.py']] },
    ])
    const shared = await findSharedValues(store.engine, ['a'])
    const { crews, ties } = formCrews(['a'], shared, PEOPLE + 3, NO_TESTS)
    expect(crews).toEqual([{ core: ['a'] }])
    expect(ties.map((tie) => tie.account)).toEqual(['b'])
  })
})

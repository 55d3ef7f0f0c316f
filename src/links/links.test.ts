import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertCrowd, openLinkStore, PEOPLE } from '../../test/fixtures/crowd.ts'
import { insertEvents, type Met, type Store } from '../../test/fixtures/store.ts'
import { derivePopulation } from '../signals/index.ts'
import { deriveTokens, findSharedValues, weighLink } from './index.ts'

let store: Store
beforeEach(async () => {
  store = await openLinkStore()
})
afterEach(() => store.close())

const crowd = (extra: Parameters<typeof insertCrowd>[1]): Promise<void> => insertCrowd(store, extra)

const probabilityOf = async (a: string, b: string): Promise<number> => {
  const pair = (await findSharedValues(store.engine, [a])).find((shared) => shared.b === b)
  return pair === undefined
    ? 0
    : weighLink(pair.values, { ...pair, people: PEOPLE + 2, size: 1 }).probability
}

describe('links', () => {
  it('gives one family less than it gives two', async () => {
    await crowd([
      {
        account: 'a',
        met: [
          ['payment', 'signup', 'fp_1'],
          ['file', 'use', 'kestrel.py'],
        ],
      },
      { account: 'b', met: [['payment', 'signup', 'fp_1']] },
      {
        account: 'c',
        met: [
          ['payment', 'signup', 'fp_9'],
          ['file', 'use', 'kestrel.py'],
        ],
      },
      {
        account: 'd',
        met: [
          ['payment', 'signup', 'fp_1'],
          ['file', 'use', 'kestrel.py'],
        ],
      },
    ])
    expect(await probabilityOf('a', 'b')).toBeGreaterThan(0.1)
    expect(await probabilityOf('a', 'b')).toBeLessThanOrEqual(0.9)
    expect(await probabilityOf('a', 'c')).toBeLessThanOrEqual(0.75)
    expect(await probabilityOf('a', 'd')).toBeGreaterThan(0.9)
    expect(await probabilityOf('b', 'c')).toBe(0)
  })

  it('lets an organisation explain what its members share', async () => {
    await crowd([
      {
        account: 'a',
        organization: 'Acme',
        met: [
          ['payment', 'signup', 'fp_1'],
          ['file', 'use', 'kestrel.py'],
        ],
      },
      {
        account: 'b',
        organization: 'ACME ',
        met: [
          ['payment', 'signup', 'fp_1'],
          ['file', 'use', 'kestrel.py'],
        ],
      },
    ])
    const [pair] = await findSharedValues(store.engine, ['a'])
    expect(pair?.explained).toBe('organisation')
    expect(await probabilityOf('a', 'b')).toBeLessThan(0.2)
  })

  it('weighs a value less the more accounts hold it', async () => {
    const share = (n: number, value: string): { account: string; met: readonly Met[] }[] =>
      Array.from({ length: n }, (_, i) => ({
        account: `${value}_${i}`,
        met: [['payment', 'signup', value]] as const,
      }))
    await crowd([...share(2, 'two'), ...share(6, 'six'), ...share(30, 'thirty')])
    const two = await probabilityOf('two_0', 'two_1')
    const six = await probabilityOf('six_0', 'six_1')
    const thirty = await probabilityOf('thirty_0', 'thirty_1')
    expect(two).toBeGreaterThan(six)
    expect(six).toBeGreaterThan(thirty)
    expect(thirty).toBeLessThan(0.05)
  })

  it('weighs a value less where unrelated accounts often share one', async () => {
    const pairs = Array.from({ length: 100 }, (_, n) =>
      ['x', 'y'].map((side) => ({
        account: `pair_${n}${side}`,
        met: [['payment', 'signup', `fp_pair_${n}`]] as const,
      })),
    ).flat()
    await crowd([
      ...pairs,
      { account: 'a', met: [['payment', 'signup', 'fp_1']] },
      { account: 'b', met: [['payment', 'signup', 'fp_1']] },
      { account: 'c', met: [['file', 'use', 'kestrel.py']] },
      { account: 'd', met: [['file', 'use', 'kestrel.py']] },
    ])
    expect(await probabilityOf('a', 'b')).toBeLessThan(await probabilityOf('c', 'd'))
  })

  it('never links through a value that intelligence names or that is only quoted', async () => {
    await store.engine.run(`INSERT INTO touched VALUES ('domain', 'evil.example')`)
    await crowd([
      {
        account: 'a',
        met: [
          ['domain', 'use', 'evil.example'],
          ['domain', 'mention', 'quoted.example'],
        ],
      },
      {
        account: 'b',
        met: [
          ['domain', 'use', 'evil.example'],
          ['domain', 'mention', 'quoted.example'],
        ],
      },
    ])
    expect(await findSharedValues(store.engine, ['a'])).toEqual([])
  })

  it('makes next to nothing of an address alone, however few met it', async () => {
    const met = [['ip', 'contact', '203.0.113.7']] as const
    await crowd([
      { account: 'a', met },
      { account: 'b', met },
    ])
    expect(await probabilityOf('a', 'b')).toBeGreaterThan(0)
    expect(await probabilityOf('a', 'b')).toBeLessThan(0.05)
  })

  it('never links readers of one report by the names in it', async () => {
    await store.engine.run(`INSERT INTO touched VALUES ('domain', 'evil.example')`)
    await store.engine.run(
      `INSERT INTO touches VALUES ('read_a', 'mention'), ('read_b', 'mention')`,
    )
    await crowd([])
    const report: readonly Met[] = [
      ['domain', 'mention', 'evil.example'],
      ['file', 'mention', 'dropper.bin'],
    ]
    const at = '2026-01-10T09:00:00Z'
    await insertEvents(store.engine, [
      { account: 'a', at, met: report, id: 'read_a' },
      { account: 'b', at, met: report, id: 'read_b' },
      { account: 'b', at, met: [['file', 'use', 'own.bin']] },
      { account: 'c', at, met: [['file', 'use', 'own.bin']] },
    ])
    await store.engine.run('TRUNCATE TABLE population')
    await derivePopulation(store.engine)
    await deriveTokens(store.engine)
    expect(await probabilityOf('a', 'b')).toBe(0)
    expect(await probabilityOf('b', 'c')).toBeGreaterThan(0.1)
  })

  it('prices a rare version of a common client as what it is', async () => {
    const many = Array.from({ length: 120 }, (_, n) => ({
      account: `many_${n}`,
      met: [['user_agent', 'contact', `common/1.${n >> 1}`]] as readonly Met[],
    }))
    await crowd([
      ...many,
      { account: 'a', met: [['user_agent', 'contact', 'rare-one/7.1']] },
      { account: 'b', met: [['user_agent', 'contact', 'rare-one/7.1']] },
    ])
    const bitsOf = async (a: string): Promise<number> =>
      (await findSharedValues(store.engine, [a]))[0]?.values[0]?.bits ?? 0
    expect(await bitsOf('a')).toBeGreaterThan(3 + (await bitsOf('many_0')))
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  insertEvents,
  insertRows,
  type Met,
  openStore,
  type Store,
} from '../../test/fixtures/store.ts'
import { derivePopulation } from '../signals/index.ts'
import { deriveTokens, findSharedValues, formCrews, weighLink } from './index.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
  await store.engine.run(
    'CREATE OR REPLACE TABLE touched (kind String, value String) ENGINE = MergeTree ORDER BY value',
  )
})
afterEach(() => store.close())

const PEOPLE = 400

/** A crowd of which nobody shares anything, so that the rates of coincidence are low. */
async function crowd(
  extra: readonly {
    account: string
    met: readonly Met[]
    organization?: string
    country?: string
  }[],
) {
  const crowdEvents = Array.from({ length: PEOPLE }, (_, n) => ({
    account: `crowd_${n}`,
    at: '2026-01-10T08:00:00Z',
    met: [
      ['ip', 'contact', `198.18.${Math.floor(n / 250)}.${n % 250}`],
      ['payment', 'signup', `fp_crowd_${n}`],
      ['file', 'use', `file_${n}.py`],
    ] as const,
  }))
  await insertRows(
    store.engine,
    'accounts',
    extra.map(({ account, organization = '', country = 'DE' }) => ({
      account_id: account,
      organization,
      country,
    })),
  )
  await insertEvents(store.engine, [
    ...crowdEvents,
    ...extra.map(({ account, met }) => ({ account, at: '2026-01-10T09:00:00Z', met })),
  ])
  await derivePopulation(store.engine)
  await deriveTokens(store.engine)
}

const probabilityOf = async (a: string, b: string): Promise<number> => {
  const pair = (await findSharedValues(store.engine, [a])).find((shared) => shared.b === b)
  return pair === undefined
    ? 0
    : weighLink(pair.values, { explained: pair.explained, people: PEOPLE + 2, size: 1 }).probability
}

describe('links', () => {
  it('gives one rare shared value no more than review, and two families a strong link', async () => {
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
    expect(await probabilityOf('a', 'b')).toBeLessThanOrEqual(0.6)
    expect(await probabilityOf('a', 'c')).toBeLessThanOrEqual(0.6)
    expect(await probabilityOf('a', 'd')).toBeGreaterThan(0.8)
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
    const { crews, ties } = formCrews(['a'], shared, PEOPLE + 3, () => 0)
    expect(crews).toEqual([{ core: ['a'] }])
    expect(ties.map((tie) => tie.account)).toEqual(['b'])
  })
})

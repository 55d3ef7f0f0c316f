import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertRows, openStore, type Store } from '../../test/fixtures/store.ts'
import { derivePopulation, observeConduct } from './index.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

const event = (account: string, n: number, ts: string, prompt: string): object => ({
  batch: 1,
  event_id: `${account}_${n}`,
  ts,
  account_id: account,
  prompt,
})

describe('observeConduct', () => {
  it('counts each hour of a day once, scripts by prompt, and the words asked for', async () => {
    await insertRows(store.engine, 'events', [
      event('a', 1, '2026-01-10 08:00:00', '선박 항로를 요약해 줘'),
      event('a', 2, '2026-01-10 08:30:00', 'Summarise MARITIME law'),
      event('a', 3, '2026-01-11 08:10:00', 'متن را به فارسی ترجمه کن پلیس'),
      event('a', 4, '2026-01-11 21:10:00', ''),
      event('b', 1, '2026-01-10 09:00:00', 'hello'),
    ])
    await derivePopulation(store.engine)
    const { byAccount, sample } = await observeConduct(store.engine, {
      accounts: ['a'],
      words: ['maritime', 'satellite'],
    })
    const found = byAccount.get('a')
    expect([...byAccount.keys()]).toEqual(['a'])
    expect(sample.map((one) => one.account)).toEqual(['a', 'b'])
    expect(found?.hours.map((days, hour) => [hour, days]).filter(([, days]) => days !== 0)).toEqual(
      [
        [8, 2],
        [21, 1],
      ],
    )
    expect(found?.prompts).toBe(3)
    expect(found?.scripts).toMatchObject({ hangul: 1, persian: 1, arabic: 1, cyrillic: 0 })
    expect(found?.words).toEqual(['maritime'])
  })

  it('answers with nothing when nobody is asked for', async () => {
    expect(await observeConduct(store.engine, { accounts: [], words: [] })).toEqual({
      byAccount: new Map(),
      sample: [],
    })
  })
})

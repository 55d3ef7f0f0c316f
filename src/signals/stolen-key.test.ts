import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertEvents, insertRows, openStore, type Store } from '../../test/fixtures/store.ts'
import { findStolenKeySigns } from './index.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const HOME = { ip: '198.51.100.7', user_agent: 'python-openai/1.40' }
const AWAY = { ip: '203.0.113.9', user_agent: 'curl/8.1' }

async function use(
  account: string,
  days: readonly number[],
  place: { ip: string; user_agent: string },
): Promise<void> {
  await insertRows(
    store.engine,
    'events',
    days.map((day) => ({
      batch: 1,
      event_id: `${account}_${day}_${place.ip}`,
      account_id: account,
      ts: `2026-01-${String(day).padStart(2, '0')} 08:00:00`,
      ...place,
    })),
  )
}

describe('stolen keys', () => {
  it.each([
    [
      'a settled customer with a second use beside it',
      [1, 2, 3, 4, 5, 6],
      HOME,
      [5, 6],
      AWAY,
      true,
    ],
    ['an account that came from there at once', [2, 3, 4, 5], HOME, [1, 2], AWAY, false],
    [
      'an account with one client in both places',
      [1, 2, 3, 4, 5],
      { ...HOME, user_agent: AWAY.user_agent },
      [5, 6],
      AWAY,
      false,
    ],
    [
      'an account with hardly any use of its own',
      [1, 2, 3],
      HOME,
      [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
      AWAY,
      false,
    ],
  ])('judges %s', async (name, homeDays, home, awayDays, away, isVictim) => {
    const account = name.replace(/\W/g, '_')
    await use(account, homeDays, home)
    await use(account, awayDays, away)
    const signs = await findStolenKeySigns(store.engine, [
      { account, addresses: [away.ip], clients: [] },
    ])
    expect(signs.map((sign) => sign.account)).toEqual(isVictim ? [account] : [])
  })

  it('gives nothing for accounts that it is not asked about', async () => {
    await insertEvents(store.engine, [{ account: 'other', at: '2026-01-10T08:00:00Z', met: [] }])
    expect(
      await findStolenKeySigns(store.engine, [
        { account: 'other', addresses: ['192.0.2.1'], clients: [] },
      ]),
    ).toEqual([])
  })
})

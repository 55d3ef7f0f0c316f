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
      [5, 6, 7],
      AWAY,
      true,
    ],
    ['an account that came from there at once', [2, 3, 4, 5], HOME, [1, 2], AWAY, false],
    [
      'an account with one client in both places',
      [1, 2, 3, 4, 5],
      { ...HOME, user_agent: AWAY.user_agent },
      [5, 6, 7],
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

  it('needs no tie: a short use from ever new addresses in another language is enough', async () => {
    await use('untied', [1, 3, 5, 9, 12], HOME)
    const thief = [10, 11, 11, 11].map((day, n) => ({
      batch: 1,
      event_id: `thief_${n}`,
      account_id: 'untied',
      ts: `2026-01-${day} 0${n}:00:00`,
      ip: `203.0.113.${n * 9 + 1}`,
      user_agent: AWAY.user_agent,
      prompt: '이 키로 쓸 수 있는 모델을 모두 알려 주세요',
    }))
    await insertRows(store.engine, 'events', thief)
    const [sign] = await findStolenKeySigns(store.engine, [
      { account: 'untied', addresses: [], clients: [] },
    ])
    expect(sign?.note).toContain('writes ko there, nearly each request from another address')
    const ownTie = { account: 'untied', addresses: [HOME.ip], clients: [] }
    expect(await findStolenKeySigns(store.engine, [ownTie])).toEqual([])
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

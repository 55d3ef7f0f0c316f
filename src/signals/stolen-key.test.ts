import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertEvents, insertRows, openStore, type Store } from '../../test/fixtures/store.ts'
import { type ForeignUse, weighStolenKeys } from './index.ts'

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

/** The probability that the key was stolen; null where nothing speaks of a second hand. */
const stolen = async (account: string, use: Partial<ForeignUse> = {}): Promise<number | null> => {
  const asked = { account, addresses: [], clients: [], isOwner: false, ...use }
  const [odds] = await weighStolenKeys(store.engine, [asked])
  return odds?.probability ?? null
}

/** Requests on two days from ever new addresses by one client, in Korean. */
async function steal(account: string, days: readonly number[]): Promise<void> {
  await insertRows(
    store.engine,
    'events',
    days.map((day, n) => ({
      batch: 1,
      event_id: `${account}_thief_${n}`,
      account_id: account,
      ts: `2026-01-${day} 0${n}:00:00`,
      ip: `203.0.113.${n * 9 + 1}`,
      user_agent: AWAY.user_agent,
      prompt: '이 키로 쓸 수 있는 모델을 모두 알려 주세요',
    })),
  )
}

describe('stolen keys', () => {
  it('are probable of a customer with hardly any use of its own, beside which a thief is busy', async () => {
    await use('thin', [2, 20], HOME)
    await use('thin', [25], HOME)
    await steal('thin', [10, 10, 11, 11, 11, 11, 11, 11])
    expect(await stolen('thin')).toBeGreaterThan(0.6)
  })

  it('leave it open where the own use is too thin to tell, so that nobody is accused', async () => {
    await use('open', [20, 21], HOME)
    await steal('open', [10, 10, 11, 11])
    const probability = await stolen('open')
    expect(probability).toBeGreaterThan(0.1)
    expect(probability).toBeLessThan(0.9)
  })

  it('are not spoken of where one client or one place is in both uses', async () => {
    await use('mover', [1, 2, 3, 4, 5], { ...HOME, user_agent: AWAY.user_agent })
    await use('mover', [5, 6, 7], AWAY)
    expect(await stolen('mover')).toBeNull()
  })

  it('must be of the foreign use, where an address ties the account to an operation', async () => {
    await use('tied', [1, 2, 3, 12, 13, 14], HOME)
    await steal('tied', [10, 10, 11, 11, 11, 11])
    expect(await stolen('tied', { addresses: ['203.0.113.1'] })).toBeGreaterThan(0.8)
    expect(await stolen('tied', { addresses: ['192.0.2.77'] })).toBeNull()
  })

  it('are improbable where the account shares its card or sign-up with the operation', async () => {
    await use('owner', [1, 2, 3, 12, 13, 14], HOME)
    await steal('owner', [10, 10, 11, 11, 11, 11])
    expect(await stolen('owner', { isOwner: true })).toBeLessThan(0.2)
  })

  it('are not asked about in accounts that nobody names', async () => {
    await insertEvents(store.engine, [{ account: 'other', at: '2026-01-10T08:00:00Z', met: [] }])
    expect(await stolen('other')).toBeNull()
    expect(await weighStolenKeys(store.engine, [])).toEqual([])
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertEvents, insertRows, openStore, type Store } from '../../test/fixtures/store.ts'
import { countActiveAccounts, countUseSince, describeAccounts } from './index.ts'

const NOW = '2026-01-20T00:00:00.000Z'
let store: Store
beforeAll(async () => {
  store = await openStore()
  await insertEvents(store.engine, [
    { account: 'a', at: '2026-01-05T08:00:00Z', met: [] },
    { account: 'a', at: '2026-01-06T08:00:00Z', met: [] },
    { account: 'a', at: '2026-01-07T08:00:00Z', met: [] },
    { account: 'b', at: '2025-11-07T08:00:00Z', met: [] },
    { account: "o'x", at: '2026-01-07T08:00:00Z', met: [] },
  ])
  await insertRows(store.engine, 'accounts', [
    { account_id: 'a', organization: 'org_1', plan: 'pro', country: 'DE', email: 'a@a.example' },
    { account_id: 'c', organization: 'org_1', created_at: '2025-01-01 00:00:00.000' },
  ])
})
afterAll(() => store.close())

describe('use of accounts', () => {
  it('is counted after the instant of each, also twice for one account', async () => {
    const asked = [
      { account: 'a', since: '2026-01-05T08:00:00.000Z' },
      { account: 'a', since: '2026-01-06T09:00:00.000Z' },
      { account: 'b', since: '2026-01-06T09:00:00.000Z' },
      { account: "o'x", since: '2026-01-01T00:00:00.000Z' },
    ]
    const last = '2026-01-07T08:00:00.000Z'
    expect(await countUseSince(store.engine, asked)).toEqual([
      { account: 'a', since: '2026-01-05T08:00:00.000Z', events: 2, lastEvent: last },
      { account: 'a', since: '2026-01-06T09:00:00.000Z', events: 1, lastEvent: last },
      { account: "o'x", since: '2026-01-01T00:00:00.000Z', events: 1, lastEvent: last },
    ])
    expect(await countUseSince(store.engine, [])).toEqual([])
  })

  it('and what the directory knows are told together; who is known nowhere is left out', async () => {
    const facts = await describeAccounts(store.engine, ['a', 'b', 'c', 'nobody'], NOW)
    expect(facts.map(({ account, organization, seats }) => [account, organization, seats])).toEqual(
      [
        ['a', 'org_1', 2],
        ['b', '', 1],
        ['c', 'org_1', 2],
      ],
    )
    expect(facts.map(({ createdAt }) => createdAt)).toEqual([
      null,
      null,
      '2025-01-01T00:00:00.000Z',
    ])
  })

  it('in the last 30 days makes an account active', async () => {
    expect(await countActiveAccounts(store.engine, NOW)).toBe(2)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  indicator,
  insertEvents,
  insertRows,
  openStore,
  type Store,
} from '../../test/fixtures/store.ts'
import {
  derivePopulation,
  findIndicatorHits,
  readIndicatorHits,
  weighIndicatorHits,
} from './index.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

const AT = '2026-01-10T08:00:00Z'

async function weigh() {
  await derivePopulation(store.engine)
  await findIndicatorHits(store.engine)
  return weighIndicatorHits(await readIndicatorHits(store.engine))
}

describe('indicator hits', () => {
  it('weighs connecting from an indicator in bits, and a mention not at all', async () => {
    await insertRows(store.engine, 'indicators', [indicator({})])
    await insertEvents(store.engine, [
      { account: 'contact', at: AT, met: [['ip', 'contact', '203.0.113.9']], id: 'req_c' },
      { account: 'quoter', at: AT, met: [['ip', 'mention', '203.0.113.9']] },
    ])
    const signals = await weigh()
    expect(signals.map((signal) => signal.account)).toEqual(['contact'])
    expect(signals[0]).toMatchObject({
      source: 'indicator',
      name: 'ip 203.0.113.9',
      events: ['req_c'],
      intel: 'indicator--1',
      actor: 'Forest Blizzard',
    })
    expect(signals[0]?.bits).toBeGreaterThan(10)
  })

  it.each([
    ['at valid_until', '2026-01-10T08:00:00Z', 0],
    ['one millisecond before valid_until', '2026-01-10T07:59:59.999Z', 1],
    ['after valid_until', '2026-01-11T00:00:00Z', 0],
  ])('judges the end of validity at the time of the event: %s', async (_case, at, count) => {
    await insertRows(store.engine, 'indicators', [
      indicator({ valid_until: '2026-01-10 08:00:00' }),
    ])
    await insertEvents(store.engine, [
      { account: 'a', at, met: [['ip', 'contact', '203.0.113.9']] },
    ])
    expect(await weigh()).toHaveLength(count)
  })

  it('lowers the weight before valid_from and says so', async () => {
    await insertRows(store.engine, 'indicators', [
      indicator({ valid_from: '2026-01-12 00:00:00' }),
      indicator({ indicator_id: 'indicator--2', value: '203.0.113.10' }),
    ])
    await insertEvents(store.engine, [
      { account: 'early', at: AT, met: [['ip', 'contact', '203.0.113.9']] },
      { account: 'valid', at: AT, met: [['ip', 'contact', '203.0.113.10']] },
    ])
    const [early, valid] = await weigh()
    expect(early?.note).toContain('before the indicator became valid')
    expect(early?.bits).toBeLessThan((valid?.bits ?? 0) - 2)
  })

  it('is worth nothing when many accounts hold the value', async () => {
    await insertRows(store.engine, 'indicators', [indicator({})])
    await insertEvents(
      store.engine,
      Array.from({ length: 3000 }, (_, n) => ({
        account: `acct_${n}`,
        at: AT,
        met: [['ip', 'contact', '203.0.113.9']] as const,
      })),
    )
    expect(await weigh()).toEqual([])
  })

  it.each([
    ['ip', 'cidr', '198.51.100.0/24', '198.51.100.77', true],
    ['ip', 'cidr', '198.51.100.0/25', '198.51.100.200', false],
    ['ip', 'cidr', '2001:db8:1::/48', '2001:db8:1:2::3', true],
    ['ip', 'cidr', '2001:db8:1::/48', '2001:db8:2::3', false],
    ['domain', 'like', '%.evil.example', 'login.evil.example', true],
    ['domain', 'like', '%.evil.example', 'evil.example', false],
    ['domain', 'exact', 'evil.example', 'login.evil.example', false],
  ])('matches %s %s %s against %s: %s', async (kind, match, value, seen, found) => {
    await insertRows(store.engine, 'indicators', [indicator({ kind, match, value })])
    await insertEvents(store.engine, [{ account: 'a', at: AT, met: [[kind, 'use', seen]] }])
    expect((await weigh()).length === 1).toBe(found)
  })

  it('lowers low confidence and warning-list hits and says so', async () => {
    await insertRows(store.engine, 'indicators', [
      indicator({ confidence: 20 }),
      indicator({
        indicator_id: 'indicator--2',
        value: '203.0.113.10',
        warning_list: 'public resolvers',
      }),
      indicator({ indicator_id: 'indicator--3', value: '203.0.113.11' }),
    ])
    await insertEvents(store.engine, [
      { account: 'a', at: AT, met: [['ip', 'contact', '203.0.113.9']] },
      { account: 'b', at: AT, met: [['ip', 'contact', '203.0.113.10']] },
      { account: 'c', at: AT, met: [['ip', 'contact', '203.0.113.11']] },
    ])
    const [low, warned, plain] = await weigh()
    expect(low?.bits).toBeLessThan((plain?.bits ?? 0) - 2)
    expect(low?.note).toContain('confidence 20')
    expect(warned?.bits).toBeLessThan((plain?.bits ?? 0) - 3)
    expect(warned?.note).toContain('public resolvers')
  })

  it('counts values in code once, however many a prompt holds, and a contact beside them', async () => {
    await insertRows(store.engine, 'indicators', [
      indicator({ kind: 'domain', value: 'one.example' }),
      indicator({ indicator_id: 'indicator--2', kind: 'domain', value: 'two.example' }),
      indicator({ indicator_id: 'indicator--3' }),
    ])
    await insertEvents(store.engine, [
      {
        account: 'a',
        at: AT,
        met: [
          ['domain', 'use', 'one.example'],
          ['domain', 'use', 'two.example'],
          ['ip', 'contact', '203.0.113.9'],
        ],
      },
    ])
    const signals = await weigh()
    expect(signals.map((signal) => signal.relation)).toEqual(['contact', 'use'])
  })

  it('does not take a value that reads like a relation for one', async () => {
    await insertRows(store.engine, 'indicators', [
      indicator({ kind: 'email', value: 'use' }),
      indicator({ indicator_id: 'indicator--2', kind: 'domain', value: 'two.example' }),
    ])
    await insertEvents(store.engine, [
      {
        account: 'a',
        at: AT,
        met: [
          ['email', 'signup', 'use'],
          ['domain', 'use', 'two.example'],
        ],
      },
    ])
    expect((await weigh()).map((signal) => signal.observed)).toEqual(['use', 'two.example'])
  })
})

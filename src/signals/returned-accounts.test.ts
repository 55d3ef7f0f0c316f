import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertEvents, insertRows, openStore, type Store } from '../../test/fixtures/store.ts'
import { probabilityOf, logOdds } from '../core/index.ts'
import {
  createSignalTables,
  derivePopulation,
  keepReturnedTimes,
  matchReturnedAccounts,
} from './index.ts'
import { INDICATOR_PARAMETERS } from './parameters.ts'
import { RETURNED_PARAMETERS } from './returned-parameters.ts'

const KEY = { hex: '0b'.repeat(32), id: 'key-one' }
const AT = { asOf: '2026-03-01T00:00:00Z', now: '2026-03-02T00:00:00Z' }

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

const account = (id: string, fields: Record<string, string> = {}): Record<string, string> => ({
  account_id: id,
  created_at: '2026-02-10 08:00:00',
  ...fields,
})

/** A directory with a closed account, last used on 20 January. */
async function directory(rows: readonly Record<string, string>[]): Promise<void> {
  await store.engine.run('TRUNCATE TABLE accounts')
  await store.engine.run('TRUNCATE TABLE events')
  await insertRows(store.engine, 'accounts', [
    account('old', {
      created_at: '2026-01-01 08:00:00',
      status: 'Terminated',
      payment_fingerprint: 'fp_1',
      email: 'jo.doe+x@mail.example',
      email_domain: 'mail.example',
      signup_user_agent: 'agent/1',
    }),
    ...rows,
  ])
  await insertEvents(store.engine, [{ account: 'old', at: '2026-01-20T08:00:00Z', met: [] }])
  await createSignalTables(store.engine)
  await derivePopulation(store.engine)
}

describe('accounts that may have returned', () => {
  it('matches a card, a mailbox without dots and tags, and a client, and says so', async () => {
    await directory([
      account('new', {
        payment_fingerprint: 'fp_1',
        email: 'jodoe@mail.example',
        email_domain: 'mail.example',
      }),
      account('other', {
        payment_fingerprint: 'fp_2',
        email: 'someone@mail.example',
        email_domain: 'mail.example',
      }),
    ])
    const found = await matchReturnedAccounts(store.engine, KEY, AT)
    expect(found.candidates.map(({ account: id, of }) => [id, of])).toEqual([['new', 'old']])
    expect(found.signals[0]).toMatchObject({ source: 'behaviour', bits: 2.5, observed: 'old' })
    expect(found.signals[0]?.note).toContain('a payment fingerprint (held by 2 of 3 accounts)')
    expect(found).toMatchObject({ terminated: 1, tokens: 3, otherKey: 0 })
  })

  it('takes no account that is older than the last use of the closed one', async () => {
    await directory([
      account('friend', { created_at: '2026-01-02 08:00:00', payment_fingerprint: 'fp_1' }),
    ])
    expect((await matchReturnedAccounts(store.engine, KEY, AT)).candidates).toEqual([])
  })

  it('says less the more accounts hold a token, and nothing beyond the limit', async () => {
    const holders = (count: number): Record<string, string>[] =>
      Array.from({ length: count }, (_, n) => account(`n${n}`, { payment_fingerprint: 'fp_1' }))
    await directory(holders(5))
    const few = await matchReturnedAccounts(store.engine, KEY, AT)
    expect(few.signals[0]?.bits).toBeCloseTo((1.5 * 3) / 6, 6)
    await directory(holders(RETURNED_PARAMETERS.holdersMax))
    expect((await matchReturnedAccounts(store.engine, KEY, AT)).signals).toEqual([])
  })

  it('keeps tokens after the account left the directory, until they expire, and never the values', async () => {
    await directory([])
    await matchReturnedAccounts(store.engine, KEY, AT)
    await store.engine.run('TRUNCATE TABLE accounts')
    await insertRows(store.engine, 'accounts', [account('new', { payment_fingerprint: 'fp_1' })])
    expect((await matchReturnedAccounts(store.engine, KEY, AT)).candidates).toHaveLength(1)
    const rows = await store.engine.rows<{ token: string }>(
      "SELECT hex(token) AS token FROM returned_tokens WHERE family = 'pay'",
    )
    const hmac = createHmac('sha256', Buffer.from(KEY.hex, 'hex')).update('pay\0fp_1').digest('hex')
    expect(rows.map(({ token }) => token.toLowerCase())).toEqual([hmac])
    const later = { asOf: '2027-03-01T00:00:00Z', now: '2027-03-02T00:00:00Z' }
    expect(await matchReturnedAccounts(store.engine, KEY, later)).toMatchObject({
      candidates: [],
      tokens: 0,
    })
  })

  it('compares tokens of one key only, and counts the others', async () => {
    await directory([])
    await matchReturnedAccounts(store.engine, KEY, AT)
    await store.engine.run('TRUNCATE TABLE accounts')
    await insertRows(store.engine, 'accounts', [account('new', { payment_fingerprint: 'fp_1' })])
    const rotated = { hex: '0c'.repeat(32), id: 'key-two' }
    expect(await matchReturnedAccounts(store.engine, rotated, AT)).toMatchObject({
      candidates: [],
      tokens: 0,
      otherKey: 3,
    })
  })

  it('gives the same again on the same store', async () => {
    await directory([account('new', { payment_fingerprint: 'fp_1' })])
    const first = await matchReturnedAccounts(store.engine, KEY, AT)
    expect(await matchReturnedAccounts(store.engine, KEY, AT)).toEqual(first)
  })

  it('is never ground by itself: no sum of its bits comes near a lead or may start a crew', () => {
    fc.assert(
      fc.property(fc.subarray(Object.values(RETURNED_PARAMETERS.familyBits)), (bits) => {
        const sum = bits.reduce((total, value) => total + value, 0)
        const most = Math.min(RETURNED_PARAMETERS.bitsMax, sum)
        expect(most).toBeLessThan(3)
        expect(probabilityOf(logOdds(INDICATOR_PARAMETERS.prior) + 2 * most)).toBeLessThan(0.05)
      }),
    )
  })

  it('keeps the time from registration to the first run that made it a lead', async () => {
    const candidate = {
      account: 'new',
      of: 'old',
      closed: '2026-01-20 08:00:00.000',
      created: '2026-01-30 08:00:00.000',
    }
    const times = (asOf: string, leads: readonly string[]) =>
      keepReturnedTimes(store.engine, [candidate], new Set(leads), asOf)
    expect(await times('2026-02-01T08:00:00Z', [])).toEqual({
      detected: 0,
      medianDaysToReturn: null,
      medianDaysToDetection: null,
    })
    const first = await times('2026-02-02T08:00:00Z', ['new'])
    expect(first).toEqual({ detected: 1, medianDaysToReturn: 10, medianDaysToDetection: 3 })
    expect(await times('2026-02-20T08:00:00Z', ['new'])).toEqual(first)
  })
})

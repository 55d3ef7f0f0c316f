import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertRows, openStore, type Store } from '../../../test/fixtures/store.ts'
import { derivePopulation } from '../index.ts'
import { rankBehaviour, weighBehaviour } from './index.ts'

/** Two countries that work at the same hour of the same days of the week; DE rests from the 14th to the 16th. */
const CROWD = 300
const HOLIDAYS = [14, 15, 16]
const WORKDAYS = Array.from({ length: 26 }, (_, at) => 5 + at).filter(
  (day) => day % 7 < 3 || day % 7 > 4,
)
const SATURDAYS = [10, 17, 24]

interface Person {
  readonly account: string
  readonly country: string
  readonly days: readonly number[]
}

function usual(n: number): Person {
  const country = n % 2 === 0 ? 'GB' : 'DE'
  const days = WORKDAYS.filter((_, at) => (at + (n >> 1)) % 2 === 0)
  return {
    account: `crowd_${n}`,
    country,
    days: [
      ...(country === 'DE' ? days.filter((day) => !HOLIDAYS.includes(day)) : days),
      ...(n % 6 < 2 ? SATURDAYS : []),
    ],
  }
}

const ODD: readonly Person[] = [
  { account: 'works', country: 'DE', days: [5, 6, 7, ...HOLIDAYS, 19, 20] },
  { account: 'rests', country: 'DE', days: [5, 6, 7, 8, 9, 12, 19, 20] },
  { account: 'at_home', country: 'GB', days: [5, 6, 7, ...HOLIDAYS, 19, 20] },
  { account: 'on_saturdays', country: 'DE', days: [5, 6, 7, ...SATURDAYS, 19, 20] },
]

let store: Store
let hours: Map<string, number>
beforeAll(async () => {
  store = await openStore()
  const people = [...Array.from({ length: CROWD }, (_, n) => usual(n)), ...ODD]
  await insertRows(
    store.engine,
    'events',
    people.flatMap(({ account, days }) =>
      days.map((day) => ({
        batch: 1,
        event_id: `${account}_${day}`,
        account_id: account,
        ts: `2026-01-${String(day).padStart(2, '0')} 10:00:00`,
      })),
    ),
  )
  await insertRows(
    store.engine,
    'accounts',
    people.map(({ account, country }) => ({ account_id: account, country })),
  )
  await derivePopulation(store.engine)
  await rankBehaviour(store.engine)
  const rows = await store.engine.rows<{ account_id: string; hours: number }>(
    'SELECT account_id, hours FROM account_behaviour',
  )
  hours = new Map(rows.map((row) => [row.account_id, row.hours]))
})
afterAll(() => store.close())

describe('public holidays and weekends', () => {
  it('part an account that works on the holidays of its country, as another country does', async () => {
    expect((hours.get('works') ?? 0) - (hours.get('rests') ?? 0)).toBeGreaterThan(1)
    const signals = await weighBehaviour(store.engine, ['works'])
    const sign = signals.find((signal) => signal.name === 'hours behaviour')
    expect(sign?.bits).toBeGreaterThan(0)
    expect(sign?.note).toContain('fit accounts of GB better than those of DE')
  })

  it('say nothing against the same days in a country that has no holiday', () => {
    expect(hours.get('at_home') ?? 9).toBeLessThan(0.5)
  })

  it('say nothing for another country where both rest', () => {
    expect(hours.get('on_saturdays') ?? 9).toBeLessThan(0.5)
  })
})

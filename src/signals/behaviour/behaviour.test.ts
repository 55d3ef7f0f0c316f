import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertRows, openStore, type Store } from '../../../test/fixtures/store.ts'
import { derivePopulation } from '../index.ts'
import { promptLanguageSql } from '../../events/index.ts'
import { rankBehaviour, weighBehaviour } from './index.ts'

/** Two countries that write their own language by day; each of the odd ones stands out in one way. */
const CROWD = 300
const ENGLISH = 'Suggest names for the bakery that my sister is opening in the old harbour.'
const GERMAN = 'Wie lange ist der Teig für das Brot nach dem Kneten zu ruhen und mit welchem Mehl?'
const KOREAN = '내일 회의에서 발표할 자료의 순서를 어떻게 정하면 좋을까요?'

interface Use {
  readonly account: string
  readonly country: string
  readonly ip: (request: number) => string
  readonly hour: number
  readonly prompt: (request: number) => string
}

function usual(n: number): Use {
  const country = n % 2 === 0 ? 'GB' : 'DE'
  return {
    account: `crowd_${String(n).padStart(3, '0')}`,
    country,
    ip: () => `198.51.${100 + (n % 100)}.${1 + (n % 250)}`,
    hour: country === 'GB' ? 10 : 16,
    prompt: () => (country === 'GB' ? ENGLISH : GERMAN),
  }
}

const ODD: readonly Use[] = [
  { ...usual(0), account: 'proxied', ip: (request) => `203.0.113.${10 * request + 1}` },
  { ...usual(2), account: 'foreign', prompt: (request) => (request % 2 === 0 ? KOREAN : ENGLISH) },
  { ...usual(4), account: 'shifted', hour: 16 },
  { ...usual(6), account: 'plain' },
]

let store: Store
beforeAll(async () => {
  store = await openStore()
  const uses = [...Array.from({ length: CROWD }, (_, n) => usual(n)), ...ODD]
  const events = uses.flatMap((use) =>
    Array.from({ length: 8 }, (_, request) => ({
      batch: 1,
      event_id: `${use.account}_${request}`,
      account_id: use.account,
      ts: `2026-01-${String(5 + (request >> 1)).padStart(2, '0')} ${String(use.hour).padStart(2, '0')}:0${(request % 2) * 5}:00`,
      ip: use.ip(request),
      prompt: use.prompt(request),
    })),
  )
  await insertRows(store.engine, 'events', events)
  await insertRows(
    store.engine,
    'accounts',
    uses.map(({ account, country }) => ({
      account_id: account,
      country,
      created_at: '2025-06-01 00:00:00',
    })),
  )
  await derivePopulation(store.engine)
  await rankBehaviour(store.engine)
})
afterAll(() => store.close())

const bitsOf = async (account: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await weighBehaviour(store.engine, [account])).map(({ name, bits }) => [name, bits]),
  )

describe('behaviour', () => {
  it.each([
    ['proxied', 'network behaviour'],
    ['foreign', 'language behaviour'],
    ['shifted', 'hours behaviour'],
  ])('of %s tells by its %s and by little else', async (account, name) => {
    const bits = await bitsOf(account)
    expect(bits[name]).toBeGreaterThan(0.8)
    expect(
      Math.max(...Object.entries(bits).map(([other, value]) => (other === name ? 0 : value))),
    ).toBeLessThan(0.3)
  })

  it('of an ordinary account speaks against', async () => {
    const bits = Object.values(await bitsOf('plain'))
    expect(bits.reduce((sum, value) => sum + value, 0)).toBeLessThan(-0.1)
  })

  it('names the requests that show it, and never what was asked', async () => {
    const signals = await weighBehaviour(store.engine, ['foreign', 'proxied'])
    const language = signals.find((one) => one.name === 'language behaviour' && one.bits > 0)
    expect(language?.events).toEqual(['foreign_0', 'foreign_2', 'foreign_4'])
    expect(language?.note).toContain('writes ko, unusual among accounts of GB')
    expect(JSON.stringify(signals)).not.toMatch(/bakery|회의/)
  })

  it('puts the odd ones first in the risk of all accounts', async () => {
    const rows = await store.engine.rows<{ account_id: string }>(
      `SELECT account_id FROM account_risk AS r INNER JOIN population AS p ON p.acct = r.acct
       ORDER BY risk_bits DESC, account_id LIMIT 3`,
    )
    expect(rows.map((row) => row.account_id).sort()).toEqual(['foreign', 'proxied', 'shifted'])
  })

  it('is fair by construction: likelihood ratios of each feature have a mean of at most one', async () => {
    const rows = await store.engine.rows<{ feature: string; mean: number }>(
      'SELECT feature, avg(exp2(bits)) AS mean FROM behaviour_bits GROUP BY feature ORDER BY feature',
    )
    expect(rows).toHaveLength(6)
    expect(Math.max(...rows.map((row) => row.mean))).toBeLessThanOrEqual(1.001)
  })

  it('gives nothing when nobody is asked about', async () => {
    expect(await weighBehaviour(store.engine, [])).toEqual([])
  })
})

describe('the language of a prompt', () => {
  it.each([
    ['en', ENGLISH],
    ['de', GERMAN],
    ['ko', KOREAN],
    ['ru', 'Подскажи, как вежливо отказать соседу?'],
    ['uk', 'Підкажи, як ввічливо відмовити сусідові, її не образивши?'],
    ['zh', '请帮我把这封信改得更礼貌一些。'],
    ['ja', 'この手紙をもっと丁寧に直してください。'],
    ['fa', 'چگونه این نامه را مودبانه‌تر بنویسم؟'],
    ['ar', 'كيف أكتب هذه الرسالة بأسلوب مهذب؟'],
    ['es', '¿Cómo puedo preparar las lentejas para una cena del domingo?'],
    ['pt', 'Você pode preparar uma lista de compras para os convidados?'],
    ['en', 'What is the meaning of 회의 in this sentence that I read in the paper?'],
    ['', 'SELECT 1;'],
    ['', ''],
  ])('is %s for a text of it', async (language, text) => {
    const [row] = await store.engine.rows<{ language: string }>(
      `SELECT ${promptLanguageSql('{text:String}')} AS language`,
      { text },
    )
    expect(row?.language).toBe(language)
  })
})

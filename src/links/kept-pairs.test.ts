import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLinkStore } from '../../test/fixtures/crowd.ts'
import { insertRows, type Store } from '../../test/fixtures/store.ts'
import { seededRandom } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { createSignalTables, derivePopulation } from '../signals/index.ts'
import { deriveTokens, findSharedValues, testLinks } from './index.ts'

const ACCOUNTS = 60
const DAYS = 5
const NAMES = Array.from({ length: ACCOUNTS }, (_, n) => `acct_${n}`)

let store: Store
let engine: Engine
beforeEach(async () => {
  store = await openLinkStore()
  engine = store.engine
})
afterEach(() => store.close())

type Row = Record<string, unknown>

/** A day of observables as a batch of its own; seeded, so that every store gets the same. Values return on later days. */
function rowsOfDay(batch: number): Row[] {
  const random = seededRandom(`day ${batch}`)
  const pick = (size: number): number => Math.floor(random() * size)
  const day = `2026-01-0${batch}`
  const row = (kind: string, relation: string, value: string, account: number): Row => ({
    batch,
    kind,
    relation,
    value,
    account_id: `acct_${account}`,
    day,
    count: 1,
    first_ts: `${day} 08:00:00`,
    last_ts: `${day} 08:00:00`,
  })
  return NAMES.flatMap((_, account) => [
    row('ip', 'contact', `198.51.100.${account < 8 ? 1 : pick(40)}`, account),
    row('user_agent', 'contact', `client/${pick(5)}.${pick(9)}`, account),
    row('file', pick(2) === 0 ? 'use' : 'mention', `file_${pick(50)}.py`, account),
    row('domain', 'use', `host-${pick(30)}.example`, account),
  ])
}

/** What accounts registered with replaces batch 0, as reading the directory does. `moved` accounts have another card. */
async function register(moved: readonly number[] = []): Promise<void> {
  await engine.run('TRUNCATE TABLE accounts')
  await engine.run('ALTER TABLE observables DROP PARTITION 0')
  await insertRows(
    engine,
    'accounts',
    NAMES.map((account_id) => ({ account_id, country: 'DE', email_domain: 'mail.example' })),
  )
  await insertRows(
    engine,
    'observables',
    NAMES.map((account_id, n) => ({
      batch: 0,
      kind: 'payment',
      relation: 'signup',
      value: moved.includes(n) ? `fp_new_${n}` : `fp_${n >> 1}`,
      account_id,
      day: '2026-01-01',
      count: 1,
    })),
  )
}

async function load(...days: readonly number[]): Promise<void> {
  await insertRows(engine, 'observables', days.flatMap(rowsOfDay))
}

const SUSPECTS = NAMES.slice(0, 12)

/** Everything that the next layer sees of the graph: what suspects share, and what coincidence would have them share. */
async function linksOf(): Promise<unknown> {
  await createSignalTables(engine)
  await derivePopulation(engine)
  await deriveTokens(engine)
  const shared = await findSharedValues(engine, SUSPECTS)
  const tests = await testLinks(engine, SUSPECTS, shared, ACCOUNTS)
  const link = { bits: 9, probability: 0, explained: '', unsharedBits: 0, families: [] }
  const values = await engine.rows('SELECT * FROM link_values ORDER BY token')
  const totals = await engine.rows('SELECT * FROM link_totals ORDER BY family')
  return { shared, values, totals, rate: tests.nullRate(link, false) }
}

const generations = async (): Promise<number[]> =>
  (
    await engine.rows<{ generation: number }>(
      'SELECT generation FROM link_generations ORDER BY generation',
    )
  ).map(({ generation }) => generation)

/** The same from nothing: nothing is kept, and all days are there at once. */
async function wholeFrom(days: readonly number[], moved: readonly number[] = []): Promise<unknown> {
  for (const table of ['link_pairs', 'link_signups', 'link_generations'])
    await engine.run(`DROP TABLE ${table}`)
  await engine.run('TRUNCATE TABLE observables')
  await register(moved)
  await load(...days)
  return linksOf()
}

/** Four days make the base, so that one more is little enough to be added. */
async function base(): Promise<void> {
  await register()
  await load(1, 2, 3, 4)
  await linksOf()
}

describe('kept pairs', () => {
  it('give after several days what one run over all of them gives', async () => {
    await base()
    await load(DAYS)
    const grown = await linksOf()
    expect(await generations()).toEqual([1, 2])
    expect(grown).toEqual(await wholeFrom([1, 2, 3, 4, DAYS]))
  })

  it('hold each pair once, and only what is new in a new generation', async () => {
    await base()
    await load(DAYS)
    await linksOf()
    const [row] = await engine.rows<{ rows: number; pairs: number; later: number }>(
      `SELECT count() AS rows, uniqExact(token, acct) AS pairs, countIf(generation = 2) AS later FROM link_pairs`,
    )
    expect(row?.rows).toBe(row?.pairs)
    expect(row?.later).toBeGreaterThan(0)
    expect(row?.later).toBeLessThan(rowsOfDay(DAYS).length)
  })

  it('forget a card that the directory does not know any more, and know it again', async () => {
    await base()
    await register([2, 5])
    const moved = await linksOf()
    await register()
    const back = await linksOf()
    expect(moved).toEqual(await wholeFrom([1, 2, 3, 4], [2, 5]))
    expect(back).toEqual(await wholeFrom([1, 2, 3, 4]))
    expect(back).not.toEqual(moved)
  })

  it('are read again when a batch is not what it was', async () => {
    await base()
    await engine.run('ALTER TABLE observables DROP PARTITION 2')
    const again = await linksOf()
    expect(await generations()).toEqual([1])
    expect(again).toEqual(await wholeFrom([1, 3, 4]))
  })

  it('come out the same wherever a run is killed', async () => {
    await base()
    await load(DAYS)
    let killed = 0
    // Every statement of the first ten, and a third of the many alike that follow.
    while (await isKilledAfter(killed)) killed += killed < 10 ? 1 : 3
    expect(killed).toBeGreaterThan(10)
    const grown = await linksOf()
    expect(grown).toEqual(await wholeFrom([1, 2, 3, 4, DAYS]))
  }, 60_000)
})

/** Runs until so many statements are done, as if the second generation had never been; false when the run comes to its end. */
async function isKilledAfter(statements: number): Promise<boolean> {
  const settings = 'SETTINGS mutations_sync = 1'
  await engine.run(`ALTER TABLE link_generations DELETE WHERE generation > 1 ${settings}`)
  try {
    await deriveTokens(killedAfter(statements))
    return false
  } catch (error) {
    if (error !== KILLED) throw error
    return true
  }
}

const KILLED = new Error('killed')

/** A store that dies after so many statements. */
function killedAfter(statements: number): Engine {
  let done = 0
  return {
    ...engine,
    run: async (sql, params) => {
      if (done++ === statements) throw KILLED
      await engine.run(sql, params)
    },
  }
}

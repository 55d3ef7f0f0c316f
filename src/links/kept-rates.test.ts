import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLinkStore } from '../../test/fixtures/crowd.ts'
import { insertRows, type Store } from '../../test/fixtures/store.ts'
import type { Engine } from '../platform/index.ts'
import { derivePopulation } from '../signals/index.ts'
import { deriveTokens, findSharedValues, reweighSharedValues, testLinks } from './index.ts'

const ACCOUNTS = 30
const NAMES = Array.from({ length: ACCOUNTS }, (_, n) => `acct_${n}`)
const SUSPECTS = NAMES.slice(0, 8)
const KEPT = { ratesKeptFrom: 0 }

let store: Store
let engine: Engine
beforeEach(async () => {
  store = await openLinkStore()
  engine = store.engine
})
afterEach(() => store.close())

interface Met {
  readonly account: number
  readonly what: readonly [kind: string, relation: string]
  readonly value: number
  readonly day: number
  /** The batch that brings it: most comes first, so that the later ones are added and not read again with all. */
  readonly batch: number
}

/** Addresses of few, so that some are homes of several; names of few; what stood in code and what was come from. */
const MET = record({
  account: integer({ min: 0, max: ACCOUNTS - 1 }),
  what: constantFrom<readonly [string, string]>(
    ['ip', 'contact'],
    ['ip', 'use'],
    ['file', 'use'],
    ['user_agent', 'contact'],
    ['domain', 'use'],
  ),
  value: integer({ min: 0, max: 9 }),
  day: integer({ min: 1, max: 3 }),
  batch: constantFrom(1, 1, 1, 1, 1, 1, 1, 1, 2, 3),
})

const VALUES: Readonly<Record<string, (n: number) => string>> = {
  ip: (n) => `198.51.100.${n}`,
  file: (n) => `file_${n}.py`,
  user_agent: (n) => `client/${n % 3}.${n}`,
  domain: (n) => `host-${n}.example`,
}

const rowOf = ({ account, what: [kind, relation], value, day, batch }: Met): object => ({
  batch,
  kind,
  relation,
  value: VALUES[kind]?.(value) ?? '',
  account_id: NAMES[account],
  day: `2026-01-0${day}`,
  count: 1,
  first_ts: `2026-01-0${day} 08:00:00`,
  last_ts: `2026-01-0${day} 08:00:00`,
})

async function empty(): Promise<void> {
  const tables = await engine.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'link\\_%'`,
  )
  for (const { name } of tables) await engine.run(`DROP TABLE IF EXISTS ${name}`)
  for (const table of ['observables', 'accounts', 'touched', 'population'])
    await engine.run(`TRUNCATE TABLE ${table}`)
  const rows = NAMES.map((account_id, n) => ({ account_id, country: n < 9 ? 'DE' : 'FR' }))
  await insertRows(engine, 'accounts', rows)
  await derivePopulation(engine)
}

/** Everything that the next layer sees of the graph, and what is counted of accounts beneath it. */
async function linksOf(): Promise<unknown> {
  await deriveTokens(engine, KEPT)
  const shared = await findSharedValues(engine, SUSPECTS)
  const tests = await testLinks(engine, SUSPECTS, shared, ACCOUNTS)
  const crew = shared.flatMap(({ values }) => values.slice(0, 1)).slice(0, 1)
  const crewValues = crew.map(({ token }) => ({ token, members: 2 }))
  const again = await reweighSharedValues(engine, shared, crewValues)
  const link = { bits: 3, probability: 0, explained: '', unsharedBits: 0, families: [] }
  const counts = await engine.rows(
    'SELECT acct, family, sum(held) AS h, sum(near) AS n FROM link_busy_now GROUP BY acct, family HAVING h != 0 ORDER BY acct, family',
  )
  const groups = await engine.rows('SELECT acct, site FROM account_groups ORDER BY acct')
  return { shared, again, counts, groups, rate: tests.nullRate(link, false) }
}

/** Forgets the graph and keeps only what the rates and the null run were. */
async function forgetGraph(): Promise<void> {
  for (const table of ['link_generations', 'link_pairs', 'link_busy', 'link_homes', 'link_names'])
    await engine.run(`DROP TABLE ${table}`)
}

describe('kept rates', () => {
  it('give day by day what one run over everything gives by the same rates', async () => {
    await assert(
      asyncProperty(
        array(MET, { minLength: 150, maxLength: 250 }),
        integer({ min: 0, max: 9 }),
        async (met, named) => {
          await empty()
          for (const batch of [1, 2, 3]) {
            const day = met.filter((one) => one.batch === batch)
            await insertRows(engine, 'observables', day.map(rowOf))
            if (batch === 3)
              await insertRows(engine, 'touched', [{ kind: 'file', value: `file_${named}.py` }])
            await linksOf()
          }
          const grown = await linksOf()
          const [fitted] = await engine.rows<{ pairs: number }>('SELECT pairs FROM link_fitted')
          const [now] = await engine.rows<{ n: number }>('SELECT count() AS n FROM link_pairs')
          expect(fitted?.pairs).toBeLessThan(now?.n ?? 0)
          await forgetGraph()
          expect(await linksOf()).toEqual(grown)
        },
      ),
      { numRuns: 3 },
    )
  }, 120_000)

  it('are counted again when there is half as much again, and for a small graph always', async () => {
    await empty()
    const many = Array.from({ length: 3000 }, (_, n): Met => ({
      account: n % ACCOUNTS,
      what: ['file', 'use'],
      value: n,
      day: 1,
      batch: n < 2000 ? 1 : n < 2200 ? 2 : 3,
    }))
    const fitted: number[] = []
    for (const [batch, options] of [
      [1, KEPT],
      [2, KEPT],
      [3, KEPT],
      [2, {}],
    ] as const) {
      if (options === KEPT)
        await insertRows(
          engine,
          'observables',
          many.filter((one) => one.batch === batch).map(rowOf),
        )
      await deriveTokens(engine, options)
      const [row] = await engine.rows<{ pairs: number }>('SELECT pairs FROM link_fitted')
      fitted.push(row?.pairs ?? 0)
    }
    expect(fitted).toEqual([2000, 2000, 3000, 3000])
  }, 60_000)
})

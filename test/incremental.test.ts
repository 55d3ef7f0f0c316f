import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateWorld } from '../src/demo/index.ts'
import { type ClusterLine, type LeadLine, linesOf, resultOf, run } from './fixtures/command.ts'

const root = mkdtempSync(join(tmpdir(), 'windbreak-incremental-'))
const at = (...names: readonly string[]): string => join(root, ...names)
const screen = (data: string, out: string, ...usage: readonly string[]) =>
  run(
    'screen',
    '--usage',
    ...usage,
    '--accounts',
    at('world', 'accounts.jsonl'),
    '--intel',
    at('world', 'intel'),
    '--data',
    at(data),
    '--out',
    at(out),
  )

/** Leads and clusters without the names of clusters and their history, which tell of the runs before. */
const apart = (out: string): unknown => ({
  leads: linesOf<LeadLine>(at(out), 'leads.jsonl').map((lead) => ({ ...lead, cluster: null })),
  clusters: linesOf<ClusterLine>(at(out), 'clusters.jsonl').map((one) => ({
    ...one,
    cluster: '',
    history: [],
  })),
})

beforeAll(async () => {
  await generateWorld({
    out: at('world'),
    seed: 'screen',
    accounts: 1000,
    requestsPerAccount: 3,
    days: 6,
  })
  mkdirSync(at('later'))
  const [last = ''] = readdirSync(at('world', 'usage')).sort().reverse()
  renameSync(at('world', 'usage', last), at('later', last))
  const runs = [
    await screen('data', 'first', at('world', 'usage')),
    await screen('data', 'second', at('world', 'usage'), at('later')),
    await screen('fresh', 'whole', at('world', 'usage'), at('later')),
  ]
  const failed = runs.filter(({ code }) => code !== 0)
  if (failed.length > 0) throw new Error(`${failed.length} of the three runs failed`)
}, 180_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('a second run with more usage', () => {
  it('finds what one run over all of it finds', () => {
    expect(linesOf(at('second'), 'leads.jsonl').length).toBeGreaterThan(0)
    expect(apart('second')).toEqual(apart('whole'))
  })

  it('keeps the name of each cluster whose members go on', () => {
    const before = linesOf<ClusterLine>(at('first'), 'clusters.jsonl')
    const after = linesOf<ClusterLine>(at('second'), 'clusters.jsonl')
    const kept = before.filter(({ accounts }) =>
      after.some((one) => one.accounts.filter((account) => accounts.includes(account)).length > 1),
    )
    expect(kept.length).toBeGreaterThan(0)
    const names = new Set(after.map(({ cluster }) => cluster))
    expect(kept.filter(({ cluster }) => !names.has(cluster))).toEqual([])
  })

  it('gives the same bytes when nothing is new', async () => {
    const before = resultOf(at('second'))
    expect((await screen('data', 'third', at('world', 'usage'), at('later'))).code).toBe(0)
    expect(resultOf(at('third'))).toEqual(before)
  })
})

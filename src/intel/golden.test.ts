import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../platform/index.ts'
import { importIntel, type ImportOptions } from './index.ts'

/**
 * Each folder holds `in/` (what is imported), `options.json` (the options of each run) and
 * `expected.json` (what the tables and the report then say). Run with UPDATE_GOLDEN=1 to write `expected.json`, then review the diff.
 */
const GOLDEN = 'test/golden/intel'
const CLOCK = '2026-11-22T12:00:00.000Z'

let engine: Engine
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-test-'))
  engine = await openEmbeddedEngine(folder)
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

async function outcomeOf(path: string, options: Partial<ImportOptions>): Promise<unknown> {
  const report = await importIntel(engine, { paths: [join(path, 'in')], now: CLOCK, ...options })
  return {
    indicators: await engine.rows('SELECT * FROM indicators ORDER BY ALL'),
    status: await engine.rows('SELECT * FROM indicator_status ORDER BY ALL'),
    actors: await engine.rows('SELECT * FROM intel_actors ORDER BY ALL'),
    report,
  }
}

describe('importIntel', () => {
  it.each(
    readdirSync(GOLDEN)
      .filter((name) => !name.endsWith('.json'))
      .sort(),
  )('%s', async (name) => {
    const path = join(GOLDEN, name)
    const runs = JSON.parse(readFileSync(join(path, 'options.json'), 'utf8')) as Record<
      string,
      Partial<ImportOptions>
    >
    const outcomes: Record<string, unknown> = {}
    for (const [run, options] of Object.entries(runs))
      outcomes[run] = await outcomeOf(path, options)
    const file = join(path, 'expected.json')
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync(file, `${JSON.stringify(outcomes, null, 1)}\n`)
    }
    expect(outcomes).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })
})

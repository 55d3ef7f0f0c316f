import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../platform/index.ts'
import { ingestUsage } from './ingest-usage.ts'

const golden = resolve(import.meta.dirname, '../../test/golden/readers')
const cases = readdirSync(golden).flatMap((format) =>
  readdirSync(join(golden, format)).map((name) => ({
    format,
    name,
    folder: join(golden, format, name),
  })),
)

const TABLES = ['batches', 'events', 'rejected', 'observables'] as const

/** Set UPDATE_GOLDEN=1 to write what the readers give, then read the difference before committing it. */
describe('readers', () => {
  const store = mkdtempSync(join(tmpdir(), 'windbreak-readers-'))
  let engine: Engine
  beforeAll(async () => {
    engine = await openEmbeddedEngine(store)
  })
  afterAll(async () => {
    await engine.close()
    rmSync(store, { recursive: true, force: true })
  })

  it.each(cases)('read $format $name as recorded', async ({ format, folder }) => {
    const input = readdirSync(folder).find((name) => name.startsWith('input.')) ?? ''
    const report = await ingestUsage(engine, {
      paths: [join(folder, input)],
      now: '2026-02-01T00:00:00.000Z',
    })
    expect(report.files.map((file) => file.format)).toEqual([format])
    const events = await engine.rows<object>(
      `SELECT * EXCEPT (batch, file, observables, source) FROM events ORDER BY line, part`,
    )
    const rejected = await engine.rows<object>(
      'SELECT line, reason FROM rejected ORDER BY line, reason',
    )
    const found = [...events, ...rejected].map((row) => `${JSON.stringify(row)}\n`).join('')
    for (const table of TABLES) await engine.run(`TRUNCATE TABLE ${table}`)
    const expected = join(folder, 'expected.jsonl')
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(expected, found)
    expect(found).toBe(readFileSync(expected, 'utf8'))
  })
})

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
      `SELECT * EXCEPT (batch, file, observables, language, source) FROM events ORDER BY line, part`,
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

  it('reads records of every shape in one block as it reads them apart', async () => {
    const shapes = ['conversation', 'content-parts', 'tool-calls'].flatMap((name) =>
      readFileSync(join(golden, 'litellm', name, 'input.jsonl'), 'utf8')
        .trimEnd()
        .split('\n'),
    )
    const apart = ['conversation', 'content-parts', 'tool-calls'].flatMap((name) =>
      readFileSync(join(golden, 'litellm', name, 'expected.jsonl'), 'utf8')
        .trimEnd()
        .split('\n'),
    )
    const mixed = Array.from({ length: 40 }, (_, round) =>
      shapes.map((line, index) => line.replace(/"req_\d+"/, `"req_${round}_${index}"`)),
    ).flat()
    const path = join(store, 'mixed.jsonl')
    writeFileSync(path, `${mixed.join('\n')}\n`)
    await ingestUsage(engine, { paths: [path], now: '2026-02-01T00:00:00.000Z' })
    const found = await engine.rows<object>(
      'SELECT DISTINCT prompt, completion, tool_args, (line - 1) % {count:UInt32} AS shape FROM events ORDER BY shape',
      { count: shapes.length },
    )
    const wanted = apart.map((line, shape) => {
      const { prompt, completion, tool_args } = JSON.parse(line) as Record<string, string>
      return { prompt, completion, tool_args, shape }
    })
    expect(found).toEqual(wanted)
    for (const table of TABLES) await engine.run(`TRUNCATE TABLE ${table}`)
  })
})

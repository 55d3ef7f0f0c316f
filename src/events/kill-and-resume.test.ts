import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../core/index.ts'
import { openEmbeddedEngine } from '../platform/index.ts'
import { ingestUsage } from './ingest-usage.ts'

const NOW = '2026-02-01T00:00:00.000Z'
const FILES = 3
const LINES = 2000

/** A program that ingests a folder and says so when it begins and when it is done. */
const PROGRAM = `
import { openEmbeddedEngine } from '${join(import.meta.dirname, '../platform/index.ts')}'
import { ingestUsage } from '${join(import.meta.dirname, 'index.ts')}'
const [, , store, input] = process.argv
const engine = await openEmbeddedEngine(store)
process.stdout.write('begun\\n')
await ingestUsage(engine, { paths: [input], now: '${NOW}', batchBytes: 750000 })
process.stdout.write('done\\n')
await engine.close()
`

const root = mkdtempSync(join(tmpdir(), 'windbreak-kill-'))
const input = join(root, 'input')
const program = join(root, 'program.mts')

function writeInput(): void {
  mkdirSync(input)
  for (let file = 0; file < FILES; file++) {
    const lines = Array.from({ length: LINES }, (_, line) => {
      // Every tenth id stands in every file, every hundredth line is broken.
      const id = line % 10 === 0 ? `shared-${line}` : `r-${file}-${line}`
      if (line % 100 === 99) return '{"broken'
      return JSON.stringify({
        id,
        call_type: 'completion',
        startTime: 1767225600 + line,
        messages: [
          {
            role: 'user',
            content: `connect to 198.51.100.${line % 250} now, ${'filler '.repeat(30)}`,
          },
        ],
        metadata: { user_api_key_user_id: `acct_${line % 50}` },
      })
    })
    writeFileSync(join(input, `part-${file}.jsonl`), `${lines.join('\n')}\n`)
  }
}

function start(store: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', program, store, input], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: join(import.meta.dirname, '../..'),
  })
}

/** The whole content of a store, after a last run that must find nothing left to do or finish the job. */
async function contentOf(store: string): Promise<object> {
  const engine = await openEmbeddedEngine(store)
  await ingestUsage(engine, { paths: [input], now: NOW, batchBytes: 750_000 })
  const sums: object[] = []
  for (const table of ['batches', 'events', 'rejected', 'observables'])
    sums.push(
      ...(await engine.rows<object>(
        `SELECT '${table}' AS name, count() AS rows, sum(cityHash64(*)) AS hash FROM ${table}`,
      )),
    )
  const left = await engine.rows<object>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name`,
  )
  await engine.close()
  return { sums, left }
}

describe('a run that is killed', () => {
  let whole: object
  let wholeMs = 0
  beforeAll(async () => {
    writeFileSync(program, PROGRAM)
    writeInput()
    const store = join(root, 'whole')
    const child = start(store)
    await once(child.stdout ?? child, 'data')
    const begunAt = performance.now()
    await once(child, 'exit')
    wholeMs = performance.now() - begunAt
    whole = await contentOf(store)
  }, 180_000)
  afterAll(() => {
    rmSync(root, { recursive: true, force: true })
  })

  it('has loaded every line once when it was not killed', () => {
    const lost = LINES / 100
    const doubled = LINES / 10
    const events = FILES * (LINES - lost) - (FILES - 1) * doubled
    expect(whole).toMatchObject({ sums: [{ rows: FILES }, { rows: events }, {}, {}] })
  })

  it.each([0.3, 0.6, 0.85])(
    'gives the same when killed at %d of its time and run again',
    async (share) => {
      const store = join(root, `killed-${share}`)
      const jitter = seededRandom(`kill ${share}`)() * 0.05
      const child = start(store)
      const exit = once(child, 'exit')
      await once(child.stdout ?? child, 'data')
      await new Promise((settle) => setTimeout(settle, wholeMs * (share + jitter)))
      child.kill('SIGKILL')
      await exit
      expect(await contentOf(store)).toEqual(whole)
    },
    180_000,
  )
})

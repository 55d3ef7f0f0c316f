import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../src/core/index.ts'
import { openRecords } from '../src/platform/index.ts'

const KILLS = 4
/** Rows after which a kill comes, at most. */
const ROWS_MAX = 300
const SLOW = 240_000
const folder = mkdtempSync(join(tmpdir(), 'windbreak-records-crash-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the appender until it has committed so many rows, and kills it in the middle of the next. Gives the last number told. */
async function appendAndKill(rows: number): Promise<number> {
  const script = join(import.meta.dirname, 'fixtures/append-records.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  let last = 0
  let told = 0
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    told += 1
    if (told === rows) child.kill('SIGKILL')
  }
  await exit
  return last
}

describe('embedded records under kills', () => {
  const random = seededRandom('records crash 1')
  const kills = Array.from({ length: KILLS }, () => 1 + Math.floor(random() * ROWS_MAX))
  it.each(kills)(
    'keep every committed row, whole, when the process is killed after %i',
    async (rows) => {
      const last = await appendAndKill(rows)
      const records = await openRecords({ folder })
      const { rows: found } = await sql<{ n: number; twin: number }>`
        select n, twin from numbered order by n`.execute(records.db)
      await records.close()
      expect(last).toBeGreaterThan(0)
      expect(found.length).toBeGreaterThanOrEqual(last)
      expect(found.map(({ n }) => n)).toEqual(Array.from({ length: found.length }, (_, n) => n + 1))
      expect(found.every(({ n, twin }) => n === twin)).toBe(true)
    },
    SLOW,
  )
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionsMigrations } from '../src/actions/index.ts'
import {
  addCaseEvent,
  casesMigrations,
  type CasesTables,
  openAuditKey,
  openCase,
  readTimeline,
  rebuildCases,
  verifyRecords,
} from '../src/cases/index.ts'
import { migrateRecords, openRecords } from '../src/platform/index.ts'
import { sharingMigrations } from '../src/sharing/index.ts'
import { findPostgres, type PostgresServer, startPostgres } from './fixtures/postgres-server.ts'

/** The records on a Postgres server, as DATABASE_URL has them. Needs the programs of one; without them it says so and stops. */
const programs = findPostgres()
const SLOW = 480_000
/** Tests of what the records do; each of these files gets a database of its own on the server. */
const FILES = [
  'src/cases/casework/casework.test.ts',
  'src/cases/casework/case-view.test.ts',
  'src/cases/audit/append.test.ts',
  'src/cases/audit/tamper.test.ts',
  'src/cases/people/people.test.ts',
  'src/actions/outbox/outbox.test.ts',
  'src/actions/plans/plans.test.ts',
  'src/actions/plans/reverse-plan.test.ts',
  'src/actions/appeals/appeals.test.ts',
  'test/security/12-races.test.ts',
]
const ANA = { id: 'ana', roles: ['investigator'] } as const
let server: PostgresServer

const needed = programs === undefined ? ' (skipped: found no initdb and postgres)' : ''

describe.skipIf(programs === undefined)(`on a Postgres server${needed}`, () => {
  beforeAll(async () => {
    server = await startPostgres(programs ?? '')
  }, SLOW)
  afterAll(() => server.close())

  it(
    'the records do what they do embedded: the same tests hold',
    async () => {
      const env = { ...process.env, WINDBREAK_TEST_POSTGRES: server.url }
      const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
      const args = [vitest, 'run', '--reporter=json', ...FILES]
      const run = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
      const chunks: Buffer[] = []
      run.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
      await once(run, 'close')
      const text = Buffer.concat(chunks).toString('utf8')
      const report = JSON.parse(text.slice(text.indexOf('{'))) as {
        numPassedTests: number
        testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[]
      }
      const failed = report.testResults.flatMap(({ assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName }) => fullName),
      )
      expect(failed).toEqual([])
      expect(report.testResults).toHaveLength(FILES.length)
      expect(report.numPassedTests).toBeGreaterThan(120)
    },
    SLOW,
  )

  it(
    'a crash and a restart in the middle of writing lose nothing that was said to be kept, and the pool goes on',
    async () => {
      const records = await openRecords<CasesTables>({ databaseUrl: server.url })
      const db = records.db
      const layers = [casesMigrations, actionsMigrations, sharingMigrations]
      await migrateRecords(db as Kysely<unknown>, layers)
      const clock = () => '2026-11-25T08:00:00.000Z'
      const opened = { title: 'a case', queue: 'triage', subjects: [], priority: 1 } as const
      const { id } = await openCase(db, ANA, clock, opened)
      const kept: string[] = []
      const write = async (text: string): Promise<void> => {
        const note = { kind: 'noted', visibility: 'internal', text } as const
        await addCaseEvent(db, ANA, clock, id, note)
        kept.push(text)
      }
      for (const round of [1, 2]) {
        const writing = Promise.allSettled(
          Array.from({ length: 200 }, (_, index) => write(`${round} ${index}`)),
        )
        await expect.poll(() => kept.length, { timeout: 30_000 }).toBeGreaterThan(round * 20)
        await server.crash()
        await writing
        await server.start()
        await write(`${round} after`)
      }
      const timeline = await readTimeline(db, id, { limit: 1000 })
      const found = timeline.flatMap(({ event }) => (event.kind === 'noted' ? [event.text] : []))
      expect(kept.length).toBeLessThan(402)
      expect(kept.filter((text) => !found.includes(text))).toEqual([])
      expect(new Set(found).size).toBe(found.length)
      expect(await rebuildCases(db)).toMatchObject({ differing: [], missing: [], orphans: [] })
      const { rows } = await sql<{ count: number }>`select count(*) from audit_log`.execute(db)
      const folder = mkdtempSync(join(tmpdir(), 'windbreak-postgres-key-'))
      const key = await openAuditKey(folder)
      rmSync(folder, { recursive: true, force: true })
      const verdict = await verifyRecords(db, key.verifier)
      expect(verdict.fault).toBeUndefined()
      expect(verdict.entries).toBe(rows[0]?.count)
      expect(verdict.entries).toBe(timeline.length)
      await records.close()
    },
    SLOW,
  )
})

// Rebuilds 1,000,000 case events of 100,000 cases in the embedded records and prints the seconds.
// usage: npm run bench:cases [-- EVENTS]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { casesMigrations, type CasesTables, rebuildCases } from '../src/cases/index.ts'
import { migrateRecords, openRecords } from '../src/platform/index.ts'

const EVENTS = Number(process.argv[2] ?? 1_000_000)
const CASES = EVENTS / 10

/** Ten events a case: opened, assigned, eight notes. Written in the database, so that only the rebuild is timed. */
async function fill(db: Kysely<CasesTables>): Promise<void> {
  const [opened, assigned, noted] = [
    '{"kind":"opened","priority":50,"queue":"triage","subjects":[{"id":"acct_1","kind":"account"}],"title":"a case"}',
    '{"kind":"assigned","to":"ana"}',
    '{"kind":"noted","text":"looked at the second address","visibility":"internal"}',
  ]
  const step = 50_000
  for (let from = 0; from < CASES; from += step)
    await sql`
      insert into case_events (case_id, version, at, by_id, kind, event)
      select 'case-' || lpad(c::text, 8, '0'), v, '2026-01-05T08:00:00Z'::timestamptz + v * interval '1 second', 'ana',
        case v when 1 then 'opened' when 2 then 'assigned' else 'noted' end,
        case v when 1 then ${opened}::text when 2 then ${assigned}::text else ${noted}::text end
      from generate_series(${from}::int, ${Math.min(from + step, CASES) - 1}::int) c, generate_series(1, 10) v`.execute(
      db,
    )
}

const folder = await mkdtemp(join(tmpdir(), 'windbreak-bench-cases-'))
const records = await openRecords<CasesTables>({ folder })
try {
  await migrateRecords(records.db as Kysely<unknown>, [casesMigrations])
  await fill(records.db)
  // The first rebuild writes every row, the second compares them all.
  for (const mend of [true, false]) {
    const start = process.hrtime.bigint()
    const report = await rebuildCases(records.db, { mend })
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    const isWhole = report.events === EVENTS && report.cases === CASES
    const { differing, missing } = report
    console.log(
      `${mend ? 'write' : 'compare'}: ${report.events} events, ${report.cases} cases in ${seconds.toFixed(1)} s;` +
        ` ${differing.length + missing.length} shown as other; whole: ${String(isWhole)}`,
    )
  }
  const rss = Math.round(process.memoryUsage().rss / 2 ** 20)
  console.log(`resident memory ${rss} MB`)
} finally {
  await records.close()
  await rm(folder, { recursive: true, force: true })
}

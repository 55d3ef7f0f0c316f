import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { casesMigrations, type CasesTables, rebuildCases } from '../src/cases/index.ts'
import { migrateRecords, openRecords } from '../src/platform/index.ts'
import { type Figure, recordFigures } from './result.ts'

/** `npm run bench:cases [-- EVENTS]`: rebuilds the views of cases from their events in the embedded records. */
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
  const size = `${EVENTS / 1000}k events of ${CASES / 1000}k cases`
  const figures: Figure[] = []
  // The first rebuild writes every row, the second compares them all.
  for (const mend of [true, false]) {
    const start = performance.now()
    const report = await rebuildCases(records.db, { mend })
    const seconds = (performance.now() - start) / 1000
    if (report.events !== EVENTS || report.cases !== CASES)
      throw new Error(`rebuilt ${report.events} events of ${report.cases} cases, wanted ${size}`)
    const name = mend ? 'views rebuilt and written' : 'views rebuilt and compared'
    figures.push({ suite: 'cases', name: `${name}, ${size}`, value: seconds, unit: 's' })
  }
  const peak = process.resourceUsage().maxRSS / 1024 ** 2
  figures.push({ suite: 'cases', name: `peak memory, ${size}`, value: peak, unit: 'GiB' })
  recordFigures(figures)
} finally {
  await records.close()
  await rm(folder, { recursive: true, force: true })
}

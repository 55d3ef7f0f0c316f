import { sql } from 'kysely'
import type { CaseRow, CasesDb } from '../tables.ts'
import type { CaseEvent } from './case-event.ts'
import { applyEvent, type CaseView } from './case-view.ts'
import { rowOf } from './record.ts'

const PAGE_ROWS = 10_000
/** Nine values a row, of which a statement takes 65,535. */
const WRITE_ROWS = 1_000

/** What a rebuild found. `differing` and `missing` are the first hundred ids of each; both empty when all is well. */
export interface RebuildReport {
  readonly events: number
  readonly cases: number
  readonly differing: readonly string[]
  /** Cases that have events and no row. */
  readonly missing: readonly string[]
  /** Rows that have no events. */
  readonly orphans: readonly string[]
}

const SHOWN_MAX = 100

/**
 * Makes every case from its events again and compares it with the row that is kept. With `mend` rows that differ or are
 * missing are written as the events say. Reads a page of events at a time, case by case.
 */
export async function rebuildCases(
  db: CasesDb,
  { mend = false }: { readonly mend?: boolean } = {},
): Promise<RebuildReport> {
  const report = { events: 0, cases: 0, differing: [] as string[], missing: [] as string[] }
  let built: CaseView[] = []
  let current: CaseView | undefined
  const compare = async (): Promise<void> => {
    const found = await compareRows(db, built, mend)
    report.cases += built.length
    report.differing.push(...found.differing)
    report.missing.push(...found.missing)
    built = []
  }
  for await (const recorded of readEvents(db)) {
    report.events += 1
    if (current !== undefined && current.id !== recorded.caseId) {
      built.push(current)
      current = undefined
      if (built.length >= PAGE_ROWS / 4) await compare()
    }
    current = applyEvent(current, recorded)
  }
  if (current !== undefined) built.push(current)
  await compare()
  const orphans = await db
    .selectFrom('cases')
    .select('id')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('case_events')
            .select('seq')
            .whereRef('case_events.case_id', '=', 'cases.id'),
        ),
      ),
    )
    .limit(SHOWN_MAX)
    .execute()
  return {
    ...report,
    differing: report.differing.slice(0, SHOWN_MAX),
    missing: report.missing.slice(0, SHOWN_MAX),
    orphans: orphans.map(({ id }) => id),
  }
}

async function* readEvents(db: CasesDb): AsyncGenerator<{
  caseId: string
  version: number
  at: string
  by: string
  event: CaseEvent
}> {
  let [id, version] = ['', 0]
  for (;;) {
    const page = await db
      .selectFrom('case_events')
      .select(['case_id', 'version', 'at', 'by_id', 'event'])
      .where(sql<boolean>`(case_id, version) > (${id}, ${version})`)
      .orderBy('case_id')
      .orderBy('version')
      .limit(PAGE_ROWS)
      .execute()
    for (const row of page)
      yield {
        caseId: row.case_id,
        version: row.version,
        at: row.at,
        by: row.by_id,
        event: JSON.parse(row.event) as CaseEvent,
      }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE_ROWS) return
    ;[id, version] = [last.case_id, last.version]
  }
}

async function compareRows(
  db: CasesDb,
  views: readonly CaseView[],
  mend: boolean,
): Promise<{ differing: string[]; missing: string[] }> {
  const found = { differing: [] as string[], missing: [] as string[] }
  if (views.length === 0) return found
  const ids = views.map(({ id }) => id)
  const rows = await db.selectFrom('cases').selectAll().where('id', 'in', ids).execute()
  const kept = new Map(rows.map((row) => [row.id, row]))
  const wrong: CaseView[] = []
  for (const view of views) {
    const [row, wanted] = [kept.get(view.id), rowOf(view)]
    if (row !== undefined && isSame(row, wanted)) continue
    found[row === undefined ? 'missing' : 'differing'].push(view.id)
    wrong.push(view)
  }
  if (mend)
    for (let from = 0; from < wrong.length; from += WRITE_ROWS)
      await writeRows(db, wrong.slice(from, from + WRITE_ROWS))
  return found
}

function isSame(row: CaseRow, wanted: CaseRow): boolean {
  return (
    row.view === wanted.view &&
    row.version === wanted.version &&
    row.queue === wanted.queue &&
    row.status === wanted.status &&
    row.assignee === wanted.assignee &&
    row.is_held === wanted.is_held
  )
}

async function writeRows(db: CasesDb, views: readonly CaseView[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('cases')
      .values(views.map(rowOf))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          version: row.ref('excluded.version'),
          queue: row.ref('excluded.queue'),
          status: row.ref('excluded.status'),
          assignee: row.ref('excluded.assignee'),
          opened_at: row.ref('excluded.opened_at'),
          changed_at: row.ref('excluded.changed_at'),
          is_held: row.ref('excluded.is_held'),
          view: row.ref('excluded.view'),
        })),
      )
      .execute()
    const ids = views.map(({ id }) => id)
    await trx.deleteFrom('case_subjects').where('case_id', 'in', ids).execute()
    const subjects = views.flatMap(({ id, subjects: of }) =>
      of.map((one) => ({ case_id: id, kind: one.kind, subject_id: one.id })),
    )
    for (let from = 0; from < subjects.length; from += WRITE_ROWS)
      await trx
        .insertInto('case_subjects')
        .values(subjects.slice(from, from + WRITE_ROWS))
        .execute()
  })
}

import type { CasesDb } from '../tables.ts'
import type { CaseEvent, CaseSubject, Queue, RecordedEvent } from './case-event.ts'
import type { CaseStatus, CaseView } from './case-view.ts'
import { noCase, viewOf } from './record.ts'

/** Throws WB_CASES_NOT_FOUND. */
export async function readCase(db: CasesDb, caseId: string): Promise<CaseView> {
  const row = await db
    .selectFrom('cases')
    .select('view')
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (row === undefined) throw noCase()
  return viewOf(row)
}

/** The place after which a page begins: what the last page's last case had. */
export interface CaseKey {
  readonly openedAt: string
  readonly id: string
}

export interface CaseFilter {
  readonly queue?: Queue | undefined
  readonly status?: CaseStatus | undefined
  readonly assignee?: string | undefined
  readonly subject?: CaseSubject | undefined
  readonly after?: CaseKey | undefined
  /** 1 to 200. */
  readonly limit: number
}

/** A page of cases, the longest open first. */
export async function listCases(db: CasesDb, filter: CaseFilter): Promise<readonly CaseView[]> {
  const { queue, status, assignee, subject, after, limit } = filter
  let query = db
    .selectFrom('cases')
    .select('cases.view')
    .orderBy('opened_at')
    .orderBy('cases.id')
    .limit(Math.min(Math.max(limit, 1), 200))
  if (queue !== undefined) query = query.where('queue', '=', queue)
  if (status !== undefined) query = query.where('status', '=', status)
  if (assignee !== undefined) query = query.where('assignee', '=', assignee)
  if (subject !== undefined)
    query = query.where('cases.id', 'in', (from) =>
      from
        .selectFrom('case_subjects')
        .select('case_id')
        .where('kind', '=', subject.kind)
        .where('subject_id', '=', subject.id),
    )
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple('opened_at', 'cases.id'), '>', where.tuple(after.openedAt, after.id)),
    )
  return (await query.execute()).map(viewOf)
}

/** What happened to a case, the first event first, from after a version on. */
export async function readTimeline(
  db: CasesDb,
  caseId: string,
  { after = 0, limit = 200 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<readonly RecordedEvent[]> {
  const rows = await db
    .selectFrom('case_events')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('version', '>', after)
    .orderBy('version')
    .limit(Math.min(Math.max(limit, 1), 1_000))
    .execute()
  return rows.map(({ version, at, by_id: by, event }) => ({
    caseId,
    version,
    at,
    by,
    event: JSON.parse(event) as CaseEvent,
  }))
}

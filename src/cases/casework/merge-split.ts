import { randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { demand, type Person } from '../people/roles.ts'
import type { CasesDb } from '../tables.ts'
import type { CaseSubject } from './case-event.ts'
import type { CaseView } from './case-view.ts'
import { lockCase, noCase, recordEvent, type RecordOptions, viewOf } from './record.ts'

/** Merges a case into another, which gets its subjects; the first is done with. Gives the other. Throws as `addCaseEvent`. */
export async function mergeCases(
  db: CasesDb,
  by: Person,
  clock: Clock,
  from: string,
  into: string,
  reason: string,
  options: Pick<RecordOptions, 'request'> = {},
): Promise<CaseView> {
  demand(by, 'cases.work')
  if (from === into)
    throw casesError('WB_CASES_BAD_INPUT', 'found one case twice, wanted two to merge', {})
  return inTransaction(db, async (trx) => {
    // Both are locked in one order, so that two merges the other way round do not wait for each other.
    const rows = await trx
      .selectFrom('cases')
      .select(['id', 'view'])
      .where('id', 'in', [from, into])
      .orderBy('id')
      .forUpdate()
      .execute()
    const first = rows.find(({ id }) => id === from)
    if (first === undefined || rows.length < 2) throw noCase()
    const { subjects } = viewOf(first)
    await recordEvent(trx, by, clock, from, { kind: 'merged-into', into, reason }, options)
    return recordEvent(trx, by, clock, into, { kind: 'merged-from', from, subjects }, options)
  })
}

/** Moves some subjects of a case into a new one in the same queue. Gives the new one. Throws as `addCaseEvent`. */
export async function splitCase(
  db: CasesDb,
  by: Person,
  clock: Clock,
  caseId: string,
  split: {
    readonly subjects: readonly CaseSubject[]
    readonly title: string
    readonly reason: string
  },
  options: Pick<RecordOptions, 'request' | 'version'> = {},
): Promise<CaseView> {
  demand(by, 'cases.work')
  return inTransaction(db, async (trx) => {
    const view = await lockCase(trx, caseId)
    if (view === undefined) throw noCase()
    const { subjects, queue, priority } = view
    const moved = subjects.filter((subject) =>
      split.subjects.some(({ kind, id }) => kind === subject.kind && id === subject.id),
    )
    if (moved.length === 0 || moved.length === subjects.length)
      throw casesError('WB_CASES_BAD_INPUT', 'found none or all of the subjects, wanted a part', {
        hint: 'list the subjects of the case',
      })
    const into = randomUUID()
    const reason = { ...options, reason: split.reason }
    await recordEvent(trx, by, clock, caseId, { kind: 'split-into', into, subjects: moved }, reason)
    const { request } = options
    const opened = { kind: 'opened', title: split.title, queue, subjects: moved, priority } as const
    await recordEvent(trx, by, clock, into, opened, { request })
    return recordEvent(trx, by, clock, into, { kind: 'split-from', from: caseId }, { request })
  })
}

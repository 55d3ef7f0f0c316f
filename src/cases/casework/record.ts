import { randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { canonicalJson, type Json } from '../json.ts'
import type { Person } from '../people/roles.ts'
import type { Vault } from '../retention/vault.ts'
import type { CaseRow, CasesDb } from '../tables.ts'
import { type CaseEvent, type CaseEventKind, eventJson } from './case-event.ts'
import { applyEvent, type CaseView } from './case-view.ts'
import { checkEvent } from './rules.ts'

export interface RecordOptions {
  /** The version that the caller saw; another one is a conflict. */
  readonly version?: number | undefined
  /** Makes repeating harmless: the same kind with the same id is recorded once. */
  readonly externalId?: string | undefined
  readonly request?: string | undefined
  readonly reason?: string | undefined
  /** Seals the content of evidence; without it it is kept as it is. */
  readonly vault?: Vault | undefined
}

/** Events that stand for themselves; the others are recorded by functions that do more. */
export type PlainEvent = Exclude<
  CaseEvent,
  {
    readonly kind:
      | 'opened'
      | 'evidence-frozen'
      | 'decided'
      | 'review-asked'
      | 'merged-into'
      | 'merged-from'
      | 'split-into'
      | 'split-from'
  }
>

/**
 * Opens a case; with an external id that was used before, gives the case that it opened then.
 * Throws WB_CASES_FORBIDDEN, WB_CASES_BAD_INPUT.
 */
export async function openCase(
  db: CasesDb,
  by: Person,
  clock: Clock,
  opened: Omit<Extract<CaseEvent, { kind: 'opened' }>, 'kind'>,
  options: RecordOptions = {},
): Promise<CaseView> {
  return recordEvent(db, by, clock, randomUUID(), { kind: 'opened', ...opened }, options)
}

/** Adds an event to a case. Throws WB_CASES_NOT_FOUND, WB_CASES_CONFLICT, WB_CASES_FORBIDDEN, WB_CASES_BAD_INPUT. */
export async function addCaseEvent(
  db: CasesDb,
  by: Person,
  clock: Clock,
  caseId: string,
  event: PlainEvent,
  options: RecordOptions = {},
): Promise<CaseView> {
  return recordEvent(db, by, clock, caseId, event, options)
}

/** Event, view and audit entry in one transaction: the view is what the events make, always. */
export async function recordEvent(
  db: CasesDb,
  by: Person,
  clock: Clock,
  caseId: string,
  event: CaseEvent,
  { version, externalId, request, reason }: RecordOptions = {},
): Promise<CaseView> {
  return inTransaction(db, async (trx) => {
    const kept = await lockCase(trx, caseId)
    const repeated = await findRepeated(trx, event.kind, externalId)
    if (repeated !== undefined) return repeated
    if (kept === undefined && event.kind !== 'opened') throw noCase()
    if (kept !== undefined && version !== undefined && version !== kept.version)
      throw casesError(
        'WB_CASES_CONFLICT',
        `found version ${kept.version} of the case, wanted ${version}: somebody changed it`,
        { hint: 'read it again' },
      )
    checkEvent(kept, event, by)
    // One spelling, the one that the records give back: else a rebuilt view would differ.
    const at = new Date(clock()).toISOString()
    const next = (kept?.version ?? 0) + 1
    const json = eventJson(event)
    await trx
      .insertInto('case_events')
      .values({
        case_id: caseId,
        version: next,
        at,
        by_id: by.id,
        kind: event.kind,
        external_id: externalId ?? null,
        event: canonicalJson(json),
      })
      .execute()
    const view = applyEvent(kept, { caseId, version: next, at, by: by.id, event })
    await writeView(trx, view, kept)
    await appendAudit(trx, {
      at,
      by: by.id,
      action: `case.${event.kind}`,
      subject: `case:${caseId}`,
      reason: reason ?? ('reason' in event ? event.reason : undefined),
      after: { version: next, event: json },
      request,
    })
    return view
  })
}

/** The case as it is, held until the transaction ends; undefined when there is none. */
export async function lockCase(trx: CasesDb, caseId: string): Promise<CaseView | undefined> {
  const row = await trx
    .selectFrom('cases')
    .select('view')
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : viewOf(row)
}

/** The event that was recorded under an external id before. */
export async function findEvent<Kind extends CaseEventKind>(
  trx: CasesDb,
  kind: Kind,
  externalId: string | undefined,
): Promise<Extract<CaseEvent, { kind: Kind }> | undefined> {
  if (externalId === undefined) return undefined
  const row = await trx
    .selectFrom('case_events')
    .select('event')
    .where('kind', '=', kind)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  return row === undefined
    ? undefined
    : (JSON.parse(row.event) as Extract<CaseEvent, { kind: Kind }>)
}

async function findRepeated(
  trx: CasesDb,
  kind: CaseEventKind,
  externalId: string | undefined,
): Promise<CaseView | undefined> {
  if (externalId === undefined) return undefined
  const row = await trx
    .selectFrom('case_events')
    .innerJoin('cases', 'cases.id', 'case_events.case_id')
    .select('cases.view')
    .where('kind', '=', kind)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  return row === undefined ? undefined : viewOf(row)
}

export function noCase(): Error {
  return casesError('WB_CASES_NOT_FOUND', 'found no case with this id, wanted one', {
    hint: 'list the cases',
  })
}

/** The view that a row holds: written by this layer alone, so it is not checked again. */
export function viewOf({ view }: Pick<CaseRow, 'view'>): CaseView {
  return JSON.parse(view) as CaseView
}

/** The row of a view: what is asked for often, and the whole. */
export function rowOf(view: CaseView): CaseRow {
  return {
    id: view.id,
    version: view.version,
    queue: view.queue,
    status: view.status,
    assignee: view.assignee,
    opened_at: view.openedAt,
    changed_at: view.changedAt,
    is_held: view.hold !== null,
    view: canonicalJson(view as unknown as Json),
  }
}

async function writeView(trx: CasesDb, view: CaseView, old: CaseView | undefined): Promise<void> {
  const { id, ...rest } = rowOf(view)
  if (old === undefined)
    await trx
      .insertInto('cases')
      .values({ id, ...rest })
      .execute()
  else await trx.updateTable('cases').set(rest).where('id', '=', id).execute()
  if (old?.subjects === view.subjects) return
  await trx.deleteFrom('case_subjects').where('case_id', '=', id).execute()
  const rows = view.subjects.map((one) => ({ case_id: id, kind: one.kind, subject_id: one.id }))
  if (rows.length > 0) await trx.insertInto('case_subjects').values(rows).execute()
}

import { randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import { readCase } from '../casework/read.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { demand, type Person } from '../people/roles.ts'
import type { CasesDb, ContentGrantRow } from '../tables.ts'
import type { AccessReason, ContentLevel } from './levels.ts'

export interface GrantAsked {
  readonly account: string
  readonly level: ContentLevel
  readonly reason: AccessReason
  /** What the reason refers to: an alert, an appeal, a request; in an emergency, what it is. Up to 500 characters. */
  readonly reference: string
  /** The case that the account is a subject of; null for a legal request and in an emergency. */
  readonly caseId: string | null
  readonly minutes: number
}

/** Longest times: what a sitting lasts, and less where nobody was asked. */
export const GRANT_MINUTES_MAX = 240
const BREAK_GLASS_MINUTES_MAX = 60
/** A word is no account of an emergency. */
const BREAK_GLASS_CHARS_MIN = 20
const WITHOUT_CASE: readonly AccessReason[] = ['legal-request', 'break-glass']

/**
 * Grants the person a look at an account's content: of one level, for a reason, for a time. It is theirs alone. An active
 * case is one that is assigned to them. Throws WB_CASES_FORBIDDEN, WB_CASES_NOT_FOUND, WB_CASES_BAD_INPUT.
 */
export async function grantContent(
  db: CasesDb,
  person: Person,
  clock: Clock,
  asked: GrantAsked,
  request?: string,
): Promise<ContentGrantRow> {
  demand(person, asked.level === 'L3' ? 'content.raw' : 'content.redacted')
  const isAlone = asked.reason === 'break-glass'
  const minutesMax = isAlone ? BREAK_GLASS_MINUTES_MAX : GRANT_MINUTES_MAX
  if (!Number.isInteger(asked.minutes) || asked.minutes < 1 || asked.minutes > minutesMax)
    throw bad(`found ${asked.minutes} minutes, wanted 1 to ${minutesMax}`)
  if (isAlone && asked.reference.length < BREAK_GLASS_CHARS_MIN)
    throw bad(`found no account of the emergency, wanted ${BREAK_GLASS_CHARS_MIN} characters`)
  const at = new Date(clock()).toISOString()
  return inTransaction(db, async (trx) => {
    await demandCase(trx, person, asked)
    const row: ContentGrantRow = {
      id: randomUUID(),
      person_id: person.id,
      account: asked.account,
      case_id: asked.caseId,
      level: asked.level,
      reason: asked.reason,
      reference: asked.reference,
      at,
      expires_at: new Date(Date.parse(at) + asked.minutes * 60_000).toISOString(),
      revoked_at: null,
      review: null,
      reviewed_by: null,
      reviewed_at: null,
      review_note: null,
    }
    await trx.insertInto('content_grants').values(row).execute()
    await appendAudit(trx, {
      at,
      by: person.id,
      action: 'content.granted',
      subject: `account:${asked.account}`,
      reason: `${asked.reason} ${asked.reference}`,
      after: { grant: row.id, level: row.level, until: row.expires_at, case: row.case_id },
      request,
    })
    return row
  })
}

async function demandCase(db: CasesDb, person: Person, asked: GrantAsked): Promise<void> {
  if (asked.caseId === null) {
    if (WITHOUT_CASE.includes(asked.reason)) return
    throw bad(`found no case, wanted the one that "${asked.reason}" is about`)
  }
  const view = await readCase(db, asked.caseId)
  const isSubject = view.subjects.some(({ kind, id }) => kind === 'account' && id === asked.account)
  if (!isSubject)
    throw casesError('WB_CASES_FORBIDDEN', 'found an account that is no subject of the case', {
      hint: 'add it to the case, with a reason, or take the case that it is a subject of',
    })
  const isTheirs = view.status === 'assigned' && view.assignee === person.id
  if (asked.reason === 'active-case' && !isTheirs)
    throw casesError('WB_CASES_FORBIDDEN', 'found a case of somebody else, wanted one assigned', {
      hint: 'take the case first, or give the reason for which you look into it',
    })
}

/** Ends a grant before its time. Throws WB_CASES_FORBIDDEN, WB_CASES_NOT_FOUND. */
export async function revokeGrant(
  db: CasesDb,
  officer: Person,
  clock: Clock,
  id: string,
  reason: string,
): Promise<void> {
  await change(db, officer, clock, id, 'content.revoked', reason, { revoked_at: clock() })
}

export interface GrantReview {
  readonly outcome: 'justified' | 'not-justified'
  readonly note: string
}

/** What the privacy officer makes of a grant; once. Throws WB_CASES_FORBIDDEN, WB_CASES_NOT_FOUND, WB_CASES_CONFLICT. */
export async function reviewGrant(
  db: CasesDb,
  officer: Person,
  clock: Clock,
  id: string,
  { outcome, note }: GrantReview,
): Promise<void> {
  const reviewed = { reviewed_by: officer.id, reviewed_at: clock(), review_note: note }
  const action = `content.${outcome}`
  await change(db, officer, clock, id, action, note, { review: outcome, ...reviewed })
}

async function change(
  db: CasesDb,
  officer: Person,
  clock: Clock,
  id: string,
  action: string,
  reason: string,
  set: Partial<ContentGrantRow>,
): Promise<void> {
  demand(officer, 'privacy.oversee')
  await inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('content_grants')
      .where('id', '=', id)
      .selectAll()
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw casesError('WB_CASES_NOT_FOUND', 'found no grant with this id', {})
    const isDone = set.review === undefined ? row.revoked_at !== null : row.review !== null
    if (isDone || row.person_id === officer.id)
      throw casesError('WB_CASES_CONFLICT', 'the grant was looked at already, or is your own', {
        hint: 'list the grants again',
      })
    await trx.updateTable('content_grants').set(set).where('id', '=', id).execute()
    const entry = { at: clock(), by: officer.id, action, subject: `account:${row.account}` }
    await appendAudit(trx, { ...entry, reason, after: { grant: id } })
  })
}

function bad(message: string): Error {
  return casesError('WB_CASES_BAD_INPUT', message, {
    hint: 'docs/reference/content.md has what each reason needs',
  })
}

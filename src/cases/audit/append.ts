import { type Kysely, sql, type Transaction } from 'kysely'
import { casesError } from '../errors.ts'
import { canonicalJson, type Json, jsonHash } from '../json.ts'
import type { AuditRow, CasesDb, CasesTables } from '../tables.ts'
import { leafHash } from './merkle.ts'

/** What was done, by whom, to what. `before` and `after` are kept as hashes, so that erasing what they say stays possible. */
export interface AuditEntry {
  /** UTC ISO instant. */
  readonly at: string
  /** Id of a person, or `system:` and the part that acted. */
  readonly by: string
  /** `case.opened`, `plan.approved`: the layer's thing and what happened to it. */
  readonly action: string
  /** `case:ID`, `account:ID`: never content, never a name. */
  readonly subject: string
  readonly reason?: string | undefined
  readonly before?: Json | undefined
  readonly after?: Json | undefined
  /** Id of the request that caused it. */
  readonly request?: string | undefined
}

/** Any number that no other part of the program locks by: 'audit' on a telephone's keys. */
const AUDIT_LOCK = 28_348
/** An entry tells of something done; what is longer is content. */
const ENTRY_CHARS_MAX = 20_000

/**
 * Writes an entry inside the caller's transaction: it is there exactly when what it tells of is. The lock makes writers
 * wait until the one before has ended, so that numbers have no gaps: append late in a transaction. Gives the entry's
 * number. Throws WB_CASES_AUDIT_ENTRY when the entry is longer than 20,000 characters or its instant is none.
 */
export async function appendAudit(
  trx: Transaction<CasesTables> | Kysely<CasesTables>,
  entry: AuditEntry,
): Promise<number> {
  if (!trx.isTransaction) return trx.transaction().execute((inner) => appendAudit(inner, entry))
  await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(trx)
  const last = await lastAudit(trx)
  const row = auditRow(entry, last)
  await trx.insertInto('audit_log').values(row).execute()
  return row.seq
}

async function lastAudit(db: CasesDb): Promise<Pick<AuditRow, 'seq' | 'leaf'> | undefined> {
  return db
    .selectFrom('audit_log')
    .select(['seq', 'leaf'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The row of an entry that comes after `last`. An entry names the leaf before it, so that a changed one is found by its index. */
export function auditRow(
  { at, by, action, subject, reason, before, after, request }: AuditEntry,
  last: Pick<AuditRow, 'seq' | 'leaf'> | undefined,
): AuditRow {
  const seq = last === undefined ? 0 : last.seq + 1
  const entry = canonicalJson({
    seq,
    previous: last?.leaf,
    at: auditInstant(at),
    by,
    action,
    subject,
    reason,
    before: before === undefined ? undefined : jsonHash(before),
    after: after === undefined ? undefined : jsonHash(after),
    request,
  })
  if (entry.length > ENTRY_CHARS_MAX)
    throw casesError(
      'WB_CASES_AUDIT_ENTRY',
      `audit: found an entry of ${entry.length} characters, wanted at most ${ENTRY_CHARS_MAX}`,
      { hint: 'an entry refers to content, it does not hold it' },
    )
  const leaf = Buffer.from(leafHash(entry)).toString('hex')
  return { seq, entry, leaf, action: searchable(action), subject: searchable(subject) }
}

/** Postgres keeps no NUL in text; the entry itself has it as an escape. */
export function searchable(text: string): string {
  return text.replaceAll('\0', '\u{fffd}')
}

/** UTC with milliseconds, one spelling. */
function auditInstant(at: string): string {
  const time = new Date(at)
  if (Number.isNaN(time.getTime()))
    throw casesError('WB_CASES_AUDIT_ENTRY', 'audit: found no instant in "at", wanted one', {
      hint: 'pass what the clock gave',
    })
  return time.toISOString()
}

import { appendFile, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import type { AuditRow, CasesDb } from '../tables.ts'
import type { AuditKey } from './audit-key.ts'
import { signCheckpoint } from './note.ts'
import { type AuditVerdict, verifyAudit } from './verify.ts'

const PAGE_ROWS = 5_000

/** All rows of the log in order, a page at a time: PGlite gives whole results. */
export async function* readAudit(db: CasesDb): AsyncGenerator<AuditRow> {
  for (let after = -1; ;) {
    const page = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE_ROWS)
      .execute()
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE_ROWS) return
    after = last.seq
  }
}

export async function listCheckpoints(db: CasesDb): Promise<readonly string[]> {
  const rows = await db.selectFrom('audit_checkpoints').select('note').orderBy('size').execute()
  return rows.map(({ note }) => note)
}

/** Verifies the log in the records against its own checkpoints, and against anchors that were kept elsewhere. */
export async function verifyRecords(
  db: CasesDb,
  key: AuditKey['verifier'],
  anchors: readonly string[] = [],
): Promise<AuditVerdict> {
  return verifyAudit(readAudit(db), { key, checkpoints: await listCheckpoints(db), anchors })
}

/**
 * Signs the log as it stands and keeps the note. The whole log is read and compared with every checkpoint before: one that
 * does not follow from the last is never signed. Gives the last note when nothing was written since, undefined for an
 * empty log. Throws WB_CASES_AUDIT_FAULT.
 */
export async function makeCheckpoint(
  db: CasesDb,
  clock: Clock,
  key: AuditKey,
): Promise<string | undefined> {
  return db.transaction().execute(async (trx) => {
    // Two signers at once would both sign the same size; the second waits and finds the first one's note.
    await sql`lock table audit_checkpoints in share row exclusive mode`.execute(trx)
    const verdict = await verifyRecords(trx, key.verifier)
    if (verdict.fault !== undefined) throw auditFault(verdict)
    if (verdict.entries === 0) return undefined
    const kept = await trx
      .selectFrom('audit_checkpoints')
      .select('note')
      .where('size', '=', verdict.entries)
      .executeTakeFirst()
    if (kept !== undefined) return kept.note
    const root = Buffer.from(verdict.root, 'hex')
    const checkpoint = { origin: key.origin, size: verdict.entries, root }
    const note = signCheckpoint(checkpoint, key.origin, key.privateKey)
    await trx
      .insertInto('audit_checkpoints')
      .values({ size: verdict.entries, at: clock(), note })
      .execute()
    return note
  })
}

/** A verdict's fault as an error. */
export function auditFault({ fault, entries }: AuditVerdict): Error {
  const { where, index, what } = fault ?? { where: 'entry', index: entries, what: 'no fault' }
  return casesError('WB_CASES_AUDIT_FAULT', `audit: ${where} ${index}: ${what}`, {
    hint: 'keep the records as they are, compare with an export or an anchor, and find out who could write to them',
  })
}

/** Where a checkpoint is kept outside the records, so that whoever rewrites them all is found. */
export type Anchor = (note: string) => Promise<void>

/** Appends notes to a file, on another machine's disk if it is to be worth something. A note that stands there already is not repeated. */
export function fileAnchor(file: string): Anchor {
  return async (note) => {
    if ((await readAnchors(file)).includes(note)) return
    await appendFile(file, `${note}\n`)
  }
}

/** Notes of an anchor file; none when there is no file yet. A note ends with an empty line. */
export async function readAnchors(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return ''
    throw cause
  })
  const lines = text.split('\n')
  const notes: string[] = []
  let note: string[] = []
  for (const [index, line] of lines.entries()) {
    const isEnd = line === '' && note.length > 4
    if (!isEnd) note.push(line)
    if (isEnd || (index === lines.length - 1 && note.some((part) => part !== ''))) {
      notes.push(`${note.join('\n')}\n`)
      note = []
    }
  }
  return notes
}

/** An anchor that hands the note to somebody else, such as a webhook: `send` throws unless it was accepted. */
export function webhookAnchor(
  send: (message: {
    readonly type: 'audit.checkpoint'
    readonly data: { readonly note: string }
  }) => Promise<void>,
): Anchor {
  return (note) => send({ type: 'audit.checkpoint', data: { note } })
}

/** Makes a checkpoint and gives it to every anchor; all are tried, and the first refusal is thrown after. */
export async function anchorAudit(
  db: CasesDb,
  clock: Clock,
  key: AuditKey,
  anchors: readonly Anchor[],
): Promise<string | undefined> {
  const note = await makeCheckpoint(db, clock, key)
  if (note === undefined) return undefined
  const results = await Promise.allSettled(anchors.map(async (anchor) => anchor(note)))
  const refused = results.find((result) => result.status === 'rejected')
  if (refused !== undefined) throw refused.reason
  return note
}

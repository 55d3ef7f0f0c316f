import { randomUUID } from 'node:crypto'
import {
  countOldEvents,
  countOldTexts,
  deleteOldEvents,
  eraseOldTexts,
  type OldEvents,
} from '../../events/index.ts'
import type { Clock, Engine } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import type { AuditKey } from '../audit/audit-key.ts'
import type { CasesDb } from '../tables.ts'
import { type Certificate, signCertificate } from './certificate.ts'
import type { RetentionClass, RetentionPolicy } from './policy.ts'

/** What a run would do, or did, to a class. */
export interface RetentionRow {
  readonly class: RetentionClass
  readonly how: 'erase-texts' | 'delete' | 'crypto-shred'
  readonly days: number
  /** What is older than this, UTC ISO. */
  readonly before: string
  readonly count: number
}

export interface RetentionPlan {
  readonly rows: readonly RetentionRow[]
  /** Held accounts and cases: left alone whatever their age. */
  readonly heldAccounts: number
  readonly heldCases: number
}

interface Given {
  readonly db: CasesDb
  readonly clock: Clock
  /** The event store; undefined where there is none. */
  readonly engine: Engine | undefined
  readonly policy: RetentionPolicy
}

interface Scope {
  readonly held: readonly string[]
  readonly heldCases: number
  readonly inCases: readonly string[]
}

/** A dry run: what is older than the policy lets it be, and not held. Changes nothing. */
export async function planRetention(given: Given): Promise<RetentionPlan> {
  const scope = await scopeOf(given.db)
  const rows: RetentionRow[] = []
  for (const part of partsOf(given, scope)) {
    const { class: name, how, days, before } = part
    rows.push({ class: name, how, days, before, count: await part.count() })
  }
  return { rows, heldAccounts: scope.held.length, heldCases: scope.heldCases }
}

/**
 * Erases what a dry run counts, class after class, and signs a certificate of it, which the audit log holds the hash of. What
 * comes under a hold between two classes is left alone by the later one. Doing it again erases nothing twice.
 */
export async function applyRetention(
  given: Given,
  by: string,
  key: AuditKey,
  request?: string,
): Promise<Certificate> {
  const rows: RetentionRow[] = []
  const names = partsOf(given, await scopeOf(given.db)).map((part) => part.class)
  for (const name of names) {
    const part = partsOf(given, await scopeOf(given.db)).find((one) => one.class === name)
    if (part === undefined) continue
    const { how, days, before } = part
    const count = await part.count()
    if (count > 0) await part.erase()
    rows.push({ class: name, how, days, before, count })
  }
  const at = new Date(given.clock()).toISOString()
  const certificate = signCertificate({ id: randomUUID(), at, by, rows }, key)
  await given.db.transaction().execute(async (trx) => {
    const { text, signature } = certificate
    await trx
      .insertInto('deletion_certificates')
      .values({ id: certificate.id, at, text, signature })
      .execute()
    await appendAudit(trx, {
      at,
      by,
      action: 'retention.applied',
      subject: `certificate:${certificate.id}`,
      after: text,
      request,
    })
  })
  return certificate
}

interface Part extends Omit<RetentionRow, 'count'> {
  count(): Promise<number>
  erase(): Promise<void>
}

function partsOf({ db, clock, engine, policy }: Given, scope: Scope): readonly Part[] {
  const now = Date.parse(clock())
  const part = (name: RetentionClass, how: RetentionRow['how']) => ({
    class: name,
    how,
    days: policy[name],
    before: new Date(now - policy[name] * 86_400_000).toISOString(),
  })
  const parts: Part[] = [evidencePart(db, part('evidence', 'crypto-shred'), clock)]
  const sessions = part('sessions', 'delete')
  parts.push({
    ...sessions,
    count: async () => {
      const row = await db
        .selectFrom('person_sessions')
        .where('expires_at', '<', sessions.before)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return row.n
    },
    erase: async () => {
      await db.deleteFrom('person_sessions').where('expires_at', '<', sessions.before).execute()
    },
  })
  if (engine === undefined) return parts
  const engineParts = [
    ['texts', 'erase-texts', [...scope.held, ...scope.inCases], undefined],
    ['case-texts', 'erase-texts', scope.held, scope.inCases],
    ['events', 'delete', scope.held, undefined],
  ] as const
  for (const [name, how, except, only] of engineParts) {
    const described = part(name, how)
    const old: OldEvents = { before: described.before, except, only }
    const isTexts = how === 'erase-texts'
    parts.push({
      ...described,
      count: () => (isTexts ? countOldTexts(engine, old) : countOldEvents(engine, old)),
      erase: () => (isTexts ? eraseOldTexts(engine, old) : deleteOldEvents(engine, old)),
    })
  }
  return parts
}

/** Copies of evidence in cases that are closed, not held, and have not changed for as long. */
function evidencePart(db: CasesDb, described: Omit<RetentionRow, 'count'>, clock: Clock): Part {
  const old = (from: CasesDb) =>
    from
      .selectFrom('cases')
      .where('status', 'in', ['closed', 'merged'])
      .where('is_held', '=', false)
      .where('changed_at', '<', described.before)
      .select('id')
  return {
    ...described,
    count: async () => {
      const row = await db
        .selectFrom('evidence_snapshots')
        .where('content', 'is not', null)
        .where('case_id', 'in', old(db))
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return row.n
    },
    erase: () =>
      db.transaction().execute(async (trx) => {
        // Locked, so that a hold that is placed now waits, or wins.
        const ids = (await old(trx).forUpdate().execute()).map(({ id }) => id)
        if (ids.length === 0) return
        await trx
          .updateTable('data_keys')
          .set({ wrapped: null, destroyed_at: clock() })
          .where('destroyed_at', 'is', null)
          .where(
            'subject',
            'in',
            ids.map((id) => `case:${id}`),
          )
          .execute()
        await trx
          .updateTable('evidence_snapshots')
          .set({ content: null })
          .where('case_id', 'in', ids)
          .execute()
      }),
  }
}

async function scopeOf(db: CasesDb): Promise<Scope> {
  const rows = await db
    .selectFrom('case_subjects as s')
    .innerJoin('cases as c', 'c.id', 's.case_id')
    .where('s.kind', '=', 'account')
    .select(['s.subject_id', 'c.id', 'c.is_held'])
    .execute()
  const held = new Set(rows.filter((row) => row.is_held).map((row) => row.subject_id))
  const { n } = await db
    .selectFrom('cases')
    .where('is_held', '=', true)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const inCases = [...new Set(rows.map((row) => row.subject_id))]
  return { held: [...held], heldCases: n, inCases }
}

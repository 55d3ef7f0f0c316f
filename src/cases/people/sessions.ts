import { randomBytes } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { sha256Hex } from '../json.ts'
import { inTransaction } from '../in-transaction.ts'
import type { CasesDb } from '../tables.ts'
import { findPerson, type PersonView } from './accounts.ts'

/** A session ends after this long, whatever happens in it (ASVS 7.3.2). */
const LIFE_MS = 12 * 3_600_000
/** And after this long without a request (ASVS 7.3.1). */
const IDLE_MS = 30 * 60_000
/** That a session was used is written down this often: a session may rest that much shorter, and reading writes nothing else. */
const SEEN_MS = 30_000
/** More at once is no person; the oldest end. */
const SESSIONS_MAX = 5

/** What the browser is given; the records keep only its SHA-256, as its 256 bits cannot be guessed. */
export interface NewSession {
  readonly secret: string
  readonly expiresAt: string
}

/** Starts a session after a login. Give the old secret, if the browser had one: it ends, so that none can be planted. */
export async function startSession(
  db: CasesDb,
  personId: string,
  clock: Clock,
  oldSecret?: string,
): Promise<NewSession> {
  const secret = randomBytes(32).toString('base64url')
  const at = clock()
  const expiresAt = new Date(Date.parse(at) + LIFE_MS).toISOString()
  return inTransaction(db, async (trx) => {
    if (oldSecret !== undefined) await endSession(trx, clock, oldSecret)
    await trx
      .insertInto('person_sessions')
      .values({
        id_hash: sha256Hex(secret),
        person_id: personId,
        created_at: at,
        last_seen_at: at,
        expires_at: expiresAt,
        ended_at: null,
      })
      .execute()
    const tooMany = trx
      .selectFrom('person_sessions')
      .select('id_hash')
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      // Never the new one, though others began in the same millisecond.
      .where('id_hash', '!=', sha256Hex(secret))
      .orderBy('created_at', 'desc')
      .orderBy('id_hash')
      .offset(SESSIONS_MAX - 1)
    await trx
      .updateTable('person_sessions')
      .set({ ended_at: at })
      .where('id_hash', 'in', tooMany)
      .execute()
    return { secret, expiresAt }
  })
}

/** The person of a session that goes on, with the roles held now; undefined when it ended, expired or rested too long. */
export async function readSession(
  db: CasesDb,
  clock: Clock,
  secret: string,
): Promise<PersonView | undefined> {
  const at = clock()
  const row = await db
    .selectFrom('person_sessions')
    .select(['id_hash', 'person_id', 'last_seen_at', 'expires_at'])
    .where('id_hash', '=', sha256Hex(secret))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  const now = Date.parse(at)
  const rested = now - Date.parse(row?.last_seen_at ?? at)
  if (row === undefined || Date.parse(row.expires_at) <= now || rested >= IDLE_MS) return undefined
  if (rested >= SEEN_MS)
    await db
      .updateTable('person_sessions')
      .set({ last_seen_at: at })
      .where('id_hash', '=', row.id_hash)
      .where('ended_at', 'is', null)
      .execute()
  const person = await findPerson(db, row.person_id)
  return person?.disabledAt === null ? person : undefined
}

/** A new secret for a session that goes on, as after a change of what it may. Undefined when it does not go on. */
export async function rotateSession(
  db: CasesDb,
  clock: Clock,
  secret: string,
): Promise<NewSession | undefined> {
  return inTransaction(db, async (trx) => {
    const person = await readSession(trx, clock, secret)
    return person === undefined ? undefined : startSession(trx, person.id, clock, secret)
  })
}

export async function endSession(db: CasesDb, clock: Clock, secret: string): Promise<void> {
  await db
    .updateTable('person_sessions')
    .set({ ended_at: clock() })
    .where('id_hash', '=', sha256Hex(secret))
    .where('ended_at', 'is', null)
    .execute()
}

/** Ends all sessions of a person. Gives how many went on. */
export async function endSessions(db: CasesDb, clock: Clock, personId: string): Promise<number> {
  const result = await db
    .updateTable('person_sessions')
    .set({ ended_at: clock() })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

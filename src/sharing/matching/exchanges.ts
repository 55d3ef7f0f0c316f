import { type Kysely, sql } from 'kysely'
import { appendAudit, type CasesTables } from '../../cases/index.ts'
import type { Clock } from '../../platform/index.ts'
import { sharingError } from '../errors.ts'
import type { SharingTables } from '../tables.ts'
import { ASKED_MAX, type MatchAnswer, type MatchRequest, parseMatchRequest } from './blind-match.ts'

/** Requests of one partner that may wait for people to answer them. */
const WAITING_MAX = 5
/** Requests that one partner may send in 24 hours, whatever their size. */
const REQUESTS_MAX = 20
const DAY_MS = 86_400_000

export type MatchDb = Kysely<SharingTables & CasesTables>

/** A request that a partner sent over HTTP, as people see it: who and how many, and nothing of the values. */
export interface WaitingMatch {
  readonly id: string
  readonly partner: string
  readonly receivedAt: string
  readonly asked: number
}

/**
 * Keeps a partner's request until people answer it; the same request again changes nothing. Throws WB_SHARING_MATCH_LIMIT
 * beyond 10,000 values or 20 requests in 24 hours, or 5 that wait, and WB_SHARING_BAD_MATCH for an id that another
 * request has (exit 2).
 */
export async function receiveMatch(
  db: MatchDb,
  clock: Clock,
  partnerId: string,
  request: MatchRequest,
): Promise<void> {
  const text = JSON.stringify(request)
  const asked = request.blinded.length
  if (asked === 0 || asked > ASKED_MAX) throw limit(`found ${asked} values in one request`)
  await db.transaction().execute(async (trx) => {
    // Holding the partner's row makes two requests at once wait for each other.
    await trx.selectFrom('partners').where('id', '=', partnerId).select('id').forUpdate().execute()
    const known = await trx
      .selectFrom('match_exchanges')
      .where('id', '=', request.id)
      .select(['partner_id', 'request'])
      .executeTakeFirst()
    if (known?.partner_id === partnerId && known.request === text) return
    if (known !== undefined)
      throw sharingError('WB_SHARING_BAD_MATCH', 'found an id that another request has', {
        hint: 'make a new request with match-request',
      })
    const now = clock()
    const since = new Date(Date.parse(now) - DAY_MS).toISOString()
    const counts = await trx
      .selectFrom('match_exchanges')
      .where('partner_id', '=', partnerId)
      .select([
        sql<string>`count(*) filter (where answer is null)`.as('waiting'),
        sql<string>`count(*) filter (where received_at > ${since})`.as('requests'),
        sql<string>`coalesce(sum(values_asked) filter (where received_at > ${since}), 0)`.as(
          'asked',
        ),
      ])
      .executeTakeFirstOrThrow()
    if (Number(counts.waiting) >= WAITING_MAX) throw limit(`${counts.waiting} requests wait`)
    if (Number(counts.requests) >= REQUESTS_MAX)
      throw limit(`${counts.requests} requests in 24 hours`)
    if (Number(counts.asked) + asked > ASKED_MAX)
      throw limit(`${Number(counts.asked) + asked} values in 24 hours`)
    const row = { id: request.id, partner_id: partnerId, request: text, received_at: now }
    await trx
      .insertInto('match_exchanges')
      .values({ ...row, values_asked: asked })
      .execute()
    await appendAudit(trx, {
      at: now,
      by: `partner:${partnerId}`,
      action: 'match.asked',
      subject: `match:${request.id}`,
      after: { asked },
    })
  })
}

/** A partner's own request: its answer as text, null while nobody has answered; undefined when there is no such request. */
export async function findMatchAnswer(
  db: MatchDb,
  clock: Clock,
  partnerId: string,
  id: string,
): Promise<string | null | undefined> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('match_exchanges')
      .where('id', '=', id)
      .where('partner_id', '=', partnerId)
      .select(['answer', 'fetched_at'])
      .executeTakeFirst()
    if (row === undefined) return undefined
    if (row.answer === null || row.fetched_at !== null) return row.answer
    const at = clock()
    await trx.updateTable('match_exchanges').set({ fetched_at: at }).where('id', '=', id).execute()
    const entry = {
      at,
      by: `partner:${partnerId}`,
      action: 'match.fetched',
      subject: `match:${id}`,
    }
    await appendAudit(trx, entry)
    return row.answer
  })
}

/** The requests that wait, the oldest first. */
export async function listWaitingMatches(db: MatchDb): Promise<WaitingMatch[]> {
  const rows = await db
    .selectFrom('match_exchanges')
    .where('answer', 'is', null)
    .select(['id', 'partner_id', 'received_at', 'values_asked'])
    .orderBy('received_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    partner: row.partner_id,
    receivedAt: row.received_at,
    asked: row.values_asked,
  }))
}

/** A request that waits. Throws WB_SHARING_BAD_MATCH when there is none of this id (exit 2). */
export async function waitingMatch(
  db: MatchDb,
  id: string,
): Promise<{ readonly partner: string; readonly request: MatchRequest }> {
  const row = await db
    .selectFrom('match_exchanges')
    .where(sql<boolean>`id::text = ${id.toLowerCase()}`)
    .where('answer', 'is', null)
    .select(['partner_id', 'request'])
    .executeTakeFirst()
  if (row === undefined)
    throw sharingError('WB_SHARING_BAD_MATCH', 'no request of this id waits', {
      hint: 'windbreak intel match-waiting shows those that do',
    })
  return { partner: row.partner_id, request: parseMatchRequest(row.request) }
}

/** Puts the answer where the partner fetches it. The first answer stays: two would be under two keys. */
export async function keepMatchAnswer(
  db: MatchDb,
  clock: Clock,
  answer: MatchAnswer,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now = clock()
    const kept = await trx
      .updateTable('match_exchanges')
      .set({ answer: JSON.stringify(answer), answered_at: now })
      .where('id', '=', answer.id)
      .where('answer', 'is', null)
      .executeTakeFirst()
    if (kept.numUpdatedRows === 0n) return
    await appendAudit(trx, {
      at: now,
      by: 'system:matching',
      action: 'match.answered',
      subject: `match:${answer.id}`,
      after: { asked: answer.evaluated.length, held: answer.held.length },
    })
  })
}

function limit(found: string): Error {
  return sharingError(
    'WB_SHARING_MATCH_LIMIT',
    `${found}; at most ${ASKED_MAX} values and ${REQUESTS_MAX} requests in 24 hours, and ${WAITING_MAX} that wait`,
    { hint: 'ask later, for suspects and what they share' },
  )
}

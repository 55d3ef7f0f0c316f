import { createHash } from 'node:crypto'
import type { Http } from '../../platform/index.ts'
import type { ActionsDeps } from '../deps.ts'
import { eventBody } from './events.ts'
import { type SecurityEvent, signSet, type SubjectId } from './set.ts'
import type { SignalKey } from './signal-key.ts'
import type { ReceiverRow, SetRow } from './tables.ts'

/** What a transmitter works with. */
export interface Transmitter extends Pick<ActionsDeps, 'db' | 'clock'> {
  readonly key: SignalKey
  readonly issuer: string
}

/** Tokens in one answer to a poll at most, whatever is asked for. */
const POLL_MAX = 100

/**
 * Writes an event for a receiver down, signed, once for a key: the same key gives the same `jti`, so that a receiver who
 * got it twice knows. Gives the token as it is kept.
 */
export async function queueSet(
  { db, clock, key, issuer }: Transmitter,
  { id, audience }: ReceiverRow,
  event: {
    readonly key: string
    readonly type: string
    readonly subject: SubjectId
    readonly body?: SecurityEvent['body']
  },
): Promise<SetRow> {
  const jti = createHash('sha256').update(`${id} ${event.key}`).digest('hex').slice(0, 32)
  const at = clock()
  const atS = Math.floor(Date.parse(at) / 1000)
  const { type, subject, body = eventBody(type, atS) } = event
  const token = await signSet(key, { jti, issuer, audience, atS, subject, type, body })
  await db
    .insertInto('ssf_sets')
    .values({ jti, receiver_id: id, at, token, state: 'waiting', error: null })
    .onConflict((conflict) => conflict.column('jti').doNothing())
    .execute()
  return db.selectFrom('ssf_sets').selectAll().where('jti', '=', jti).executeTakeFirstOrThrow()
}

/** How a push ended: `later` may be tried again with the same token. */
export type Pushed = 'taken' | 'refused' | 'later'

/** Pushes a token (RFC 8935): 202 alone is taken, 400 is refused with the receiver's code, all else may be tried again. */
export async function pushSet(
  { db }: Transmitter,
  http: Http,
  { endpoint_url: url, endpoint_authorization: authorization }: ReceiverRow,
  set: SetRow,
): Promise<Pushed> {
  if (set.state !== 'waiting') return set.state
  const answer = await http
    .send({
      method: 'POST',
      url: url ?? '',
      headers: {
        'content-type': 'application/secevent+jwt',
        accept: 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      body: set.token,
    })
    .catch(() => undefined)
  if (answer?.status !== 202 && answer?.status !== 400) return 'later'
  const state = answer.status === 202 ? 'taken' : 'refused'
  const error = state === 'taken' ? null : errorOf(answer.body)
  await db.updateTable('ssf_sets').set({ state, error }).where('jti', '=', set.jti).execute()
  return state
}

/** The code of a refusal, if it is one: what else a receiver writes is kept nowhere. */
function errorOf(body: string): string {
  const [, code = 'none'] = /"err"\s*:\s*"([a-z_]{1,40})"/.exec(body) ?? []
  return code
}

export interface PollRequest {
  readonly maxEvents?: number | undefined
  readonly ack?: readonly string[] | undefined
  /** Refused ones with their codes. */
  readonly setErrs?: Readonly<Record<string, { readonly err: string }>> | undefined
}

/** Answers a poll (RFC 8936): first what the receiver says of those it got, then the oldest that wait. */
export async function pollSets(
  { db }: Transmitter,
  { id, status }: ReceiverRow,
  { maxEvents = POLL_MAX, ack = [], setErrs = {} }: PollRequest,
): Promise<{ readonly sets: Record<string, string>; readonly moreAvailable: boolean }> {
  const settle = (jtis: readonly string[], state: 'taken' | 'refused', error: string | null) =>
    db
      .updateTable('ssf_sets')
      .set({ state, error })
      .where('receiver_id', '=', id)
      .where('state', '=', 'waiting')
      .where('jti', 'in', jtis)
      .execute()
  if (ack.length > 0) await settle(ack, 'taken', null)
  for (const [jti, { err }] of Object.entries(setErrs)) await settle([jti], 'refused', err)
  const limit = Math.min(Math.max(maxEvents, 0), POLL_MAX)
  if (status !== 'enabled') return { sets: {}, moreAvailable: false }
  const rows = await db
    .selectFrom('ssf_sets')
    .select(['jti', 'token'])
    .where('receiver_id', '=', id)
    .where('state', '=', 'waiting')
    .orderBy('at')
    .orderBy('jti')
    .limit(limit + 1)
    .execute()
  const sets = Object.fromEntries(rows.slice(0, limit).map(({ jti, token }) => [jti, token]))
  return { sets, moreAvailable: rows.length > limit }
}

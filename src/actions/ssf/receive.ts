import { randomBytes, randomUUID } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import { appendAudit, demand, type Person } from '../../cases/index.ts'
import type { Http } from '../../platform/index.ts'
import type { ActionsDeps } from '../deps.ts'
import { type SecurityEvent, type SetFault, verifySet } from './set.ts'
import { tokenHash } from './streams.ts'
import type { ReceivedRow, TransmitterRow } from './tables.ts'

type Deps = Pick<ActionsDeps, 'db' | 'clock'>

export interface NewTransmitter {
  readonly issuer: string
  /** What its tokens have to be addressed to. */
  readonly audience: string
  /** Its public keys, as it publishes them: fetched by a person, once, and looked at. */
  readonly jwks: JSONWebKeySet
}

/** Takes events of a transmitter from now on. The token, by which it pushes, is given here once. */
export async function addTransmitter(
  { db, clock }: Deps,
  by: Person,
  { issuer, audience, jwks }: NewTransmitter,
): Promise<{ readonly id: string; readonly token: string }> {
  demand(by, 'settings.manage')
  const [id, token, at] = [randomUUID(), randomBytes(32).toString('base64url'), clock()]
  const row = { id, issuer, audience, jwks: JSON.stringify(jwks), created_at: at }
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('ssf_transmitters')
      .values({ ...row, token_hash: tokenHash(token) })
      .onConflict((conflict) =>
        conflict
          .column('issuer')
          .doUpdateSet({ jwks: row.jwks, audience, token_hash: tokenHash(token) }),
      )
      .execute()
    const entry = { at, by: by.id, action: 'ssf.transmitter-added', reason: issuer }
    await appendAudit(trx, { ...entry, subject: `transmitter:${id}` })
  })
  return { id, token }
}

/** Takes one token that was pushed with a transmitter's bearer token. Gives the fault, or undefined when it is kept. */
export async function takePushed(
  deps: Deps,
  bearer: string,
  set: string,
): Promise<SetFault | undefined> {
  const from = await deps.db
    .selectFrom('ssf_transmitters')
    .selectAll()
    .where('token_hash', '=', tokenHash(bearer))
    .executeTakeFirst()
  return from === undefined ? 'authentication_failed' : takeSet(deps, from, set)
}

/**
 * Verifies a token and keeps its event; the same `jti` again is kept once and taken alike. An event is a claim of who sent
 * it: it is written down for people, and does nothing by itself.
 */
async function takeSet(
  { db, clock }: Deps,
  { issuer, audience, jwks }: TransmitterRow,
  set: string,
): Promise<SetFault | undefined> {
  const { createLocalJWKSet } = await import('jose')
  const keys = createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet)
  const nowS = Math.floor(Date.parse(clock()) / 1000)
  const event = await verifySet(set, keys, { issuer, audience, nowS })
  if (typeof event === 'string') return event
  return (await isKeepable(event)) ? keep(db, clock(), event) : 'invalid_request'
}

async function isKeepable({ subject, body, type }: SecurityEvent): Promise<boolean> {
  return JSON.stringify([subject, body, type]).length <= 20_000
}

async function keep(db: Deps['db'], at: string, event: SecurityEvent): Promise<undefined> {
  const { jti, issuer, type, subject, body } = event
  const row = {
    jti,
    issuer,
    at,
    type,
    subject: JSON.stringify(subject),
    body: JSON.stringify(body),
  }
  await db.transaction().execute(async (trx) => {
    const kept = await trx
      .insertInto('ssf_received')
      .values(row)
      .onConflict((conflict) => conflict.columns(['issuer', 'jti']).doNothing())
      .executeTakeFirst()
    if (kept.numInsertedOrUpdatedRows === 0n) return
    const entry = { at, by: 'system:ssf', action: 'ssf.event-received', reason: type }
    await appendAudit(trx, { ...entry, subject: `event:${jti}` })
  })
  return undefined
}

/**
 * Polls a transmitter once (RFC 8936): verifies and keeps what it gives, then says which were taken and which were not,
 * with the code. Gives how many were new or known, and whether more wait. Throws what `Http` throws.
 */
export async function pollTransmitter(
  deps: Deps,
  http: Http,
  asked: { readonly issuer: string; readonly endpoint: string; readonly authorization: string },
): Promise<{ readonly taken: number; readonly refused: number; readonly more: boolean }> {
  const from = await deps.db
    .selectFrom('ssf_transmitters')
    .selectAll()
    .where('issuer', '=', asked.issuer)
    .executeTakeFirstOrThrow()
  const post = async (body: unknown) => {
    const { authorization, endpoint: url } = asked
    const headers = {
      authorization,
      accept: 'application/json',
      'content-type': 'application/json',
    }
    const answer = await http.send({ method: 'POST', url, headers, body: JSON.stringify(body) })
    return readPoll(answer.body)
  }
  const { sets, more } = await post({ maxEvents: 100, returnImmediately: true })
  const ack: string[] = []
  const setErrs: Record<string, { err: SetFault; description: string }> = {}
  for (const [jti, set] of Object.entries(sets)) {
    const fault = await takeSet(deps, from, set)
    if (fault === undefined) ack.push(jti)
    else setErrs[jti] = { err: fault, description: 'not taken' }
  }
  const refused = Object.keys(setErrs).length
  if (ack.length + refused > 0) await post({ maxEvents: 0, returnImmediately: true, ack, setErrs })
  return { taken: ack.length, refused, more }
}

function readPoll(text: string): { sets: Record<string, string>; more: boolean } {
  try {
    const { sets, moreAvailable } = JSON.parse(text) as { sets?: object; moreAvailable?: unknown }
    const entries = Object.entries(sets ?? {}).filter(([, set]) => typeof set === 'string')
    return {
      sets: Object.fromEntries(entries) as Record<string, string>,
      more: moreAvailable === true,
    }
  } catch {
    return { sets: {}, more: false }
  }
}

/** Events that were received, the newest first. */
export async function listReceived({ db }: Deps, limit: number): Promise<readonly ReceivedRow[]> {
  return db
    .selectFrom('ssf_received')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('jti')
    .limit(limit)
    .execute()
}

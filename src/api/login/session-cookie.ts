import type { FastifyReply, FastifyRequest } from 'fastify'
import { appendAudit, type NewSession, type Person, startSession } from '../../cases/index.ts'
import type { Clock } from '../../platform/index.ts'
import type { ApiParts } from '../parts.ts'
import { readCookie, setCookie } from './cookies.ts'

/** Gives the browser a session's secret for as long as the session may last. */
export function setSessionCookie(reply: FastifyReply, clock: Clock, session: NewSession): void {
  const ms = Date.parse(session.expiresAt) - Date.parse(clock())
  setCookie(reply, 'session', session.secret, Math.floor(ms / 1000))
}

/** Starts a session after a login by `way`, in place of the one that the browser had, and writes that down. */
export async function beginSession(
  person: Person,
  way: 'password' | 'passkey' | 'provider',
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { db, clock }: ApiParts,
): Promise<void> {
  const session = await startSession(db, person.id, clock, readCookie(request, 'session'))
  await appendAudit(db, {
    at: clock(),
    by: person.id,
    action: 'session.started',
    subject: `person:${person.id}`,
    reason: way,
    request: request.id,
  })
  setSessionCookie(reply, clock, session)
}

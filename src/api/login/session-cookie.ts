import type { FastifyReply } from 'fastify'
import type { NewSession } from '../../cases/index.ts'
import type { Clock } from '../../platform/index.ts'
import { setCookie } from './cookies.ts'

/** Gives the browser a session's secret for as long as the session may last. */
export function setSessionCookie(reply: FastifyReply, clock: Clock, session: NewSession): void {
  const ms = Date.parse(session.expiresAt) - Date.parse(clock())
  setCookie(reply, 'session', session.secret, Math.floor(ms / 1000))
}

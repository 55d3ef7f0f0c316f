import type { FastifyRequest } from 'fastify'
import {
  type Permission,
  permissionsOf,
  type PersonView,
  readApiToken,
  readSession,
} from '../../cases/index.ts'
import type { Access } from '../access.ts'
import type { ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { readCookie } from './cookies.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'

/** Who asks, and what they may by the way they came in. */
export interface Caller {
  readonly person: PersonView
  readonly permissions: ReadonlySet<Permission>
  /** The session's secret; undefined for a token. */
  readonly session: string | undefined
}

/**
 * Lets a request to a route pass or throws `unauthenticated`, `forbidden` or `cross-site`. Tokens are sent on purpose, so
 * only requests without one are looked at for the site that they come from. Undefined for a public route.
 */
export async function letIn(
  request: FastifyRequest,
  access: Access,
  parts: ApiParts,
): Promise<Caller | undefined> {
  const token = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) refuseCrossSite(request, parts.origin)
  if (access === 'public') return undefined
  const caller = token === undefined ? await bySession(request, parts) : await byToken(token, parts)
  if (caller === undefined)
    throw new Problem('unauthenticated', 'wanted a session cookie or a bearer token that goes on')
  if (access === 'session') {
    if (caller.session === undefined)
      throw new Problem('forbidden', 'found a token, wanted a person with a session')
    return caller
  }
  if (!caller.permissions.has(access))
    throw new Problem('forbidden', `found no right "${access}", wanted it for this`)
  return caller
}

async function bySession(
  request: FastifyRequest,
  { db, clock }: ApiParts,
): Promise<Caller | undefined> {
  const session = readCookie(request, 'session')
  if (session === undefined) return undefined
  const person = await readSession(db, clock, session)
  if (person === undefined) return undefined
  const permissions = needsSecondFactor(person)
    ? new Set<Permission>()
    : permissionsOf(person.roles)
  return { person, permissions, session }
}

/** A password alone lets nobody do anything but set up a second factor: a code, or a passkey, which is two by itself. */
export function needsSecondFactor(person: PersonView): boolean {
  return person.hasPassword && !person.hasTotp && !person.hasPasskey
}

async function byToken(token: string, { db, clock }: ApiParts): Promise<Caller | undefined> {
  const holder = await readApiToken(db, clock, token)
  if (holder === undefined) return undefined
  return { person: holder.person, permissions: new Set(holder.scopes), session: undefined }
}

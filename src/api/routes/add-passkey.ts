import { z } from 'zod'
import { addPasskey, checkPassword, rotateSession } from '../../cases/index.ts'
import { REGISTRATION } from '../login/passkey-schemas.ts'
import { passkeySite } from '../login/passkey-site.ts'
import { setSessionCookie } from '../login/session-cookie.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

/** Asks for the password again, so that who finds a browser open cannot leave a key of their own behind. */
export const addOwnPasskey: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/passkeys',
  access: 'session',
  summary: 'Keep a passkey that was made for an offer; the session gets a new cookie',
  body: z.strictObject({
    name: z.string().min(1).max(100),
    password: z.string().min(1).max(1024),
    response: REGISTRATION,
  }),
  status: 201,
  answer: z.object({ id: z.string() }),
  run: async ({ body, caller, request, reply }, { db, clock, attempts, origin }) => {
    const { person, session } = caller()
    attempts.begin(person.login, request.ip)
    const isRight = (await checkPassword(db, person.login, body.password)) !== undefined
    if (!isRight) throw new Problem('login-failed', 'check the password')
    const { name, response } = body
    const site = passkeySite(request, origin)
    const id = await addPasskey(db, person, clock, site, { name, response })
    attempts.forgive(person.login)
    const rotated = session === undefined ? undefined : await rotateSession(db, clock, session)
    if (rotated !== undefined) setSessionCookie(reply, clock, rotated)
    return { id }
  },
})

import { z } from 'zod'
import { checkPassword, confirmTotp, rotateSession } from '../../cases/index.ts'
import { setSessionCookie } from '../login/session-cookie.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

/** Asks for the password again, so that who finds a browser open cannot put their own device in its place. */
export const confirmOwnTotp: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/totp',
  access: 'session',
  summary: 'Keep an offered secret as the second factor; the session gets a new cookie',
  body: z.strictObject({
    secret: z.string().regex(/^[A-Z2-7]{32}$/),
    code: z.string().max(20),
    password: z.string().min(1).max(1024),
  }),
  answer: z.object({}),
  run: async ({ body, caller, request, reply }, { db, clock, attempts }) => {
    const { person, session } = caller()
    attempts.begin(person.login, request.ip)
    const isRight = (await checkPassword(db, person.login, body.password)) !== undefined
    if (!isRight) throw new Problem('login-failed', 'check the password')
    await confirmTotp(db, person, clock, body.secret, body.code)
    attempts.forgive(person.login)
    const rotated = session === undefined ? undefined : await rotateSession(db, clock, session)
    if (rotated !== undefined) setSessionCookie(reply, clock, rotated)
    return {}
  },
})

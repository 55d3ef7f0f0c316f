import { z } from 'zod'
import { checkPassword, setPassword, startSession } from '../../cases/index.ts'
import { setSessionCookie } from '../login/session-cookie.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

export const setOwnPassword: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/password',
  access: 'session',
  summary: "Change one's own password; all sessions end but this one, which gets a new cookie",
  body: z.strictObject({
    old: z.string().min(1).max(1024),
    new: z.string().min(12).max(1024),
  }),
  answer: z.object({}),
  run: async ({ body, caller, request, reply }, { db, clock, attempts }) => {
    const { person } = caller()
    attempts.begin(person.login, request.ip)
    if ((await checkPassword(db, person.login, body.old)) === undefined)
      throw new Problem('login-failed', 'check the old password')
    attempts.forgive(person.login)
    await setPassword(db, person, clock, person.id, body.new)
    setSessionCookie(reply, clock, await startSession(db, person.id, clock))
    return {}
  },
})

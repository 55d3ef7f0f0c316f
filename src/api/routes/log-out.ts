import { z } from 'zod'
import { endSession } from '../../cases/index.ts'
import { setCookie } from '../login/cookies.ts'
import { defineRoute, type Route } from '../route.ts'

export const logOut: Route = defineRoute({
  method: 'DELETE',
  path: '/api/v1/session',
  access: 'session',
  summary: 'Log out: the session ends on the server too',
  answer: z.object({}),
  run: async ({ caller, reply }, { db, clock }) => {
    const { session } = caller()
    if (session !== undefined) await endSession(db, clock, session)
    setCookie(reply, 'session', '', 0)
    return {}
  },
})

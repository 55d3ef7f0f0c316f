import { z } from 'zod'
import { usePasskey } from '../../cases/index.ts'
import { LOGIN } from '../login/passkey-schemas.ts'
import { passkeySite } from '../login/passkey-site.ts'
import { beginSession } from '../login/session-cookie.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

/** A passkey is two factors: the device, and what it asked its holder. Whatever is wrong with it is refused alike. */
export const logInByPasskey: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/session/passkey',
  access: 'public',
  summary: 'Log in with a passkey; sets the session cookie',
  body: z.strictObject({ response: LOGIN }),
  status: 201,
  answer: z.object({}),
  run: async ({ body, request, reply }, parts) => {
    const { db, clock, attempts, origin } = parts
    attempts.begin(`passkey ${body.response.id}`, request.ip)
    const person = await usePasskey(db, clock, passkeySite(request, origin), body.response)
    if (person === undefined) throw new Problem('login-failed', 'this passkey lets nobody in here')
    attempts.forgive(`passkey ${body.response.id}`)
    await beginSession(person, 'passkey', { request, reply }, parts)
    return {}
  },
})

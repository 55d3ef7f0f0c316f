import { z } from 'zod'
import { findByIdentity } from '../../cases/index.ts'
import { callbackUrl } from '../login/callback-url.ts'
import { readCookie, setCookie } from '../login/cookies.ts'
import type { LoginOnItsWay } from '../login/provider.ts'
import { beginSession } from '../login/session-cookie.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

const TEXT = z.string().max(4000).optional()
const KEPT = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

/** Lets in whose issuer and subject an administrator tied to a person; an e-mail address in the answer is not looked at. */
export const finishProviderLogin: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/login/provider/callback',
  access: 'public',
  summary: 'Where the OpenID provider sends the browser back; sets the session cookie',
  query: z.object({ code: TEXT, state: TEXT, iss: TEXT, error: TEXT }),
  status: 302,
  answer: z.null(),
  run: async ({ request, reply }, parts) => {
    const { db, provider, origin } = parts
    if (provider === undefined) throw new Problem('not-found', 'no provider is set up here')
    const kept = readKept(readCookie(request, 'login'))
    const answered = new URL(callbackUrl(request, origin))
    answered.search = new URL(request.url, answered).search
    const identity = await provider.finish(answered, kept).catch(() => {
      throw new Problem(
        'login-failed',
        'the answer is not to a question of this browser; start anew',
      )
    })
    const person = await findByIdentity(db, identity.issuer, identity.subject)
    if (person === undefined)
      throw new Problem('login-failed', 'nobody here has this identity; ask an administrator')
    setCookie(reply, 'login', '', 0)
    await beginSession(person, 'provider', { request, reply }, parts)
    // To a fixed address: one that the request could name would be an open redirect.
    reply.header('location', '/')
    return null
  },
})

function readKept(cookie: string | undefined): LoginOnItsWay {
  try {
    return KEPT.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString('utf8')))
  } catch {
    throw new Problem('login-failed', 'this browser did not start a login; start anew')
  }
}

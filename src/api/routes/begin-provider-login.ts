import { z } from 'zod'
import { setCookie } from '../login/cookies.ts'
import { Problem } from '../problem.ts'
import { callbackUrl } from '../login/callback-url.ts'
import { defineRoute, type Route } from '../route.ts'

/** Seconds in which a login at the provider has to be done. */
const LOGIN_SECONDS = 600

export const beginProviderLogin: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/login/provider',
  access: 'public',
  summary: 'Send the browser to the OpenID provider',
  status: 302,
  answer: z.null(),
  run: async ({ request, reply }, { provider, origin }) => {
    if (provider === undefined) throw new Problem('not-found', 'no provider is set up here')
    const begun = await provider.begin(callbackUrl(request, origin)).catch(() => {
      throw new Problem('unavailable', 'the provider does not answer; try again later')
    })
    const kept = Buffer.from(JSON.stringify(begun.kept)).toString('base64url')
    setCookie(reply, 'login', kept, LOGIN_SECONDS)
    reply.header('location', begun.url)
    return null
  },
})

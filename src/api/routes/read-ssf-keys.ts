import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const readSsfKeys: Route = defineRoute({
  method: 'GET',
  path: '/ssf/jwks.json',
  access: 'public',
  summary: 'Keys that sign security events (RFC 7517)',
  answer: JSON_OBJECT,
  run: async (_asked, { signals }) => {
    if (signals === undefined) throw new Problem('not-found', 'no key signs security events here')
    return { keys: [{ ...signals.key.jwk }] }
  },
})

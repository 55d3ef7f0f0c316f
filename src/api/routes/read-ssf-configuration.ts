import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'
import { issuerOf } from '../ssf-receiver.ts'

export const readSsfConfiguration: Route = defineRoute({
  method: 'GET',
  path: '/.well-known/ssf-configuration',
  access: 'public',
  summary: 'What the transmitter of security events can (SSF 1.0, section 7)',
  answer: JSON_OBJECT,
  run: async ({ request }, { signals, origin }) => {
    if (signals === undefined) throw new Problem('not-found', 'no key signs security events here')
    const issuer = issuerOf(request, origin)
    return {
      spec_version: '1_0',
      issuer,
      jwks_uri: `${issuer}/ssf/jwks.json`,
      delivery_methods_supported: ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'],
      configuration_endpoint: `${issuer}/ssf/streams`,
      status_endpoint: `${issuer}/ssf/status`,
      verification_endpoint: `${issuer}/ssf/verify`,
      authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6750' }],
      default_subjects: 'ALL',
    }
  },
})

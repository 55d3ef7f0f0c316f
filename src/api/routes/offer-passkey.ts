import { offerPasskey } from '../../cases/index.ts'
import { passkeySite } from '../login/passkey-site.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const offerOwnPasskey: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/passkeys/offer',
  access: 'session',
  summary: 'Options for navigator.credentials.create; good for five minutes, once',
  answer: JSON_OBJECT,
  run: async ({ caller, request }, { db, clock, origin }) => ({
    ...(await offerPasskey(db, caller().person, clock, passkeySite(request, origin))),
  }),
})

import { offerPasskeyLogin } from '../../cases/index.ts'
import { passkeySite } from '../login/passkey-site.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const offerLoginByPasskey: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/session/passkey/offer',
  access: 'public',
  summary:
    'Options for navigator.credentials.get; they name nobody, and are good for five minutes, once',
  answer: JSON_OBJECT,
  run: async ({ request }, { db, clock, origin }) => ({
    ...(await offerPasskeyLogin(db, clock, passkeySite(request, origin))),
  }),
})

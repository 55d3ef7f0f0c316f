import { z } from 'zod'
import { offerTotp } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const offerOwnTotp: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/totp/offer',
  access: 'session',
  summary: 'A new secret for an authenticator; nothing is kept until a first code confirms it',
  answer: z.object({ secret: z.string(), uri: z.string() }),
  run: async ({ caller }) => offerTotp(caller().person.login),
})

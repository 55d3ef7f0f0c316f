import { z } from 'zod'
import { addTransmitter } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const addSsfTransmitter: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/ssf/transmitters',
  access: 'settings.manage',
  summary: 'Take security events of a transmitter; the token for its pushes is shown once',
  body: z.strictObject({
    issuer: z.url({ protocol: /^https?$/ }).max(500),
    audience: z.string().min(1).max(500),
    jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(20) }),
  }),
  status: 201,
  answer: z.object({ id: z.string(), token: z.string() }),
  run: async ({ body, caller }, { db, clock }) => {
    const transmitter = { ...body, jwks: { keys: body.jwks.keys } }
    return addTransmitter({ db, clock }, caller().person, transmitter)
  },
})

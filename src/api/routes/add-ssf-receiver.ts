import { z } from 'zod'
import { addReceiver } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const addSsfReceiver: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/ssf/receivers',
  access: 'settings.manage',
  summary: 'Let somebody receive security events; the token is shown once',
  body: z.strictObject({
    name: z.string().min(1).max(100),
    audience: z.string().min(1).max(500),
  }),
  status: 201,
  answer: z.object({ id: z.string(), token: z.string() }),
  run: async ({ body, caller }, { db, clock }) => addReceiver({ db, clock }, caller().person, body),
})

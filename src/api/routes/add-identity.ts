import { z } from 'zod'
import { addIdentity } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const addPersonIdentity: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/people/:id/identities',
  access: 'people.manage',
  summary: "Tie a provider's subject to a person; their sessions end",
  params: ID_PARAMS,
  body: z.strictObject({
    issuer: z.url({ protocol: /^https?$/ }).max(500),
    subject: z.string().min(1).max(255),
  }),
  status: 201,
  answer: z.object({}),
  run: async ({ params, body, caller }, { db, clock }) => {
    await addIdentity(db, caller().person, clock, params.id, body)
    return {}
  },
})

import { z } from 'zod'
import { reviewGrant } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const reviewContentGrant: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/privacy/grants/:id/review',
  access: 'privacy.oversee',
  summary: 'Say whether a look at content was justified',
  params: ID_PARAMS,
  body: z.strictObject({
    outcome: z.enum(['justified', 'not-justified']),
    note: z.string().min(1).max(500),
  }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller }, { db, clock }) => {
    await reviewGrant(db, caller().person, clock, params.id, body)
    return {}
  },
})

import { z } from 'zod'
import { askReview } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const askSecondLook: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/reviews',
  access: 'cases.review',
  summary: 'Ask somebody who took no part for a blind second look at a closed case',
  params: ID_PARAMS,
  body: z.strictObject({ reviewer: z.uuid() }),
  status: 201,
  answer: z.object({ review: z.string() }),
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const options = { request: request.id }
    const { person } = caller()
    return { review: await askReview(db, person, clock, params.id, body.reviewer, options) }
  },
})

import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { OUTCOME } from '../case-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const giveReview: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/reviews/:review',
  access: 'cases.review',
  summary: 'Give the blind second look that one was asked for',
  params: z.strictObject({ id: z.uuid(), review: z.uuid() }),
  body: z.strictObject({ outcome: OUTCOME, reason: z.string().min(1).max(2000) }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'reviewed', review: params.review, ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

import { z } from 'zod'
import { mergeCases } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const mergeIntoCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/merge',
  access: 'cases.work',
  summary: 'Merge a case of your own into another, which gets its subjects',
  params: ID_PARAMS,
  body: z.strictObject({ into: z.uuid(), reason: z.string().min(1).max(2000) }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const { into, reason } = body
    const options = { request: request.id }
    return {
      ...(await mergeCases(db, caller().person, clock, params.id, into, reason, options)),
    }
  },
})

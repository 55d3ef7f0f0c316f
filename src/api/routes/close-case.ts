import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { OUTCOME } from '../case-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const closeCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/close',
  access: 'cases.triage',
  summary: 'Close a case with an outcome',
  params: ID_PARAMS,
  body: z.strictObject({
    outcome: OUTCOME,
    reason: z.string().min(1).max(2000),
  }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'closed', ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const setMatrixCell: Route = defineRoute({
  method: 'PUT',
  path: '/api/v1/cases/:id/matrix',
  access: 'cases.work',
  summary: 'Say how evidence speaks to a hypothesis; who said it stands in the case',
  params: ID_PARAMS,
  body: z.strictObject({
    evidence: z.string().min(1).max(200),
    hypothesis: z.string().min(1).max(200),
    value: z.enum(['CC', 'C', 'N', 'I', 'II', 'NA']),
    reason: z.string().min(1).max(2000),
  }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'matrix-set', ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const holdCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/hold',
  access: 'cases.hold',
  summary: 'Put a legal hold on a case: nothing of it is deleted; who asks owns it',
  params: ID_PARAMS,
  body: z.strictObject({ basis: z.string().min(1).max(2000), reviewAt: z.iso.date() }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'held', ...body, owner: caller().person.id } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

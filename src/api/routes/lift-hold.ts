import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const liftHold: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/hold/lift',
  access: 'cases.hold',
  summary: 'Lift a legal hold, with a reason',
  params: ID_PARAMS,
  body: z.strictObject({ reason: z.string().min(1).max(2000) }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'hold-lifted', ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { QUEUE } from '../case-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const queueCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/queue',
  access: 'cases.triage',
  summary: 'Move a case to another queue; it is of nobody then',
  params: ID_PARAMS,
  body: z.strictObject({ queue: QUEUE }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'queued', ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const addCaseNote: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/notes',
  access: 'cases.note',
  summary: 'Add a note; public ones may be told to the user',
  params: ID_PARAMS,
  body: z.strictObject({
    visibility: z.enum(['internal', 'public']),
    text: z.string().min(1).max(10_000),
  }),
  status: 201,
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'noted', ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

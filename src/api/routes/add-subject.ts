import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { SUBJECT } from '../case-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const addCaseSubject: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/subjects',
  access: 'cases.work',
  summary: 'Add what a case is about',
  params: ID_PARAMS,
  body: z.strictObject({ subject: SUBJECT }),
  status: 201,
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'subject-added', ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

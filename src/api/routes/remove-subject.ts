import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { SUBJECT } from '../case-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const removeCaseSubject: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/subjects/remove',
  access: 'cases.work',
  summary: 'Take a subject out of a case, with a reason',
  params: ID_PARAMS,
  body: z.strictObject({ subject: SUBJECT, reason: z.string().min(1).max(2000) }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'subject-removed', ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

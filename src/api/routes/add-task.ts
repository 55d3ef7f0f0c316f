import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const addCaseTask: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/tasks',
  access: 'cases.work',
  summary: 'Add a task to a case of your own',
  params: ID_PARAMS,
  body: z.strictObject({ text: z.string().min(1).max(2000) }),
  status: 201,
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const event = { kind: 'task-added', task: randomUUID(), ...body } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

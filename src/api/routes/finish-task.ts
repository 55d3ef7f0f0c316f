import { z } from 'zod'
import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const finishCaseTask: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/tasks/:task/done',
  access: 'cases.work',
  summary: 'Mark a task as done',
  params: z.strictObject({ id: z.uuid(), task: z.uuid() }),
  answer: JSON_OBJECT,
  run: async ({ params, caller, request }, { db, clock }) => {
    const event = { kind: 'task-done', task: params.task } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

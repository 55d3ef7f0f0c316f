import { z } from 'zod'
import { splitCase } from '../../cases/index.ts'
import { SUBJECT } from '../case-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const splitOneCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/split',
  access: 'cases.work',
  summary: 'Move some subjects of a case of your own into a new one',
  params: ID_PARAMS,
  body: z.strictObject({
    subjects: z.array(SUBJECT).min(1).max(1000),
    title: z.string().min(1).max(200),
    reason: z.string().min(1).max(2000),
  }),
  status: 201,
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const options = { request: request.id }
    return { ...(await splitCase(db, caller().person, clock, params.id, body, options)) }
  },
})

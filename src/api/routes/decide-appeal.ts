import { z } from 'zod'
import { decideAppeal } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const decideOneAppeal: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/appeals/:id/decide',
  access: 'appeals.decide',
  summary: 'Decide an appeal, as somebody who took no part',
  params: ID_PARAMS,
  body: z.strictObject({
    decision: z.enum(['upheld', 'overturned']),
    reason: z.string().min(1).max(2000),
  }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller }, { actions }) => ({
    ...(await decideAppeal(actions, caller().person, params.id, body)),
  }),
})

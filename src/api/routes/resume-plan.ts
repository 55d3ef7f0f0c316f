import { z } from 'zod'
import { resumePlan } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const resumeHeldPlan: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/plans/:id/resume',
  access: 'plans.execute',
  summary: 'Let go what was held back after the first ones, on your word',
  params: ID_PARAMS,
  body: z.strictObject({ reason: z.string().min(1).max(2000) }),
  status: 202,
  answer: JSON_OBJECT,
  run: async ({ params, body, caller }, { actions }) => {
    await resumePlan(actions, caller().person, params.id, body.reason)
    return {}
  },
})

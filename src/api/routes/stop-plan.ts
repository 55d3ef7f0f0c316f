import { z } from 'zod'
import { stopPlan } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const stopRunningPlan: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/plans/:id/stop',
  access: 'plans.execute',
  summary: 'Stop a plan; what was not sent never will be',
  params: ID_PARAMS,
  body: z.strictObject({ reason: z.string().min(1).max(2000) }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller }, { actions }) => {
    await stopPlan(actions, caller().person, params.id, body.reason)
    return {}
  },
})

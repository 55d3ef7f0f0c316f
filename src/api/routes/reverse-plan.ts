import { z } from 'zod'
import { reversePlan } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const reverseOnePlan: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/plans/:id/reverse',
  access: 'plans.execute',
  summary: 'Take back what a plan did, or some of its actions; one person is enough',
  params: ID_PARAMS,
  body: z.strictObject({
    reason: z.string().min(1).max(2000),
    actions: z.array(z.uuid()).min(1).max(1000).optional(),
  }),
  status: 202,
  answer: z.object({ plan: z.string() }),
  run: async ({ params, body, caller }, { actions }) => {
    const { reason, actions: ids } = body
    const reversal = { reason, ...(ids === undefined ? {} : { actions: ids }) }
    return { plan: await reversePlan(actions, caller().person, params.id, reversal) }
  },
})

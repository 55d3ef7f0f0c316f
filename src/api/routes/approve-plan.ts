import { z } from 'zod'
import { approvePlan } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const approveProposal: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/plans/:id/approve',
  access: 'plans.approve',
  summary: "Approve exactly the plan of this hash, in one of one's roles",
  params: ID_PARAMS,
  body: z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), role: z.string().max(100) }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller }, { actions }) => {
    await approvePlan(actions, caller().person, params.id, body)
    return {}
  },
})

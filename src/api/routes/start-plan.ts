import { startPlan } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const startApprovedPlan: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/plans/:id/start',
  access: 'plans.execute',
  summary: 'Start an approved plan; what is to be done is in the outbox then',
  params: ID_PARAMS,
  status: 202,
  answer: JSON_OBJECT,
  run: async ({ params, caller }, { actions }) => {
    await startPlan(actions, caller().person, params.id)
    return {}
  },
})

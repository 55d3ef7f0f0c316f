import { proposePlan } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const proposeDraft: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/plans/:id/propose',
  access: 'plans.propose',
  summary: 'Put a draft before the approvers',
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params, caller }, { actions }) => {
    await proposePlan(actions, caller().person, params.id)
    return {}
  },
})

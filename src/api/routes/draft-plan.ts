import { z } from 'zod'
import { draftPlan, groundPlan } from '../../actions/index.ts'
import { PLAN } from '../plan-schemas.ts'
import { defineRoute, type Route } from '../route.ts'

export const draftNewPlan: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/plans',
  access: 'plans.propose',
  summary: 'Write down a plan; it binds nobody yet',
  body: PLAN,
  status: 201,
  answer: z.object({ id: z.string(), hash: z.string() }),
  run: async ({ body, caller }, { actions }) =>
    draftPlan(actions, caller().person, await groundPlan(actions, body)),
})

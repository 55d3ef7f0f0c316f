import { z } from 'zod'
import { issueAppealToken } from '../../actions/index.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const issueToken: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/actions/:id/appeal-token',
  access: 'plans.execute',
  summary: 'A token for the notice to the holder; shown once',
  params: ID_PARAMS,
  status: 201,
  answer: z.object({ token: z.string() }),
  run: async ({ params }, { actions }) => {
    const { db } = actions
    const action = db.selectFrom('plan_actions').select('id').where('id', '=', params.id)
    if ((await action.executeTakeFirst()) === undefined)
      throw new Problem('not-found', 'no action has this id')
    return { token: await issueAppealToken(actions, params.id) }
  },
})

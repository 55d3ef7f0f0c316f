import { readPlan, statementOfReasons } from '../../actions/index.ts'
import { GROUNDS } from '../plan-schemas.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const makeStatement: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/actions/:id/statement',
  access: 'plans.read',
  summary: 'The statement of reasons for an action (DSA, article 17)',
  params: ID_PARAMS,
  body: GROUNDS,
  answer: JSON_OBJECT,
  run: async ({ params, body }, { actions: { db } }) => {
    const row = await db
      .selectFrom('plan_actions as a')
      .innerJoin('plans as p', 'p.id', 'a.plan_id')
      .select(['a.id', 'a.target_id', 'a.created_at', 'p.content'])
      .where('a.id', '=', params.id)
      .executeTakeFirst()
    if (row === undefined) throw new Problem('not-found', 'no action has this id')
    const action = { id: row.id, target: row.target_id, appliedAt: row.created_at }
    return { ...statementOfReasons(action, readPlan(row.content), body) }
  },
})

import { readPlan } from '../../actions/index.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const readOnePlan: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/plans/:id',
  access: 'plans.read',
  summary: 'A plan, its state, and what became of each action',
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params }, { actions: { db } }) => {
    const plan = await db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', params.id)
      .executeTakeFirst()
    if (plan === undefined) throw new Problem('not-found', 'no plan has this id')
    const actions = await db
      .selectFrom('plan_actions')
      .select(['id', 'direction', 'action', 'target_kind', 'target_id', 'state', 'due_at', 'note'])
      .where('plan_id', '=', params.id)
      .orderBy('position')
      .execute()
    return {
      id: plan.id,
      state: plan.state,
      hash: plan.hash,
      proposedBy: plan.proposed_by,
      approversNeeded: plan.approvers_needed,
      content: readPlan(plan.content),
      actions: actions.map(({ target_kind, target_id, due_at, ...action }) => ({
        ...action,
        target: { kind: target_kind, id: target_id },
        dueAt: due_at,
      })),
    }
  },
})

import { type ActionsDeps, audit, type Trx } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { nextState, type PlanEvent, type PlanState } from '../plan-states.ts'
import type { PlanRow } from '../tables.ts'

/** Reads a plan and holds it to the end of the transaction, so that two people's changes come one after the other. */
export async function lockPlan(trx: Trx, id: string): Promise<PlanRow> {
  const plan = await trx
    .selectFrom('plans')
    .where('id', '=', id)
    .selectAll()
    .forUpdate()
    .executeTakeFirst()
  if (plan === undefined)
    throw actionsError('WB_ACTIONS_NO_PLAN', `no plan has the id ${JSON.stringify(id)}`, {
      hint: 'list the plans of the case',
    })
  return plan
}

export interface Move {
  readonly event: PlanEvent
  readonly by: string
  readonly reason: string
  readonly set?: Partial<PlanRow>
}

/** Moves a locked plan on: the row, its event and the audit entry in one transaction. Throws WB_ACTIONS_STATE. */
export async function movePlan(
  deps: ActionsDeps,
  trx: Trx,
  plan: PlanRow,
  { event, by, reason, set = {} }: Move,
): Promise<PlanRow> {
  const to = demandNext(plan, event)
  const at = deps.clock()
  const next: PlanRow = { ...plan, ...set, state: to }
  await trx.updateTable('plans').set(next).where('id', '=', plan.id).execute()
  await trx
    .insertInto('plan_events')
    .values({
      plan_id: plan.id,
      at,
      by,
      event,
      from_state: plan.state,
      to_state: to,
      reason,
      hash: next.hash,
    })
    .execute()
  await audit(trx, {
    at,
    by,
    action: `plan.${event}`,
    subject: `plan:${plan.id}`,
    reason,
    before: { state: plan.state, hash: plan.hash },
    after: { state: to, hash: next.hash },
  })
  return next
}

/** The state after an event. Throws WB_ACTIONS_STATE when the event cannot happen to the plan as it is. */
export function demandNext(plan: PlanRow, event: PlanEvent): PlanState {
  const to = nextState(plan.state, event)
  if (to !== undefined) return to
  throw actionsError('WB_ACTIONS_STATE', `a plan that is ${plan.state} cannot ${event}`, {
    hint: 'look at the plan again: somebody else may have moved it on',
  })
}

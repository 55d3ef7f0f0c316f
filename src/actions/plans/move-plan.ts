import type { ActionPermission, ActionsDeps, Person, Trx } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { nextState, type PlanEvent } from '../plan-states.ts'
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
  const to = nextState(plan.state, event)
  if (to === undefined)
    throw actionsError('WB_ACTIONS_STATE', `a plan that is ${plan.state} cannot ${event}`, {
      hint: 'look at the plan again: somebody else may have moved it on',
    })
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
  await deps.audit(trx, {
    at,
    by,
    action: `plan.${event}`,
    subject: `plan ${plan.id}`,
    reason,
    before: { state: plan.state, hash: plan.hash },
    after: { state: to, hash: next.hash },
  })
  return next
}

/** Throws WB_ACTIONS_FORBIDDEN unless the person may. */
export function demand(deps: ActionsDeps, person: Person, permission: ActionPermission): void {
  if (!deps.may(person, permission))
    throw actionsError('WB_ACTIONS_FORBIDDEN', `found no right to ${permission}`, {
      hint: 'ask somebody whose role has it',
    })
}

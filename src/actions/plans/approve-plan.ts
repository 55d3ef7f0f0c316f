import { demand, type Person } from '../../cases/index.ts'
import { type ActionsDeps, plusMinutes, type Trx } from '../deps.ts'
import { actionsError } from '../errors.ts'
import type { ApprovalRow, PlanRow } from '../tables.ts'
import { readPlan } from './content.ts'
import { lockPlan, movePlan } from './move-plan.ts'

/** An approval dated further ahead than this was made under a clock that is wrong. */
const SKEW_MINUTES = 5

/**
 * Approves exactly what was seen: `hash` is that of the plan as it was shown. `role` is the role in which the person does
 * it; two approvals that are needed come from two people in two roles.
 *
 * Throws WB_ACTIONS_CHANGED when the plan is another by now, WB_ACTIONS_FOUR_EYES for its proposer, the last editor of its
 * evidence, and whoever approved it already.
 */
export async function approvePlan(
  deps: ActionsDeps,
  person: Person,
  id: string,
  { hash, role }: { readonly hash: string; readonly role: string },
): Promise<void> {
  demand(inRole(person, role), 'plans.approve')
  await deps.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    if (plan.hash !== hash)
      throw actionsError('WB_ACTIONS_CHANGED', 'the plan was edited since it was looked at', {
        hint: 'look at it again, and approve the plan as it is now',
      })
    const before = await validApprovals(deps, trx, plan)
    refuseOwn(plan, person, before)
    const at = deps.clock()
    const expires = plusMinutes(at, deps.safeguards.approvalHours * 60)
    const approval = { plan_id: id, hash, by: person.id, role, at, expires_at: expires }
    await trx.insertInto('plan_approvals').values(approval).execute()
    const isEnough = enough(plan, [...before, approval])
    const reason = `as ${role}`
    const event = isEnough ? 'approve' : 'endorse'
    await movePlan(deps, trx, plan, { event, by: person.id, reason })
  })
}

/** Approvals of this very content that have not run out, nor lie in the future. */
export async function validApprovals(
  deps: ActionsDeps,
  trx: Trx,
  plan: PlanRow,
): Promise<readonly ApprovalRow[]> {
  const now = deps.clock()
  return trx
    .selectFrom('plan_approvals')
    .where('plan_id', '=', plan.id)
    .where('hash', '=', plan.hash)
    .where('expires_at', '>', now)
    .where('at', '<=', plusMinutes(now, SKEW_MINUTES))
    .selectAll()
    .execute()
}

/** Enough people, and when two are needed, in two roles. */
export function enough(plan: PlanRow, approvals: readonly ApprovalRow[]): boolean {
  const people = new Set(approvals.map(({ by }) => by))
  const roles = new Set(approvals.map(({ role }) => role))
  return people.size >= plan.approvers_needed && roles.size >= plan.approvers_needed
}

/** The person with that one of their roles, or with none when they do not have it. */
export function inRole(person: Person, role: string): Person {
  return { id: person.id, roles: person.roles.filter((held) => held === role) }
}

function refuseOwn(plan: PlanRow, person: Person, before: readonly ApprovalRow[]): void {
  if (plan.proposed_by === person.id) throw ownEyes('proposed it')
  if (readPlan(plan.content).evidence.some(({ by }) => by === person.id))
    throw ownEyes('was the last to edit evidence of it')
  if (before.some(({ by }) => by === person.id)) throw ownEyes('approved it already')
}

function ownEyes(what: string): Error {
  return actionsError('WB_ACTIONS_FOUR_EYES', `the approver ${what}`, {
    hint: 'somebody else has to look at it',
  })
}

import { randomUUID } from 'node:crypto'
import { demand, type Person } from '../../cases/index.ts'
import { type ActionsDeps, audit, type Trx } from '../deps.ts'
import { LADDER } from '../ladder.ts'
import { type PlanContent, sealPlan } from './content.ts'
import { lockPlan, movePlan } from './move-plan.ts'

/** Writes down a plan as a draft, which binds nobody. Gives its id and the hash of its exact content. */
export async function draftPlan(
  deps: ActionsDeps,
  person: Person,
  content: PlanContent,
): Promise<{ readonly id: string; readonly hash: string }> {
  demand(person, 'plans.propose')
  return deps.db.transaction().execute((trx) => insertPlan(deps, trx, person.id, content, {}))
}

interface PlanExtras {
  readonly breakGlass?: boolean
  readonly reverses?: string
  readonly appealId?: string
}

/** Inserts a draft within a transaction of the caller. */
export async function insertPlan(
  deps: ActionsDeps,
  trx: Trx,
  by: string,
  content: PlanContent,
  { breakGlass = false, reverses, appealId }: PlanExtras,
): Promise<{ readonly id: string; readonly hash: string }> {
  const id = randomUUID()
  const { text, hash } = sealPlan(content)
  const at = deps.clock()
  await trx
    .insertInto('plans')
    .values({
      id,
      state: 'draft',
      content: text,
      hash,
      proposed_by: by,
      proposed_at: null,
      approvers_needed: approversNeeded(deps, content),
      break_glass: breakGlass,
      review_due: null,
      reviewed_by: null,
      started_by: null,
      started_at: null,
      reverses: reverses ?? null,
      appeal_id: appealId ?? null,
      created_at: at,
    })
    .execute()
  await audit(trx, { at, by, action: 'plan.draft', subject: `plan:${id}`, after: { hash } })
  return { id, hash }
}

/** Two for the heavy rungs, for many accounts, and for protected ones; otherwise one. */
export function approversNeeded(deps: ActionsDeps, { action, targets }: PlanContent): number {
  const isHeavy = LADDER[action].twoApprovers
  const isMany = targets.length > deps.safeguards.twoApproversOver
  return isHeavy || isMany || targets.some((target) => target.protected) ? 2 : 1
}

/**
 * Changes a plan that is not under way. It becomes a draft of whoever changed it, and whatever approvals it had are of
 * another hash and count no more.
 */
export async function editPlan(
  deps: ActionsDeps,
  person: Person,
  id: string,
  content: PlanContent,
): Promise<{ readonly hash: string }> {
  demand(person, 'plans.propose')
  const { text, hash } = sealPlan(content)
  await deps.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    const set = {
      content: text,
      hash,
      proposed_by: person.id,
      proposed_at: null,
      approvers_needed: approversNeeded(deps, content),
    }
    await movePlan(deps, trx, plan, { event: 'edit', by: person.id, reason: 'edited', set })
  })
  return { hash }
}

/** Puts a draft before the approvers. Whoever does is its proposer, and will not approve it. */
export async function proposePlan(deps: ActionsDeps, person: Person, id: string): Promise<void> {
  demand(person, 'plans.propose')
  await deps.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    const set = { proposed_by: person.id, proposed_at: deps.clock() }
    await movePlan(deps, trx, plan, { event: 'propose', by: person.id, reason: 'proposed', set })
  })
}

/** Ends a plan that is not under way. */
export async function cancelPlan(
  deps: ActionsDeps,
  person: Person,
  id: string,
  reason: string,
): Promise<void> {
  demand(person, 'plans.propose')
  await deps.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    await movePlan(deps, trx, plan, { event: 'cancel', by: person.id, reason })
  })
}

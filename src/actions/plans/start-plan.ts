import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { demand, may, type Person } from '../../cases/index.ts'
import { type ActionsDeps, audit, plusMinutes, SYSTEM, type Trx } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { LADDER } from '../ladder.ts'
import type { ActionRow, PlanRow } from '../tables.ts'
import { enough, inRole, validApprovals } from './approve-plan.ts'
import { type PlanContent, readPlan } from './content.ts'
import { demandNext, lockPlan, movePlan } from './move-plan.ts'
import { insertPlan } from './propose-plan.ts'

/** All starts come one after the other under this lock, so that two cannot both find room under the daily cap. */
const START_LOCK = 7_203_771

/**
 * Starts an approved plan, or schedules it when it is not to begin yet. Rights and approvals are looked at again now. What
 * is to be done is in the outbox when this returns; nothing has been done.
 *
 * Throws WB_ACTIONS_APPROVAL when approvals have run out or an approver has lost the right, WB_ACTIONS_CAP over a cap.
 */
export async function startPlan(deps: ActionsDeps, person: Person, id: string): Promise<void> {
  demand(person, 'plans.execute')
  await deps.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    const { notBefore } = readPlan(plan.content)
    if (plan.state === 'approved' && notBefore > deps.clock()) {
      await demandApprovals(deps, trx, plan)
      const set = { started_by: person.id }
      await movePlan(deps, trx, plan, { event: 'schedule', by: person.id, reason: notBefore, set })
    } else await begin(deps, trx, plan, person.id)
  })
}

/**
 * Starts the scheduled plans whose time has come, and ends those whose approvals or time ran out. Gives how many moved. One
 * that is refused (a cap, an approver who lost the right) waits until its approvals run out, and keeps no other from moving;
 * the first refusal is thrown after the rest.
 */
export async function advancePlans(deps: ActionsDeps): Promise<number> {
  const proposedBy = plusMinutes(deps.clock(), -deps.safeguards.proposalHours * 60)
  const waiting = await deps.db
    .selectFrom('plans')
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['approved', 'scheduled']),
        eb.and([eb('state', '=', 'proposed'), eb('proposed_at', '<=', proposedBy)]),
      ]),
    )
    .select('id')
    .orderBy('created_at')
    .execute()
  let moved = 0
  const refusals: unknown[] = []
  for (const { id } of waiting)
    try {
      if (await deps.db.transaction().execute((trx) => advancePlan(deps, trx, id))) moved += 1
    } catch (cause) {
      refusals.push(cause)
    }
  if (refusals.length > 0) throw refusals[0]
  return moved
}

async function advancePlan(deps: ActionsDeps, trx: Trx, id: string): Promise<boolean> {
  const plan = await lockPlan(trx, id)
  const now = deps.clock()
  const approvals = await validApprovals(deps, trx, plan)
  const lapsesAt = plusMinutes(plan.proposed_at ?? now, deps.safeguards.proposalHours * 60)
  const isLapsed =
    plan.state === 'proposed'
      ? lapsesAt <= now
      : (plan.state === 'approved' || plan.state === 'scheduled') && !enough(plan, approvals)
  if (isLapsed) {
    await movePlan(deps, trx, plan, { event: 'expire', by: SYSTEM, reason: 'ran out' })
    return true
  }
  if (plan.state !== 'scheduled' || readPlan(plan.content).notBefore > now) return false
  await begin(deps, trx, plan, plan.started_by ?? SYSTEM)
  return true
}

/**
 * Break glass: one person suspends a few accounts at once, for a limited time, and somebody else has to look at it
 * afterwards. Never a termination. Gives the plan's id. Throws WB_ACTIONS_BREAK_GLASS.
 */
export async function suspendInEmergency(
  deps: ActionsDeps,
  person: Person,
  content: PlanContent,
  reason: string,
): Promise<string> {
  demand(person, 'plans.execute')
  const { breakGlassTargetsMax, breakGlassHours } = deps.safeguards
  const now = deps.clock()
  const until = String(content.parameters['until'] ?? '')
  const latest = plusMinutes(now, breakGlassHours * 60)
  const isFew = content.targets.length <= breakGlassTargetsMax
  const isPlain = !content.targets.some((target) => target.protected)
  if (!LADDER[content.action].breakGlass || !isFew || !isPlain || until > latest || reason === '')
    throw actionsError(
      'WB_ACTIONS_BREAK_GLASS',
      `one person alone may suspend up to ${breakGlassTargetsMax} accounts that are not protected, until ${latest} at most, and says why`,
      { hint: 'propose a plan for anything else' },
    )
  return deps.db.transaction().execute(async (trx) => {
    const { id } = await insertPlan(deps, trx, person.id, content, { breakGlass: true })
    let plan = await lockPlan(trx, id)
    for (const event of ['propose', 'approve'] as const)
      plan = await movePlan(deps, trx, plan, { event, by: person.id, reason })
    await enqueue(deps, trx, plan, person.id, { review_due: latest })
    return id
  })
}

/** Somebody else's look at what was done under break glass. */
export async function reviewEmergency(
  deps: ActionsDeps,
  person: Person,
  id: string,
  reason: string,
): Promise<void> {
  demand(person, 'plans.approve')
  await deps.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    if (!plan.break_glass || plan.reviewed_by !== null || plan.proposed_by === person.id)
      throw actionsError('WB_ACTIONS_FOUR_EYES', 'the plan waits for no review by this person', {
        hint: 'somebody else than who broke the glass reviews it, once',
      })
    await trx.updateTable('plans').set({ reviewed_by: person.id }).where('id', '=', id).execute()
    const entry = { at: deps.clock(), by: person.id, subject: `plan:${id}`, reason }
    await audit(trx, { ...entry, action: 'plan.review' })
  })
}

async function begin(deps: ActionsDeps, trx: Trx, plan: PlanRow, by: string): Promise<void> {
  demandNext(plan, 'start')
  await demandApprovals(deps, trx, plan)
  await enqueue(deps, trx, plan, by, {})
}

async function demandApprovals(deps: ActionsDeps, trx: Trx, plan: PlanRow): Promise<void> {
  const standing = []
  for (const approval of await validApprovals(deps, trx, plan)) {
    const person = await deps.findPerson(approval.by, trx)
    if (person !== undefined && may(inRole(person, approval.role), 'plans.approve'))
      standing.push(approval)
  }
  if (!enough(plan, standing))
    throw actionsError(
      'WB_ACTIONS_APPROVAL',
      `found ${standing.length} approval(s) that still hold, wanted ${plan.approvers_needed} by different people in different roles`,
      { hint: 'have the plan approved (again)' },
    )
}

/** Intent first: the state, one row for each target, and the audit entry, all in one transaction. */
async function enqueue(
  deps: ActionsDeps,
  trx: Trx,
  plan: PlanRow,
  by: string,
  more: Partial<PlanRow>,
): Promise<void> {
  const content = readPlan(plan.content)
  await demandRoom(deps, trx, content.targets.length)
  const now = deps.clock()
  const set = { ...more, started_by: by, started_at: now }
  await movePlan(deps, trx, plan, { event: 'start', by, reason: 'started', set })
  await trx
    .insertInto('plan_actions')
    .values(actionsOf(deps, plan.id, content))
    .execute()
}

async function demandRoom(deps: ActionsDeps, trx: Trx, targets: number): Promise<void> {
  const { targetsMax, targetsPerDayMax } = deps.safeguards
  await sql`select pg_advisory_xact_lock(${START_LOCK})`.execute(trx)
  const { count } = await trx
    .selectFrom('plan_actions')
    .where('direction', '=', 'apply')
    .where('created_at', '>', plusMinutes(deps.clock(), -24 * 60))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (targets > targetsMax || count + targets > targetsPerDayMax)
    throw actionsError(
      'WB_ACTIONS_CAP',
      `found ${targets} targets and ${count} of the last 24 hours, wanted at most ${targetsMax} in a plan and ${targetsPerDayMax} in all`,
      { hint: 'act on fewer; the caps are settings that an administrator changes on record' },
    )
}

function actionsOf(deps: ActionsDeps, planId: string, content: PlanContent): ActionRow[] {
  const now = deps.clock()
  const { until } = content.parameters
  const order = content.targets.map((target) => ({ target, key: deps.random() }))
  order.sort((a, b) => a.key - b.key)
  return order.map(({ target }, position) => ({
    id: randomUUID(),
    plan_id: planId,
    position,
    direction: 'apply',
    reverts: null,
    handed_to: null,
    action: content.action,
    target_kind: target.kind,
    target_id: target.id,
    wave: position < deps.safeguards.canary ? 0 : 1,
    state: position < deps.safeguards.canary ? 'due' : 'held',
    due_at: now,
    ends_at: until === undefined ? null : String(until),
    attempts: 0,
    readings: 0,
    memory: null,
    note: '',
    lease_by: null,
    lease_until: null,
    created_at: now,
    ended_at: null,
  }))
}

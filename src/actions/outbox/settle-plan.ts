import { type ActionsDeps, plusMinutes, SYSTEM, type Trx } from '../deps.ts'
import { lockPlan, movePlan } from '../plans/move-plan.ts'
import { faultsAround } from './faults-around.ts'
import { releaseHeld } from '../plans/reverse-plan.ts'
import type { ActionState, PlanRow } from '../tables.ts'

const UNDER_WAY: readonly ActionState[] = ['due', 'prepared', 'sending', 'applied']
const UNSENT: readonly ActionState[] = ['held', 'due', 'prepared', 'sending']
const WRONG: readonly ActionState[] = ['refused', 'failed']
const BY = SYSTEM

interface ActionEnd {
  readonly state: ActionState
  readonly ended_at: string | null
}

/** Moves a plan on as its actions have come along. Runs in the transaction that wrote what an action gave. */
export async function settlePlan(deps: ActionsDeps, trx: Trx, id: string): Promise<void> {
  let plan = await lockPlan(trx, id)
  const actions: readonly ActionEnd[] = await trx
    .selectFrom('plan_actions')
    .where('plan_id', '=', id)
    .select(['state', 'ended_at'])
    .execute()
  const wrong = actions.filter(({ state }) => WRONG.includes(state)).length
  const has = (states: readonly ActionState[]) =>
    actions.some(({ state }) => states.includes(state))
  if (plan.state === 'executing') {
    if (has(['held'])) return judgeCanary(deps, trx, plan, actions, wrong)
    if (has(UNSENT)) return
    if (wrong === 0) {
      plan = await movePlan(deps, trx, plan, {
        event: 'execute',
        by: BY,
        reason: 'all was applied',
      })
      await closeReversed(deps, trx, plan)
    } else if (!has(UNDER_WAY)) return failed(deps, trx, plan, wrong)
  }
  if (plan.state !== 'executed' || has(UNDER_WAY)) return
  if (wrong > 0) return failed(deps, trx, plan, wrong)
  // What cannot be seen is not claimed: such a plan stays `executed`.
  if (has(['unverified'])) return
  await movePlan(deps, trx, plan, { event: 'verify', by: BY, reason: 'all was read back' })
}

/** Judges canaries whose time of waiting has passed. Gives how many plans were looked at. */
export async function settleWaiting(deps: ActionsDeps): Promise<number> {
  const waiting = await deps.db
    .selectFrom('plans')
    .where('state', '=', 'executing')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('plan_actions as a')
          .whereRef('a.plan_id', '=', 'plans.id')
          .where('a.state', '=', 'held')
          .select('a.id'),
      ),
    )
    .select('id')
    .execute()
  for (const { id } of waiting)
    await deps.db.transaction().execute((trx) => settlePlan(deps, trx, id))
  return waiting.length
}

/** The rest goes on only when the first ones went well, nobody appealed, and some time has passed. */
async function judgeCanary(
  deps: ActionsDeps,
  trx: Trx,
  plan: PlanRow,
  actions: readonly ActionEnd[],
  wrong: number,
): Promise<void> {
  if (actions.some(({ state }) => UNDER_WAY.includes(state))) return
  const outside = deps.health?.(plan.id) ?? []
  const reasons = [...(outside === 'wait' ? [] : outside), ...(await faultsAround(deps, trx, plan))]
  if (wrong > 0) reasons.push(`${wrong} of the first ones went wrong`)
  const { count } = await trx
    .selectFrom('appeals')
    .where('plan_id', '=', plan.id)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count > 0) reasons.push(`${count} of the first ones appealed`)
  if (reasons.length > 0) {
    const reason = `the rest is held back: ${reasons.join('; ')}`
    await movePlan(deps, trx, plan, { event: 'fail', by: BY, reason })
    return
  }
  const last = actions.reduce((latest, { ended_at }) => maxOf(latest, ended_at ?? ''), '')
  const isTime = plusMinutes(last, deps.safeguards.canaryMinutes) <= deps.clock()
  if (isTime && outside !== 'wait') await releaseHeld(deps, trx, plan.id)
}

function maxOf(a: string, b: string): string {
  return a > b ? a : b
}

async function failed(deps: ActionsDeps, trx: Trx, plan: PlanRow, wrong: number): Promise<void> {
  const reason = `${wrong} action(s) were refused, given up or had no effect`
  await movePlan(deps, trx, plan, { event: 'fail', by: BY, reason })
}

/** A plan is reversed when each of its actions that had, or may have had, an effect was taken back. */
async function closeReversed(deps: ActionsDeps, trx: Trx, reversing: PlanRow): Promise<void> {
  if (reversing.reverses === null) return
  const plan = await lockPlan(trx, reversing.reverses)
  const left = await trx
    .selectFrom('plan_actions as a')
    .where('a.plan_id', '=', plan.id)
    .where('a.state', 'not in', ['cancelled', 'refused', 'skipped'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('plan_actions as r')
            .whereRef('r.reverts', '=', 'a.id')
            .where('r.state', 'in', ['applied', 'verified', 'unverified', 'skipped', 'handed-on'])
            .select('r.id'),
        ),
      ),
    )
    .select('a.id')
    .executeTakeFirst()
  if (left === undefined && ['executed', 'verified', 'partially_failed'].includes(plan.state))
    await movePlan(deps, trx, plan, { event: 'reverse', by: BY, reason: `by plan ${reversing.id}` })
}

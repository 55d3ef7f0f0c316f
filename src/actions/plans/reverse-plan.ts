import { randomUUID } from 'node:crypto'
import { demand, type Person } from '../../cases/index.ts'
import { type ActionsDeps, plusMinutes, SYSTEM, type Trx } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { LADDER } from '../ladder.ts'
import { notTakenBack } from '../not-taken-back.ts'
import type { ActionRow, LessonRow, PlanRow } from '../tables.ts'
import { readPlan } from './content.ts'
import { lockPlan, movePlan } from './move-plan.ts'
import { insertPlan } from './propose-plan.ts'

export interface Reversal {
  readonly reason: string
  /** The actions to take back; all that the plan did when left out. */
  readonly actions?: readonly string[]
}

/**
 * Takes a plan's actions back, by a plan of its own. One person with the right is enough: undoing must be easier than
 * doing. A plan under way is stopped first; what was not sent yet is never sent. It counts as a reinstatement without
 * appeal, a lesson. Gives the id of the reversing plan. Throws WB_ACTIONS_NOTHING_TO_REVERSE.
 */
export async function reversePlan(
  deps: ActionsDeps,
  person: Person,
  id: string,
  reversal: Reversal,
): Promise<string> {
  demand(person, 'plans.execute')
  return deps.db.transaction().execute((trx) => {
    const more = { by: person.id, lesson: 'reinstated' } as const
    return reverseActions(deps, trx, id, { ...reversal, ...more })
  })
}

/** Stops a plan under way: what is not sent stays unsent, what is being sent is found out about. */
export async function stopPlan(
  deps: ActionsDeps,
  person: Person,
  id: string,
  reason: string,
): Promise<void> {
  demand(person, 'plans.execute')
  await deps.db.transaction().execute(async (trx) => {
    await stop(deps, trx, await lockPlan(trx, id), person.id, reason)
  })
}

/** Goes on after a canary that did not look well, on somebody's word: what was held back is let go. */
export async function resumePlan(
  deps: ActionsDeps,
  person: Person,
  id: string,
  reason: string,
): Promise<void> {
  demand(person, 'plans.execute')
  await deps.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    await movePlan(deps, trx, plan, { event: 'resume', by: person.id, reason })
    await releaseHeld(deps, trx, id)
  })
}

/** Lets what was held back go, spread over the jitter. */
export async function releaseHeld(deps: ActionsDeps, trx: Trx, planId: string): Promise<void> {
  const held = await trx
    .selectFrom('plan_actions')
    .where('plan_id', '=', planId)
    .where('state', '=', 'held')
    .select('id')
    .orderBy('position')
    .execute()
  for (const { id } of held) {
    const due = plusMinutes(deps.clock(), deps.random() * deps.safeguards.jitterMinutes)
    await trx
      .updateTable('plan_actions')
      .set({ state: 'due', due_at: due })
      .where('id', '=', id)
      .execute()
  }
}

/** Takes back what has an end that has passed. Gives how many plans of reversal were made. */
export async function endExpired(deps: ActionsDeps): Promise<number> {
  const ended = await deps.db
    .selectFrom('plan_actions as a')
    .where('a.direction', '=', 'apply')
    .where('a.ends_at', '<=', deps.clock())
    .where('a.state', 'in', ['applied', 'verified', 'unverified'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('plan_actions as r').whereRef('r.reverts', '=', 'a.id').select('r.id'),
        ),
      ),
    )
    .select(['a.id', 'a.plan_id'])
    .execute()
  const plans = new Set(ended.map(({ plan_id }) => plan_id))
  for (const plan of plans)
    await deps.db.transaction().execute(async (trx) => {
      const actions = ended.filter(({ plan_id }) => plan_id === plan).map(({ id }) => id)
      await reverseActions(deps, trx, plan, { by: SYSTEM, reason: 'its end has come', actions })
    })
  return plans.size
}

/** Reverses within a transaction of the caller. */
export async function reverseActions(
  deps: ActionsDeps,
  trx: Trx,
  id: string,
  how: Reversal & {
    readonly by: string
    readonly lesson?: LessonRow['kind']
    readonly appealId?: string
  },
): Promise<string> {
  const plan = await lockPlan(trx, id)
  const content = readPlan(plan.content)
  if (plan.reverses !== null || LADDER[content.action].inverse === null)
    throw nothing(`${plan.reverses === null ? content.action : 'a reversal'} cannot be taken back`)
  const rows = await reversible(trx, id, how.actions)
  if (rows.length === 0) throw nothing('nothing of the plan is in effect, or all is taken back')
  if (plan.state === 'executing' && how.actions === undefined)
    await stop(deps, trx, plan, how.by, how.reason)
  else await cancelUnsent(deps, trx, id, rows)
  const chosen = new Set(rows.map((row) => row.target_id))
  const targets = content.targets.filter((target) => chosen.has(target.id))
  const extras = { reverses: id, ...(how.appealId === undefined ? {} : { appealId: how.appealId }) }
  const made = await insertPlan(deps, trx, how.by, { ...content, targets, notBefore: '' }, extras)
  let reversing = await lockPlan(trx, made.id)
  for (const event of ['propose', 'approve', 'start'] as const)
    reversing = await movePlan(deps, trx, reversing, { event, by: how.by, reason: how.reason })
  const started = { started_by: how.by, started_at: deps.clock() }
  await trx.updateTable('plans').set(started).where('id', '=', made.id).execute()
  await trx
    .insertInto('plan_actions')
    .values(rows.map((row, position) => reverting(deps, made.id, row, position)))
    .execute()
  if (how.lesson !== undefined) await learn(deps, trx, rows, content, how.lesson)
  return made.id
}

async function stop(
  deps: ActionsDeps,
  trx: Trx,
  plan: PlanRow,
  by: string,
  reason: string,
): Promise<void> {
  await movePlan(deps, trx, plan, { event: 'stop', by, reason })
  await cancelUnsent(deps, trx, plan.id)
}

/** What was not sent never will be; of these rows, or of the whole plan. */
async function cancelUnsent(
  deps: ActionsDeps,
  trx: Trx,
  planId: string,
  rows?: readonly ActionRow[],
): Promise<void> {
  let query = trx
    .updateTable('plan_actions')
    .set({ state: 'cancelled', ended_at: deps.clock(), note: 'stopped before it was sent' })
    .where('plan_id', '=', planId)
    .where('state', 'in', ['held', 'due', 'prepared'])
  if (rows !== undefined)
    query = query.where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
  await query.execute()
}

/** Actions that are in effect, may be, or may yet come to be, and are not being taken back already. */
async function reversible(
  trx: Trx,
  planId: string,
  ids: readonly string[] | undefined,
): Promise<readonly ActionRow[]> {
  let query = trx
    .selectFrom('plan_actions as a')
    .where('a.plan_id', '=', planId)
    .where('a.direction', '=', 'apply')
    .where('a.state', 'not in', ['cancelled', 'refused', 'skipped'])
    .where(notTakenBack)
  if (ids !== undefined) query = query.where('a.id', 'in', [...ids])
  return query.selectAll('a').orderBy('a.position').execute()
}

function reverting(deps: ActionsDeps, planId: string, row: ActionRow, position: number): ActionRow {
  const now = deps.clock()
  return {
    ...row,
    id: randomUUID(),
    plan_id: planId,
    position,
    direction: 'revert',
    reverts: row.id,
    handed_to: null,
    wave: 0,
    state: 'due',
    due_at: now,
    ends_at: null,
    attempts: 0,
    readings: 0,
    note: '',
    lease_by: null,
    lease_until: null,
    created_at: now,
    ended_at: null,
  }
}

async function learn(
  deps: ActionsDeps,
  trx: Trx,
  rows: readonly ActionRow[],
  content: ReturnType<typeof readPlan>,
  kind: LessonRow['kind'],
): Promise<void> {
  const evidence = JSON.stringify(content.evidence.map(({ id }) => id))
  const lessons = rows.map((row) => ({
    at: deps.clock(),
    kind,
    action_id: row.id,
    account: row.target_id,
    decision_id: content.decision,
    evidence,
  }))
  await trx.insertInto('lessons').values(lessons).execute()
}

function nothing(message: string): Error {
  return actionsError('WB_ACTIONS_NOTHING_TO_REVERSE', message, {
    hint: 'look at the actions of the plan and at its reversals',
  })
}

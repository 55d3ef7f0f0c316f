import { sql } from 'kysely'
import type { Connector, Evidence, Memory, Operation } from '../connectors/connector.ts'
import { type ActionsDeps, audit, plusMinutes } from '../deps.ts'
import type { ActionKind, TargetKind } from '../ladder.ts'
import { type PlanContent, readPlan } from '../plans/content.ts'
import { lockPlan } from '../plans/move-plan.ts'
import type { ActionRow, ActionState, AttemptRow, PlanRow } from '../tables.ts'
import { settlePlan } from './settle-plan.ts'

/** Where a worker can be killed between two steps; tests kill it at each. */
export const STEPS = [
  'claimed',
  'previewed',
  'prepared',
  'sending',
  'called',
  'answered',
  'read',
  'recorded',
] as const
export type Step = (typeof STEPS)[number]

export interface Worker {
  readonly deps: ActionsDeps
  readonly connectors: Readonly<Record<string, Connector>>
  /** Another for each process. */
  readonly name: string
  /** Called at each step; what it throws ends the worker there, as a kill would. */
  at(step: Step): void
}

/** An action with the plan that it belongs to, as far as the worker needs it. */
export interface Job {
  readonly row: ActionRow
  readonly plan: PlanRow
  readonly content: PlanContent
  readonly operation: Operation
  readonly connector: Connector | undefined
  readonly memory: Memory
}

export const OPEN: readonly ActionState[] = ['due', 'prepared', 'sending', 'applied']

/**
 * Takes the next action that is due, for as long as the lease. A reversal waits until it is known what became of what it
 * takes back. A lease that has run out is another worker's to take.
 */
export async function claim(worker: Worker): Promise<Job | undefined> {
  const { deps, name } = worker
  const now = deps.clock()
  const until = plusMinutes(now, deps.safeguards.leaseMinutes)
  const { rows } = await sql<ActionRow>`
    update plan_actions set lease_by = ${name}, lease_until = ${until}
    where id = (
      select a.id from plan_actions a
      left join plan_actions o on o.id = a.reverts
      where a.state in ('due', 'prepared', 'sending', 'applied') and a.due_at <= ${now}
        and (a.lease_until is null or a.lease_until <= ${now})
        and (o.id is null or o.state not in ('held', 'due', 'prepared', 'sending'))
      order by a.due_at, a.position, a.id limit 1 for update of a skip locked)
    returning *`.execute(deps.db)
  const [row] = rows
  return row === undefined ? undefined : jobOf(worker, row)
}

/**
 * Frees what workers that are gone had claimed. Only where it is known that there is none: on embedded records, which one
 * process holds. Gives how many were freed.
 */
export async function releaseLeases({ db }: ActionsDeps): Promise<number> {
  const freed = await db
    .updateTable('plan_actions')
    .set({ lease_by: null, lease_until: null })
    .where('lease_by', 'is not', null)
    .executeTakeFirst()
  return Number(freed.numUpdatedRows)
}

export async function jobOf({ deps, connectors }: Worker, row: ActionRow): Promise<Job> {
  const plan = await deps.db
    .selectFrom('plans')
    .where('id', '=', row.plan_id)
    .selectAll()
    .executeTakeFirstOrThrow()
  const content = readPlan(plan.content)
  const operation: Operation = {
    action: row.action as ActionKind,
    target: { kind: row.target_kind as TargetKind, id: row.target_id },
    parameters: content.parameters,
  }
  const memory = row.memory === null ? {} : (JSON.parse(row.memory) as Memory)
  return { row, plan, content, operation, connector: connectors[content.connector], memory }
}

export interface Seen {
  readonly step: AttemptRow['step']
  readonly state: string
  readonly evidence: Evidence
  readonly rawHash: string
}

/**
 * Writes down what a step gave: the action, the attempt, the audit entry and what follows for the plan, in one transaction.
 * undefined when the action is no longer this worker's: its lease was taken, or somebody stopped it. Plans are locked
 * before their actions everywhere, so that nobody waits in a ring.
 */
export async function record(
  worker: Worker,
  job: Job,
  change: Partial<ActionRow>,
  seen?: Seen,
): Promise<Job | undefined> {
  const { deps, name } = worker
  const { row } = job
  const at = deps.clock()
  const isEnd = change.state !== undefined && !OPEN.includes(change.state)
  const isLater = change.due_at !== undefined && change.due_at > at
  const free = isEnd || isLater ? { lease_by: null, lease_until: null } : {}
  const next = await deps.db.transaction().execute(async (trx) => {
    await lockPlan(trx, row.plan_id)
    const written = await trx
      .updateTable('plan_actions')
      .set({ ...change, ...free, ...(isEnd ? { ended_at: at } : {}) })
      .where('id', '=', row.id)
      .where('state', '=', row.state)
      .where('lease_by', '=', name)
      .returningAll()
      .executeTakeFirst()
    if (written === undefined) return undefined
    if (seen !== undefined) {
      const { step, state, evidence, rawHash } = seen
      const attempt = { step, state, evidence: JSON.stringify(evidence), raw_hash: rawHash }
      await trx
        .insertInto('action_attempts')
        .values({ action_id: row.id, at, ...attempt })
        .execute()
    }
    await audit(trx, {
      at,
      by: `system:${name}`,
      action: `action.${row.direction}.${change.state ?? row.state}`,
      subject: `action:${row.id}`,
      before: { state: row.state },
      after: { state: written.state, note: written.note, rawHash: seen?.rawHash },
    })
    await settlePlan(deps, trx, row.plan_id)
    return written
  })
  if (next === undefined || isEnd || isLater) return undefined
  return jobOf(worker, next)
}

/** Waits of Standard Webhooks 1.0.0 in seconds, by the number of calls made. */
const WAITS_S = [5, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
/** A reading is cheap, and whoever waits for the effect is waiting now. */
const READING_WAITS_S = [5, 60, 300, 900, 3600]

/** When to call again: what the other side asks for, else the standard's wait, a tenth more or less. */
export function retryAt(deps: ActionsDeps, attempts: number, retryAfterMs?: number): string {
  const seconds = WAITS_S[Math.min(attempts, WAITS_S.length - 1)] ?? 0
  const wait = Math.max(seconds * (0.9 + 0.2 * deps.random()), (retryAfterMs ?? 0) / 1000)
  return plusMinutes(deps.clock(), wait / 60)
}

export function readAgainAt(deps: ActionsDeps, readings: number): string {
  const seconds = READING_WAITS_S[Math.min(readings, READING_WAITS_S.length - 1)] ?? 0
  return plusMinutes(deps.clock(), seconds / 60)
}

import type { Kysely } from 'kysely'
import type { ActionsDb } from '../deps.ts'
import { notTakenBack } from '../not-taken-back.ts'
import type { ActionRow } from '../tables.ts'

/** Rungs that stop an account as a whole: where one stands, taking back another must not open the account. */
const STOPPING = ['suspend', 'terminate', 'suspend-organization']

/** Another action in effect on the same target with the same effect, the newest; undefined when there is none. */
export async function standingAction(
  db: Kysely<ActionsDb>,
  row: ActionRow,
): Promise<ActionRow | undefined> {
  const actions = STOPPING.includes(row.action) ? STOPPING : [row.action]
  return db
    .selectFrom('plan_actions as a')
    .where('a.target_kind', '=', row.target_kind)
    .where('a.target_id', '=', row.target_id)
    .where('a.direction', '=', 'apply')
    .where('a.action', 'in', actions)
    .where('a.id', '!=', row.id)
    .where('a.state', 'in', ['sending', 'applied', 'verified', 'unverified'])
    .where(notTakenBack)
    .selectAll('a')
    .orderBy('a.created_at', 'desc')
    .executeTakeFirst()
}

/** The action that a reversal takes back. */
export async function takenOver(db: Kysely<ActionsDb>, reversal: ActionRow): Promise<ActionRow> {
  return db
    .selectFrom('plan_actions')
    .where('id', '=', reversal.reverts ?? '')
    .selectAll()
    .executeTakeFirstOrThrow()
}

/** Reversals that were left to that of an action, and those left to theirs; the newest first. */
export async function handedTo(
  db: Kysely<ActionsDb>,
  actionId: string,
): Promise<readonly ActionRow[]> {
  const direct = await db
    .selectFrom('plan_actions')
    .where('handed_to', '=', actionId)
    .where('state', '=', 'handed-on')
    .selectAll()
    .orderBy('ended_at', 'desc')
    .execute()
  const all: ActionRow[] = []
  for (const row of direct) all.push(row, ...(await handedTo(db, row.reverts ?? '')))
  return all
}

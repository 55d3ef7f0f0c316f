import type { UseSeen, UseSince } from '../events/index.ts'
import { type ActionsDeps, audit } from './deps.ts'

/** Asks the events for accounts, each since the instant at which it was stopped. */
export type EventsSince = (asked: readonly UseSince[]) => Promise<readonly UseSeen[]>

export interface Leak {
  readonly action: string
  readonly account: string
  readonly events: number
  readonly lastEvent: string
}

/**
 * Asks whether accounts that are stopped still get something through: a block that is in the table and not in the caches
 * shows here and nowhere else. Each new sight is kept and audited once. Accounts of `graceMinutes` ago and later are left
 * out, since caches are allowed that long.
 */
export async function watchStopped(
  deps: ActionsDeps,
  eventsSince: EventsSince,
  graceMinutes: number,
): Promise<readonly Leak[]> {
  const stopped = await deps.db
    .selectFrom('plan_actions as a')
    .innerJoin('action_attempts as t', (join) =>
      join
        .onRef('t.action_id', '=', 'a.id')
        // The first instant at which the service said, or was seen, to have stopped it.
        .on('t.state', 'in', ['applied', 'in-effect', 'already']),
    )
    .where('a.direction', '=', 'apply')
    .where('a.target_kind', '=', 'account')
    .where('a.action', 'in', ['suspend', 'terminate', 'revoke-keys'])
    .where('a.state', 'in', ['applied', 'verified', 'unverified', 'failed'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('plan_actions as r').whereRef('r.reverts', '=', 'a.id').select('r.id'),
        ),
      ),
    )
    .groupBy(['a.id', 'a.target_id'])
    .select((eb) => ['a.id', 'a.target_id', eb.fn.min('t.at').as('at')] as const)
    .execute()
  const asked = stopped.map(({ id, target_id, at }) => ({
    action: id,
    account: target_id,
    since: new Date(Date.parse(at) + graceMinutes * 60_000).toISOString(),
  }))
  if (asked.length === 0) return []
  const rows = await eventsSince(asked.map(({ account, since }) => ({ account, since })))
  const seen = new Map(rows.map((row) => [`${row.since} ${row.account}`, row]))
  const leaks: Leak[] = []
  for (const { action, account, since } of asked) {
    const row = seen.get(`${since} ${account}`)
    if (row === undefined || row.events === 0 || !(await keep(deps, action, row))) continue
    leaks.push({ action, account, events: row.events, lastEvent: row.lastEvent })
  }
  return leaks
}

async function keep(deps: ActionsDeps, action: string, row: UseSeen): Promise<boolean> {
  const at = deps.clock()
  return deps.db.transaction().execute(async (trx) => {
    const kept = await trx
      .insertInto('action_leaks')
      .values({ action_id: action, seen_at: at, events: row.events, last_event: row.lastEvent })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
    if (kept.numInsertedOrUpdatedRows !== 1n) return false
    const entry = { at, by: 'system:actions', action: 'action.leak', subject: `action:${action}` }
    await audit(trx, { ...entry, after: { events: row.events, lastEvent: row.lastEvent } })
    return true
  })
}

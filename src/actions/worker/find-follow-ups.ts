import { sql } from 'kysely'
import { type ActionsDeps, plusMinutes } from '../deps.ts'
import { ACTION_KINDS, LADDER } from '../ladder.ts'
import type { FollowUpKind } from '../tables.ts'

/** What came into effect longer ago was told of, or not, by other means: a channel that is new does not tell of last year. */
const LOOK_BACK_DAYS = 30
const NOTIFIED = ACTION_KINDS.filter((kind) => LADDER[kind].notice === 'required')

/**
 * Writes down what has to follow an action that is in effect, once for each: the notice to the holder, the tokens by which a
 * closed account is known again, and forgetting those of one that was given back. Gives how many are new.
 */
export async function findFollowUps(
  deps: ActionsDeps,
  kinds: readonly FollowUpKind[],
): Promise<number> {
  const now = deps.clock()
  const since = plusMinutes(now, -LOOK_BACK_DAYS * 24 * 60)
  let found = 0
  for (const kind of kinds) {
    const direction = kind === 'forget-tokens' ? 'revert' : 'apply'
    const actions = kind === 'notice' ? NOTIFIED : ['terminate']
    const { numAffectedRows = 0n } = await sql`
      insert into action_follow_ups (action_id, kind, state, due_at, attempts, note)
      select a.id, ${kind}, 'due', ${now}, 0, '' from plan_actions a
      where a.direction = ${direction} and a.action in (${sql.join(actions)}) and a.target_kind = 'account'
        and a.state in ('applied', 'verified', 'unverified') and a.created_at > ${since}
        and not exists (select 1 from action_follow_ups f where f.action_id = a.id and f.kind = ${kind})
      on conflict do nothing`.execute(deps.db)
    found += Number(numAffectedRows)
  }
  return found
}

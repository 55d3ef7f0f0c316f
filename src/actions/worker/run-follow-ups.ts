import type { SecretKey } from '../../platform/index.ts'
import { type ActionsDeps, audit, SYSTEM } from '../deps.ts'
import { retryAt } from '../outbox/record.ts'
import { type AccountTraits, forgetReturnTokens, keepReturnTokens } from '../returned-accounts.ts'
import type { ActionRow, FollowUpKind, FollowUpRow } from '../tables.ts'
import { findFollowUps } from './find-follow-ups.ts'
import { type NoticeChannel, sendNotice } from './notices.ts'

/** What follow-ups are done with; a kind whose part is missing is not begun, and is found again once it is there. */
export interface FollowUpParts {
  readonly deps: ActionsDeps
  readonly key: SecretKey | undefined
  readonly notices: NoticeChannel | undefined
  /** What the directory knows an account by; undefined when it does not know the account. */
  readonly traitsOf: ((account: string) => Promise<AccountTraits | undefined>) | undefined
}

type Change = Partial<Pick<FollowUpRow, 'state' | 'due_at' | 'attempts' | 'note' | 'done_at'>>

/**
 * Does what has to follow actions that are in effect, up to `max`. Doing one twice is harmless: a notice keeps its id and its
 * token, tokens are kept once. So each is done first and recorded after, and a kill in between repeats it.
 */
export async function runFollowUps(parts: FollowUpParts, max: number): Promise<number> {
  const { deps } = parts
  const kinds = kindsOf(parts)
  await findFollowUps(deps, kinds)
  const due = await deps.db
    .selectFrom('action_follow_ups')
    .where('state', '=', 'due')
    .where('due_at', '<=', deps.clock())
    .where('kind', 'in', kinds)
    .selectAll()
    .orderBy('due_at')
    .orderBy('action_id')
    .limit(max)
    .execute()
  for (const row of due) await record(deps, row, await doOne(parts, row))
  return due.length
}

function kindsOf({ key, notices, traitsOf }: FollowUpParts): FollowUpKind[] {
  const kinds: FollowUpKind[] = ['forget-tokens']
  if (key !== undefined && notices !== undefined) kinds.push('notice')
  if (key !== undefined && traitsOf !== undefined) kinds.push('keep-tokens')
  return kinds
}

async function doOne(parts: FollowUpParts, row: FollowUpRow): Promise<Change> {
  const { deps, key, notices, traitsOf } = parts
  const now = deps.clock()
  const done = (note: string): Change => ({ state: 'done', note, done_at: now })
  const action = await deps.db
    .selectFrom('plan_actions')
    .where('id', '=', row.action_id)
    .selectAll()
    .executeTakeFirstOrThrow()
  if (row.kind === 'forget-tokens')
    return done(`${await forgetReturnTokens(deps, action.target_id)} tokens forgotten`)
  if (await isTakenBack(deps, action)) return { state: 'skipped', note: 'taken back', done_at: now }
  if (row.kind === 'keep-tokens') {
    const traits = await traitsOf?.(action.target_id)
    if (traits === undefined || key === undefined)
      return { state: 'skipped', note: 'the directory does not know it', done_at: now }
    const closed = { account: action.target_id, action: action.id, traits }
    return done(`${await keepReturnTokens(deps, key, closed)} tokens kept`)
  }
  if (key === undefined || notices === undefined) return {}
  const end = await sendNotice(deps, notices, key, action)
  if (end.kind === 'later') return { due_at: end.dueAt, note: end.note }
  if (end.kind === 'none') return { state: 'skipped', note: end.note, done_at: now }
  const { state, retryAfterMs } = end.outcome
  const attempts = row.attempts + 1
  if (state === 'applied') return { ...done('handed over'), attempts }
  if (state === 'refused' || attempts >= deps.safeguards.attemptsMax)
    return { state: 'failed', attempts, note: 'the channel refused it', done_at: now }
  return { attempts, due_at: retryAt(deps, attempts, retryAfterMs), note: 'not handed over yet' }
}

async function isTakenBack(deps: ActionsDeps, action: ActionRow): Promise<boolean> {
  const reversal = await deps.db
    .selectFrom('plan_actions')
    .where('reverts', '=', action.id)
    .where('state', 'not in', ['cancelled', 'refused', 'failed'])
    .select('id')
    .executeTakeFirst()
  return reversal !== undefined
}

async function record(deps: ActionsDeps, row: FollowUpRow, change: Change): Promise<void> {
  if (Object.keys(change).length === 0) return
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('action_follow_ups')
      .set(change)
      .where('action_id', '=', row.action_id)
      .where('kind', '=', row.kind)
      .execute()
    await audit(trx, {
      at: deps.clock(),
      by: SYSTEM,
      action: `${row.kind}.${change.state ?? 'waits'}`,
      subject: `action:${row.action_id}`,
      reason: change.note,
    })
  })
}

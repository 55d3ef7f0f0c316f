import { randomBytes, randomUUID } from 'node:crypto'
import { demand, jsonHash, type Person } from '../../cases/index.ts'
import { type ActionsDeps, audit, plusMinutes, SYSTEM, type Trx } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { ACTION_KINDS } from '../ladder.ts'
import { type PlanContent, readPlan } from '../plans/content.ts'
import { insertPlan } from '../plans/propose-plan.ts'
import { reverseActions } from '../plans/reverse-plan.ts'
import type { AppealRow, LessonRow } from '../tables.ts'

/** How long a token lets its holder appeal: six months, as Art. 20(1) of the DSA asks of complaint systems. */
const TOKEN_DAYS = 183
/** Characters of an appeal; longer ones are not read, they are sent elsewhere. */
const TEXT_CHARS_MAX = 10_000

/**
 * Makes the token by which the holder of an account appeals against an action, without signing in: the account may be
 * closed. It is given here once; the records keep its hash. 256 bits of chance, so a plain hash is enough.
 */
export async function issueAppealToken(deps: ActionsDeps, actionId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await keepAppealToken(deps, actionId, token)
  return token
}

/** Keeps the hash of a token for an action; one that is kept already changes nothing. */
export async function keepAppealToken(
  deps: ActionsDeps,
  actionId: string,
  token: string,
): Promise<void> {
  const at = deps.clock()
  const row = { token_hash: jsonHash(token), action_id: actionId, issued_at: at }
  await deps.db.transaction().execute(async (trx) => {
    const kept = await trx
      .insertInto('appeal_tokens')
      .values({ ...row, expires_at: plusMinutes(at, TOKEN_DAYS * 24 * 60) })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
    if (kept.numInsertedOrUpdatedRows !== 1n) return
    const entry = { at, by: SYSTEM, action: 'appeal.invited' }
    await audit(trx, { ...entry, subject: `action:${actionId}` })
  })
}

/**
 * Files an appeal, one an action. Throws WB_ACTIONS_APPEAL, in one wording whether the token is unknown, has run out or
 * was used, so that trying tells nothing.
 */
export async function fileAppeal(deps: ActionsDeps, token: string, text: string): Promise<string> {
  if (text.length === 0 || text.length > TEXT_CHARS_MAX)
    throw actionsError('WB_ACTIONS_APPEAL', `an appeal has 1 to ${TEXT_CHARS_MAX} characters`, {
      hint: 'shorten it, or write what it is about',
    })
  const at = deps.clock()
  return deps.db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom('appeal_tokens as t')
      .innerJoin('plan_actions as a', 'a.id', 't.action_id')
      .leftJoin('appeals as p', 'p.action_id', 'a.id')
      .where('t.token_hash', '=', jsonHash(token))
      .where('t.expires_at', '>', at)
      .where('p.id', 'is', null)
      .select(['a.id', 'a.plan_id'])
      .executeTakeFirst()
    if (found === undefined)
      throw actionsError('WB_ACTIONS_APPEAL', 'this appeal cannot be filed', {
        hint: 'use the address in the newest notice; it serves once',
      })
    const id = randomUUID()
    const open = { decision: null, decided_by: null, decided_at: null, reason: null }
    const row = { id, action_id: found.id, plan_id: found.plan_id, filed_at: at, text, ...open }
    const filed = await trx
      .insertInto('appeals')
      .values(row)
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
    if (filed.numInsertedOrUpdatedRows !== 1n)
      throw actionsError('WB_ACTIONS_APPEAL', 'this appeal cannot be filed')
    const entry = { at, by: 'system:appellant', action: 'appeal.filed', subject: `appeal:${id}` }
    await audit(trx, { ...entry, after: { text } })
    return id
  })
}

export type AppealDecision =
  | { readonly decision: 'upheld' | 'overturned'; readonly reason: string }
  | {
      readonly decision: 'amended'
      readonly reason: string
      /** The lighter action instead; it becomes a draft that goes through approval like any other. */
      readonly instead: Pick<PlanContent, 'action' | 'parameters'>
    }

/**
 * Decides an appeal, by somebody who took no part: did not propose, approve, start or reverse the plan, nor edit its
 * evidence last. Overturned and amended take the action back at once, and leave a lesson for rules and calibration.
 * Gives the plans that follow. Throws WB_ACTIONS_FOUR_EYES, WB_ACTIONS_STATE when it is decided already.
 */
export async function decideAppeal(
  deps: ActionsDeps,
  person: Person,
  appealId: string,
  decided: AppealDecision,
): Promise<{ readonly reversal?: string; readonly instead?: string }> {
  demand(person, 'appeals.decide')
  return deps.db.transaction().execute(async (trx) => {
    const appeal = await lockAppeal(trx, appealId)
    const content = await refuseParticipant(trx, appeal.plan_id, person)
    const { decision, reason } = decided
    const at = deps.clock()
    await trx
      .updateTable('appeals')
      .set({ decision, decided_by: person.id, decided_at: at, reason })
      .where('id', '=', appealId)
      .execute()
    const entry = { at, by: person.id, action: `appeal.${decision}`, reason }
    await audit(trx, { ...entry, subject: `appeal:${appealId}` })
    if (decision === 'upheld') return {}
    const how = { by: person.id, reason, actions: [appeal.action_id], appealId }
    const lesson: LessonRow['kind'] = decision
    const reversal = await reverseActions(deps, trx, appeal.plan_id, { ...how, lesson })
    if (decided.decision !== 'amended') return { reversal }
    const instead = await draftInstead(deps, trx, person, appeal, content, decided.instead)
    return { reversal, instead }
  })
}

async function lockAppeal(trx: Trx, id: string): Promise<AppealRow> {
  const appeal = await trx
    .selectFrom('appeals')
    .where('id', '=', id)
    .selectAll()
    .forUpdate()
    .executeTakeFirst()
  if (appeal !== undefined && appeal.decision === null) return appeal
  throw actionsError('WB_ACTIONS_STATE', 'the appeal is not there or is decided already', {
    hint: 'list the open appeals',
  })
}

async function refuseParticipant(trx: Trx, planId: string, person: Person): Promise<PlanContent> {
  const { content } = await trx
    .selectFrom('plans')
    .where('id', '=', planId)
    .select('content')
    .executeTakeFirstOrThrow()
  const acted = await trx
    .selectFrom('plan_events')
    .where('plan_id', '=', planId)
    .where('by', '=', person.id)
    .select('seq')
    .executeTakeFirst()
  const plan = readPlan(content)
  if (acted !== undefined || plan.evidence.some(({ by }) => by === person.id))
    throw actionsError('WB_ACTIONS_FOUR_EYES', 'the decider took part in what is appealed', {
      hint: 'somebody who took no part has to decide',
    })
  return plan
}

async function draftInstead(
  deps: ActionsDeps,
  trx: Trx,
  person: Person,
  appeal: AppealRow,
  content: PlanContent,
  instead: Pick<PlanContent, 'action' | 'parameters'>,
): Promise<string> {
  if (ACTION_KINDS.indexOf(instead.action) >= ACTION_KINDS.indexOf(content.action))
    throw actionsError('WB_ACTIONS_APPEAL', `found ${instead.action}, wanted a lighter action`, {
      hint: `an appeal never makes it worse: take one below ${content.action} on the ladder`,
    })
  const { target_id } = await trx
    .selectFrom('plan_actions')
    .where('id', '=', appeal.action_id)
    .select('target_id')
    .executeTakeFirstOrThrow()
  const targets = content.targets.filter(({ id }) => id === target_id)
  const lighter = { ...content, ...instead, targets, notBefore: '' }
  return (await insertPlan(deps, trx, person.id, lighter, { appealId: appeal.id })).id
}

/** Accounts that were given back, by how it came about. Reinstatement without an appeal is counted apart. */
export async function countGivenBack(
  deps: ActionsDeps,
): Promise<Readonly<Record<LessonRow['kind'], number>>> {
  const rows = await deps.db
    .selectFrom('lessons')
    .groupBy('kind')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')] as const)
    .execute()
  const none = { overturned: 0, amended: 0, reinstated: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) }
}

import { createHmac } from 'node:crypto'
import type { Decision } from '../../cases/index.ts'
import type { Clock, Http, SecretKey } from '../../platform/index.ts'
import { keepAppealToken } from '../appeals/appeals.ts'
import type { StatementGrounds } from '../appeals/statement.ts'
import { userNotice } from '../appeals/statement.ts'
import { Calls } from '../connectors/calls.ts'
import type { Outcome } from '../connectors/connector.ts'
import { signWebhook } from '../connectors/webhook-signature.ts'
import type { ActionsDeps } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { readPlan } from '../plans/content.ts'
import type { ActionRow } from '../tables.ts'

/** Hands a notice to the operator, who knows how to reach the holder. `id` is the same at every attempt. */
export interface NoticeChannel {
  readonly appealUrl: string
  send(id: string, notice: Notice): Promise<Outcome>
}

export interface Notice {
  readonly action: string
  readonly account: string
  /** What was done, why, on which ground, by what means, and how to appeal. */
  readonly text: string
  readonly appealUrl: string
  readonly appealToken: string
}

/** A channel by Standard Webhooks: `windbreak.notice`, the newest key first. */
export function webhookNotices(
  http: Http,
  clock: Clock,
  settings: { readonly url: string; readonly keys: readonly string[]; readonly appealUrl: string },
): NoticeChannel {
  return {
    appealUrl: settings.appealUrl,
    send: (id, notice) => {
      const calls: Calls = new Calls(http, 'notices (Standard Webhooks 1.0.0)')
      const message = { id, type: 'windbreak.notice', data: notice }
      return calls.settle(() => post(calls, clock, settings, message))
    },
  }
}

interface Receiver {
  readonly url: string
  readonly keys: readonly string[]
}

async function post(
  calls: Calls,
  clock: Clock,
  { url, keys }: Receiver,
  { id, type, data }: { readonly id: string; readonly type: string; readonly data: object },
): Promise<void> {
  const now = clock()
  const body = JSON.stringify({ type, timestamp: now, data })
  const signed = signWebhook(keys, { id, atS: Math.floor(Date.parse(now) / 1000), body })
  const headers = { ...signed, 'content-type': 'application/json' }
  await calls.expect(type, { method: 'POST', url, headers, body })
}

/** Hands an event to a Standard Webhooks receiver, once. Throws WB_ACTIONS_NOT_TAKEN unless it answers 2xx. */
export async function sendEvent(
  http: Http,
  clock: Clock,
  receiver: Receiver,
  message: { readonly id: string; readonly type: string; readonly data: object },
): Promise<void> {
  const calls: Calls = new Calls(http, 'a Standard Webhooks receiver')
  const { state } = await calls.settle(() => post(calls, clock, receiver, message))
  if (state !== 'applied')
    throw actionsError(
      'WB_ACTIONS_NOT_TAKEN',
      `a receiver did not take ${message.type}: ${state}`,
      {
        hint: 'check that it runs, that its key is the same and that its host may be called',
      },
    )
}

/** What becomes of a notice: sent (or not yet), due on another day, or not to be sent, with the reason. */
export type NoticeEnd =
  | { readonly kind: 'asked'; readonly outcome: Outcome }
  | { readonly kind: 'later'; readonly dueAt: string; readonly note: string }
  | { readonly kind: 'none'; readonly note: string }

/**
 * Sends the notice of an action as its decision says: at once, on the day of review when it is delayed, not by itself when
 * it is withheld. The appeal token is made from the secret key and the action, so that every attempt carries the same
 * one and it stands nowhere in the records.
 */
export async function sendNotice(
  deps: ActionsDeps,
  channel: NoticeChannel,
  key: SecretKey,
  row: ActionRow,
): Promise<NoticeEnd> {
  const plan = await deps.db
    .selectFrom('plans')
    .where('id', '=', row.plan_id)
    .select('content')
    .executeTakeFirstOrThrow()
  const content = readPlan(plan.content)
  const decision = await findDecision(deps, content.decision)
  if (decision === undefined) return { kind: 'none', note: 'no such decision: nothing to say' }
  const { notice } = decision
  if (notice.mode === 'withheld')
    return { kind: 'none', note: `withheld, to be looked at again on ${notice.reviewOn}` }
  if (notice.mode === 'delayed') {
    const dueAt = `${notice.reviewOn}T00:00:00.000Z`
    if (dueAt > deps.clock()) return { kind: 'later', dueAt, note: 'delayed by the decision' }
  }
  const hmac = createHmac('sha256', Buffer.from(key.hex, 'hex'))
  const appealToken = hmac.update(`appeal\u{1f}${row.id}`).digest('base64url')
  await keepAppealToken(deps, row.id, appealToken)
  const { appealUrl } = channel
  const text = userNotice(content, groundsOf(decision), appealUrl)
  const told = { action: row.id, account: row.target_id, text, appealUrl, appealToken }
  return { kind: 'asked', outcome: await channel.send(`msg_notice_${row.id}`, told) }
}

async function findDecision(deps: ActionsDeps, id: string): Promise<Decision | undefined> {
  const row = await deps.db
    .selectFrom('decisions')
    .where('id', '=', id)
    .select('decision')
    .executeTakeFirst()
  return row === undefined ? undefined : (JSON.parse(row.decision) as Decision)
}

function groundsOf(decision: Decision): StatementGrounds {
  return {
    facts: decision.facts,
    clause: decision.ground.reference,
    explanation: decision.ground.explanation,
    category: decision.category,
    keywords: decision.keywords,
    detectedBy: decision.isDetectionAutomated ? 'both' : 'person',
    accountType: null,
    territories: decision.territory,
  }
}

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { appendAudit, demand, type Person } from '../../cases/index.ts'
import type { ActionsDeps } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { EVENT_TYPES } from './events.ts'
import type { ReceiverRow } from './tables.ts'

type Deps = Pick<ActionsDeps, 'db' | 'clock'>

/** What a receiver asks for; without a delivery it polls (SSF 1.0, section 8.1.1). */
export interface StreamRequest {
  readonly endpointUrl?: string | undefined
  readonly endpointAuthorization?: string | undefined
  readonly events?: readonly string[] | undefined
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Lets somebody receive events. The token is given here once; with it they make and keep their own stream. */
export async function addReceiver(
  { db, clock }: Deps,
  by: Person,
  { name, audience }: { readonly name: string; readonly audience: string },
): Promise<{ readonly id: string; readonly token: string }> {
  demand(by, 'settings.manage')
  const [id, token, at] = [randomUUID(), randomBytes(32).toString('base64url'), clock()]
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('ssf_receivers')
      .values({
        id,
        name,
        audience,
        token_hash: tokenHash(token),
        delivery: null,
        endpoint_url: null,
        endpoint_authorization: null,
        events: '[]',
        status: 'enabled',
        created_at: at,
        ended_at: null,
      })
      .execute()
    const entry = { at, by: by.id, action: 'ssf.receiver-added', subject: `receiver:${id}` }
    await appendAudit(trx, entry)
  })
  return { id, token }
}

/** Whose token this is; undefined: nobody's. */
export async function findReceiver({ db }: Deps, token: string): Promise<ReceiverRow | undefined> {
  return db
    .selectFrom('ssf_receivers')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

/** Makes or changes a receiver's stream. Throws WB_ACTIONS_STATE when `isNew` and there is one. */
export async function setStream(
  { db, clock }: Deps,
  receiver: ReceiverRow,
  request: StreamRequest,
  isNew: boolean,
): Promise<ReceiverRow> {
  if (isNew && receiver.delivery !== null)
    throw actionsError('WB_ACTIONS_STATE', 'found a stream, wanted none before the first', {
      hint: 'a receiver has one stream; change it, or end it first',
    })
  const asked = request.events ?? EVENT_TYPES
  const { endpointUrl: url, endpointAuthorization: authorization } = request
  const set = {
    delivery: url === undefined ? ('poll' as const) : ('push' as const),
    endpoint_url: url ?? null,
    endpoint_authorization: authorization ?? null,
    events: JSON.stringify(EVENT_TYPES.filter((type) => asked.includes(type))),
  }
  await change({ db, clock }, receiver, set, isNew ? 'ssf.stream-made' : 'ssf.stream-changed')
  return { ...receiver, ...set }
}

export async function setStreamStatus(
  deps: Deps,
  receiver: ReceiverRow,
  status: ReceiverRow['status'],
): Promise<ReceiverRow> {
  await change(deps, receiver, { status }, `ssf.stream-${status}`)
  return { ...receiver, status }
}

/** Ends a stream; what waited in it is gone. */
export async function endStream(deps: Deps, receiver: ReceiverRow): Promise<void> {
  const none = { delivery: null, endpoint_url: null, endpoint_authorization: null } as const
  await change(deps, receiver, { ...none, status: 'enabled' }, 'ssf.stream-ended')
  await deps.db
    .deleteFrom('ssf_sets')
    .where('receiver_id', '=', receiver.id)
    .where('state', '=', 'waiting')
    .execute()
}

async function change(
  { db, clock }: Deps,
  { id }: ReceiverRow,
  set: Partial<ReceiverRow>,
  action: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('ssf_receivers').set(set).where('id', '=', id).execute()
    const subject = `receiver:${id}`
    await appendAudit(trx, { at: clock(), by: subject, action, subject })
  })
}

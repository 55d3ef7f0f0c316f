import { createHash } from 'node:crypto'
import type { Http } from '../../platform/index.ts'
import { unsupported } from '../connectors/calls.ts'
import type { Connector, Evidence, Operation, Outcome } from '../connectors/connector.ts'
import { LADDER } from '../ladder.ts'
import { pushSet, queueSet, type Transmitter } from './deliver.ts'
import { EVENT_OF } from './events.ts'
import type { SubjectId } from './set.ts'
import type { ReceiverRow } from './tables.ts'

export interface SsfSettings {
  readonly name: string
  /** Id of the receiver whose stream this is. */
  readonly receiver: string
  /** How accounts are named to it; `opaque` by default. */
  readonly subject?: (account: string) => SubjectId
}

const opaque = (id: string): SubjectId => ({ format: 'opaque', id })

/**
 * OpenID Shared Signals: the receiver is told, and does what it does. By push an action is applied when the receiver took
 * the token (202), by poll when the token waits for it. What came of it cannot be read, so nothing is ever `verified`.
 */
export function ssfConnector(
  transmitter: Transmitter,
  http: Http,
  settings: SsfSettings,
): Connector {
  const server = `${settings.name} (OpenID SSF 1.0)`
  const subjectOf = settings.subject ?? opaque

  const typeOf = ({ action, target }: Operation, way: 'apply' | 'revert'): string | undefined =>
    target.kind === 'account' ? EVENT_OF[action]?.[way] : undefined
  const find = (): Promise<ReceiverRow | undefined> =>
    transmitter.db
      .selectFrom('ssf_receivers')
      .selectAll()
      .where('id', '=', settings.receiver)
      .where('ended_at', 'is', null)
      .executeTakeFirst()

  const tell = async (
    operation: Operation,
    key: string,
    way: 'apply' | 'revert',
  ): Promise<Outcome> => {
    const type = typeOf(operation, way)
    const receiver = await find()
    if (type === undefined || receiver === undefined || receiver.delivery === null)
      return outcome(server, 'refused', 'no stream, or no event for this')
    if (receiver.status === 'disabled' || !(JSON.parse(receiver.events) as string[]).includes(type))
      return outcome(server, 'refused', 'the receiver does not take this event')
    const subject = subjectOf(operation.target.id)
    const set = await queueSet(transmitter, receiver, { key: `${way} ${key}`, type, subject })
    if (receiver.delivery === 'poll')
      return outcome(server, 'applied', `${set.jti} waits for a poll`)
    if (receiver.status === 'paused')
      return outcome(server, 'retry', 'the receiver paused its stream')
    const pushed = await pushSet(transmitter, http, receiver, set)
    if (pushed === 'later') return outcome(server, 'unknown', `${set.jti} was not answered`)
    return outcome(server, pushed === 'taken' ? 'applied' : 'refused', `${set.jti} ${pushed}`)
  }
  return {
    name: settings.name,
    capabilities: async () => ({
      actions: Object.fromEntries(
        (Object.keys(EVENT_OF) as (keyof typeof EVENT_OF)[]).map((kind) => [
          kind,
          EVENT_OF[kind]?.revert === undefined ? 'no' : LADDER[kind].reversible,
        ]),
      ),
      targets: ['account'],
      reads: false,
      server,
    }),
    preview: async (operation) =>
      typeOf(operation, 'apply') === undefined
        ? unsupported(server)
        : { state: 'would-change', ...evidenceOf(server, 'nothing can be read'), memory: {} },
    apply: (operation, key) => tell(operation, key, 'apply'),
    revert: (operation, key) => tell(operation, key, 'revert'),
    read: async () => ({ state: 'unknown', ...evidenceOf(server, 'nothing can be read') }),
  }
}

function evidenceOf(server: string, note: string): { evidence: Evidence; rawHash: string } {
  const rawHash = createHash('sha256').update(note).digest('hex')
  return { evidence: { server, calls: [], notes: [note] }, rawHash }
}

function outcome(server: string, state: Outcome['state'], note: string): Outcome {
  return { state, ...evidenceOf(server, note) }
}

import type { Clock, Http } from '../../platform/index.ts'
import type { ActionKind, TargetKind } from '../ladder.ts'
import { LADDER } from '../ladder.ts'
import { Calls, unsupported } from './calls.ts'
import type { Connector, Operation, Outcome, Reading } from './connector.ts'
import { readBy, type ReadTemplate } from './http-template.ts'
import { signWebhook } from './webhook-signature.ts'

export interface WebhookSettings {
  readonly name: string
  readonly url: string
  /** Several while a receiver changes over; the newest first. */
  readonly keys: readonly string[]
  readonly actions: readonly ActionKind[]
  readonly targets: readonly TargetKind[]
  /** How to ask whether the account is stopped; without it nothing sent by this webhook is ever `verified`. */
  readonly read?: ReadTemplate
}

/**
 * Standard Webhooks 1.0.0: the receiver acts. The body is thin: what to do to whom, never why. The id is the idempotency
 * key, so a receiver that keeps ids does nothing twice. 2xx alone is success; 410 ends it, and so does a redirect.
 */
export function webhookConnector(http: Http, clock: Clock, settings: WebhookSettings): Connector {
  const server = `${settings.name} (Standard Webhooks 1.0.0)`
  const can = ({ action, target }: Operation): boolean =>
    settings.actions.includes(action) && settings.targets.includes(target.kind)

  const post = async (type: string, operation: Operation, key: string): Promise<Outcome> => {
    const calls: Calls = new Calls(http, server)
    return calls.settle(async () => {
      if (!can(operation)) calls.refuse()
      const { action, target, parameters } = operation
      const now = clock()
      const body = JSON.stringify({ type, timestamp: now, data: { action, target, parameters } })
      const message = { id: key, atS: Math.floor(Date.parse(now) / 1000), body }
      const headers = { ...signWebhook(settings.keys, message), 'content-type': 'application/json' }
      const call = { method: 'POST', url: settings.url, headers, body } as const
      await calls.expect(type, call)
    })
  }
  const read = (operation: Operation): Promise<Reading> =>
    readBy(settings.read, operation, new Calls(http, server))
  return {
    name: settings.name,
    capabilities: async () => ({
      actions: Object.fromEntries(settings.actions.map((kind) => [kind, LADDER[kind].reversible])),
      targets: settings.targets,
      reads: settings.read !== undefined,
      server,
    }),
    preview: async (operation) => {
      if (!can(operation)) return unsupported(server)
      const { state, ...rest } = await read(operation)
      const already = state === 'in-effect'
      return { state: already ? 'already' : 'would-change', ...rest, memory: { already } }
    },
    apply: (operation, key) => post('windbreak.action.apply', operation, key),
    revert: (operation, key) => post('windbreak.action.revert', operation, key),
    read,
  }
}

import type { Http } from '../../platform/index.ts'
import type { ActionKind, TargetKind } from '../ladder.ts'
import { Calls, unsupported } from './calls.ts'
import type { Connector, Operation, Outcome, Preview, Reading } from './connector.ts'
import { fillTemplate, type HttpTemplate, readBy, type ReadTemplate } from './http-template.ts'

export interface HttpActionSettings {
  readonly apply: HttpTemplate
  /** Without it the action cannot be taken back here. */
  readonly revert?: HttpTemplate
  /** Without it the action is never `verified`. */
  readonly read?: ReadTemplate
}

export interface GenericHttpSettings {
  readonly name: string
  readonly targets: readonly TargetKind[]
  readonly actions: Readonly<Partial<Record<ActionKind, HttpActionSettings>>>
}

/** Any service with an HTTP interface, described by templates. Each call carries `Idempotency-Key`. */
export function genericHttpConnector(http: Http, settings: GenericHttpSettings): Connector {
  const server = `${settings.name} (generic HTTP)`
  const templatesOf = ({ action, target }: Operation) =>
    settings.targets.includes(target.kind) ? settings.actions[action] : undefined

  const read = (operation: Operation): Promise<Reading> =>
    readBy(templatesOf(operation)?.read, operation, new Calls(http, server))
  const change = async (
    template: HttpTemplate | undefined,
    operation: Operation,
    key: string,
  ): Promise<Outcome> => {
    const calls: Calls = new Calls(http, server)
    return calls.settle(async () => {
      if (template === undefined) calls.refuse()
      await calls.expect('change', fillTemplate(template, operation, key))
    })
  }
  return {
    name: settings.name,
    capabilities: async () => {
      const entries = Object.entries(settings.actions).map(([kind, { revert }]) => [
        kind,
        revert === undefined ? 'no' : 'yes',
      ])
      const reads = Object.values(settings.actions).every((action) => action.read !== undefined)
      return { actions: Object.fromEntries(entries), targets: settings.targets, reads, server }
    },
    preview: async (operation): Promise<Preview> => {
      if (templatesOf(operation) === undefined) return unsupported(server)
      const { state, ...rest } = await read(operation)
      if (state === 'unknown') return { state, ...rest, memory: {} }
      const already = state === 'in-effect'
      return { state: already ? 'already' : 'would-change', ...rest, memory: { already } }
    },
    apply: (operation, key) => change(templatesOf(operation)?.apply, operation, key),
    revert: (operation, key) => change(templatesOf(operation)?.revert, operation, key),
    read,
  }
}

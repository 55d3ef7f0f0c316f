import type { Http, HttpRequest } from '../../platform/index.ts'
import type { ActionKind } from '../ladder.ts'
import { asObject, Calls, objectOf, unsupported } from './calls.ts'
import type { Capabilities, Connector, Memory, Operation } from './connector.ts'
import { customerActions } from './litellm-customer.ts'

export interface LitellmSettings {
  readonly name: string
  readonly baseUrl: string
  readonly adminKey: string
}

/** One virtual key, by the hash under which the proxy keeps it. */
interface Key {
  readonly token: string
  readonly row: Readonly<Record<string, unknown>>
}

/** What a set of targets can do and how it is read back; one for users, one for teams, one for customers. */
export interface TargetActions {
  look(
    calls: Calls,
    operation: Operation,
  ): Promise<{ inEffect: boolean; memory: Memory } | undefined>
  apply(calls: Calls, operation: Operation): Promise<void>
  revert(calls: Calls, operation: Operation, memory: Memory): Promise<void>
}

export type ProxyCall = (method: HttpRequest['method'], path: string, body?: unknown) => HttpRequest

const PAGE = 100
/** A user with more keys than this is an integration: a person should look at it. */
const PAGES_MAX = 100
const BLOCKING = new Set<ActionKind>(['suspend', 'terminate', 'revoke-keys'])
const ACTIONS = {
  suspend: 'yes',
  terminate: 'yes',
  'revoke-keys': 'yes',
  'rate-limit': 'yes',
  'restrict-models': 'yes',
  'suspend-organization': 'yes',
} as const

/**
 * LiteLLM proxy. There is no block of a user: each of its keys is blocked, and none deleted, since a deleted key cannot come
 * back. An answer of 200 means that Postgres knows; pods go on serving from their caches for a while, so what still gets
 * through has to be watched (see `watchTerminated`). Blocks of a customer are one-way in the proxy: see `customerActions`.
 */
export function litellmConnector(http: Http, settings: LitellmSettings): Connector {
  const server = `${settings.name} (LiteLLM proxy)`
  const base = settings.baseUrl.replace(/(?<!\/)\/+$/, '')
  const call: ProxyCall = (method, path, body) => ({
    method,
    url: `${base}${path}`,
    headers: {
      authorization: `Bearer ${settings.adminKey}`,
      'litellm-changed-by': 'windbreak',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const users = userActions(call)
  const kinds = {
    account: users,
    organization: teamActions(call),
    'end-user': customerActions(call),
  }
  const actionsOf = ({ action, target }: Operation): TargetActions | undefined => {
    const fits = (action === 'suspend-organization') === (target.kind === 'organization')
    const isKind = target.kind in kinds && action in ACTIONS && fits
    if (!isKind || (target.kind === 'end-user' && action === 'revoke-keys')) return undefined
    return kinds[target.kind as keyof typeof kinds]
  }
  const run = (operation: Operation, change: (a: TargetActions, calls: Calls) => Promise<void>) => {
    const calls: Calls = new Calls(http, server)
    return calls.settle(async () => {
      const actions = actionsOf(operation)
      if (actions === undefined) calls.refuse()
      await change(actions, calls)
    })
  }
  return {
    name: settings.name,
    capabilities: async (): Promise<Capabilities> => ({
      actions: ACTIONS,
      targets: ['account', 'organization', 'end-user'],
      reads: true,
      server,
    }),
    preview: async (operation) => {
      const actions = actionsOf(operation)
      if (actions === undefined) return unsupported(server)
      const calls = new Calls(http, server)
      let memory: Memory = {}
      const seen = await calls.look(async () => {
        const found = await actions.look(calls, operation)
        if (found === undefined) return 'absent'
        memory = found.memory
        return found.inEffect ? 'already' : 'would-change'
      })
      return { ...seen, memory }
    },
    apply: (operation) => run(operation, (actions, calls) => actions.apply(calls, operation)),
    revert: (operation, _key, memory) =>
      run(operation, (actions, calls) => actions.revert(calls, operation, memory)),
    read: async (operation) => {
      const calls = new Calls(http, server)
      return calls.look(async () => {
        const found = await actionsOf(operation)?.look(calls, operation)
        if (found === undefined) return 'unknown'
        return found.inEffect ? 'in-effect' : 'not-in-effect'
      })
    },
  }
}

function userActions(call: ProxyCall): TargetActions {
  const list = async (calls: Calls, user: string): Promise<readonly Key[]> => {
    const keys: Key[] = []
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const query = new URLSearchParams({
        user_id: user,
        page: String(page),
        size: String(PAGE),
        return_full_object: 'true',
      })
      const answer = objectOf(
        await calls.expect('GET key/list', call('GET', `/key/list?${query.toString()}`)),
      )
      const rows = Array.isArray(answer['keys']) ? answer['keys'] : []
      for (const row of rows.map(asObject))
        // Older versions pass over the filter; a key of somebody else must not be touched.
        if (typeof row['token'] === 'string' && row['user_id'] === user)
          keys.push({ token: row['token'], row })
      if (page >= Number(answer['total_pages'] ?? 1)) return keys
    }
    calls.note(`over ${PAGE * PAGES_MAX} keys`)
    return calls.refuse()
  }
  const update = (calls: Calls, token: string, values: Record<string, unknown>) =>
    calls.expect('POST key/update', call('POST', '/key/update', { key: token, ...values }))
  return {
    look: async (calls, operation) => {
      const keys = await list(calls, operation.target.id)
      const wanted = limitsOf(operation)
      const names = Object.keys(wanted)
      const before = keys.map(({ token, row }) => [
        token,
        BLOCKING.has(operation.action)
          ? { blocked: row['blocked'] === true }
          : Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
      ])
      const inEffect = keys.every(({ row }) =>
        BLOCKING.has(operation.action)
          ? row['blocked'] === true
          : names.every((name) => sameValue(row[name], wanted[name])),
      )
      if (keys.length === 0) return undefined
      return { inEffect, memory: { keys: Object.fromEntries(before) } }
    },
    apply: async (calls, operation) => {
      for (const { token, row } of await list(calls, operation.target.id)) {
        if (!BLOCKING.has(operation.action)) await update(calls, token, limitsOf(operation))
        else if (row['blocked'] !== true)
          await calls.expect('POST key/block', call('POST', '/key/block', { key: token }))
      }
    },
    revert: async (calls, operation, memory) => {
      const before = asObject(memory['keys'])
      for (const { token, row } of await list(calls, operation.target.id)) {
        const was = before[token]
        // A key that was blocked before us, or made since, is not ours to open.
        if (was === undefined) calls.note('left a key alone that was made after the action')
        else if (!BLOCKING.has(operation.action)) await update(calls, token, asObject(was))
        else if (row['blocked'] === true && asObject(was)['blocked'] !== true)
          await calls.expect('POST key/unblock', call('POST', '/key/unblock', { key: token }))
      }
    },
  }
}

/** Fields of a key that a lighter rung sets. */
function limitsOf({ action, parameters }: Operation): Record<string, unknown> {
  if (action === 'restrict-models') return { models: parameters['models'] ?? [] }
  return { rpm_limit: parameters['rpm'] ?? null, tpm_limit: parameters['tpm'] ?? null }
}

function sameValue(found: unknown, wanted: unknown): boolean {
  return JSON.stringify(found ?? null) === JSON.stringify(wanted ?? null)
}

function teamActions(call: ProxyCall): TargetActions {
  const blocked = async (calls: Calls, team: string): Promise<boolean | undefined> => {
    const path = `/team/info?team_id=${encodeURIComponent(team)}`
    const answer = await calls.expect('GET team/info', call('GET', path), [404])
    if (answer.status === 404) return undefined
    return asObject(objectOf(answer)['team_info'])['blocked'] === true
  }
  return {
    look: async (calls, { target }) => {
      const inEffect = await blocked(calls, target.id)
      return inEffect === undefined ? undefined : { inEffect, memory: { already: inEffect } }
    },
    apply: async (calls, { target }) => {
      await calls.expect('POST team/block', call('POST', '/team/block', { team_id: target.id }))
    },
    revert: async (calls, { target }, memory) => {
      if (memory['already'] === true) return calls.note('blocked before us: left so')
      await calls.expect('POST team/unblock', call('POST', '/team/unblock', { team_id: target.id }))
    },
  }
}

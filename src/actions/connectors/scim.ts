import type { Http, HttpRequest } from '../../platform/index.ts'
import { asObject, Calls, objectOf, unsupported } from './calls.ts'
import type { Capabilities, Connector, Memory, Operation, Reading } from './connector.ts'

export interface ScimSettings {
  readonly name: string
  /** Up to and without `/Users`, e.g. `https://idp.example/scim/v2`. */
  readonly baseUrl: string
  readonly token: string
  /** The attribute that holds the account's id at the service. */
  readonly lookup: 'id' | 'userName' | 'externalId'
}

interface User {
  readonly id: string
  readonly body: Record<string, unknown>
}

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const ACTIONS = { suspend: 'yes', terminate: 'yes' } as const

/**
 * SCIM 2.0 (RFC 7644): an account is stopped by `active: false` and never deleted, so that it can come back. PATCH where
 * the server says that it can (§3.5.2), else the whole user is read, changed and PUT; `If-Match` goes along when the
 * server gives versions, so that nobody else's change is overwritten.
 */
export function scimConnector(http: Http, settings: ScimSettings): Connector {
  const server = `${settings.name} (SCIM 2.0)`
  const base = settings.baseUrl.replace(/(?<!\/)\/+$/, '')
  const call = (method: HttpRequest['method'], path: string, body?: unknown): HttpRequest => ({
    method,
    url: `${base}${path}`,
    headers: {
      authorization: `Bearer ${settings.token}`,
      accept: 'application/scim+json',
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

  const find = async (calls: Calls, account: string): Promise<User | undefined> => {
    if (settings.lookup === 'id') {
      const answer = await calls.expect('GET User', call('GET', userPath(account)), [404])
      return answer.status === 404 ? undefined : userOf(objectOf(answer))
    }
    const filter = encodeURIComponent(`${settings.lookup} eq ${quote(account)}`)
    const answer = await calls.expect('GET Users', call('GET', `/Users?filter=${filter}`))
    const found = objectOf(answer)['Resources']
    const users = Array.isArray(found) ? found.map((user) => userOf(asObject(user))) : []
    // A server that passes over an unknown filter gives everybody; acting on the first would wrong a stranger.
    const exact = users.filter((user) => user?.body[settings.lookup] === account)
    if (exact.length > 1) calls.refuse()
    return exact[0]
  }
  const canPatch = async (calls: Calls): Promise<boolean> => {
    const answer = await calls.send(
      'GET ServiceProviderConfig',
      call('GET', '/ServiceProviderConfig'),
    )
    return asObject(objectOf(answer)['patch'])['supported'] === true
  }
  const setActive = async (calls: Calls, account: string, active: boolean): Promise<void> => {
    const user = await find(calls, account)
    if (user === undefined) calls.refuse()
    if (isActive(user) === active) return calls.note(`active was ${active} already`)
    const patch = await canPatch(calls)
    const operations = [{ op: 'replace', path: 'active', value: active }]
    const request = patch
      ? call('PATCH', userPath(user.id), { schemas: [PATCH_SCHEMA], Operations: operations })
      : call('PUT', userPath(user.id), { ...user.body, active })
    const version = asObject(user.body['meta'])['version']
    const headers = typeof version === 'string' ? { 'if-match': version } : {}
    const answer = await calls.expect(
      `${request.method} User`,
      { ...request, headers: { ...request.headers, ...headers } },
      [412],
    )
    // Somebody else changed the user in between: the next attempt reads again.
    if (answer.status === 412) calls.retry()
  }
  const look = (operation: Operation): Promise<Reading> => {
    const calls: Calls = new Calls(http, server)
    return calls.look(async () => {
      const user = await find(calls, operation.target.id)
      if (user === undefined) return 'unknown'
      return isActive(user) ? 'not-in-effect' : 'in-effect'
    })
  }
  return {
    name: settings.name,
    capabilities: async (): Promise<Capabilities> => ({
      actions: ACTIONS,
      targets: ['account'],
      reads: true,
      server,
    }),
    preview: async (operation) => {
      if (!can(operation)) return unsupported(server)
      const calls: Calls = new Calls(http, server)
      let memory: Memory = {}
      const seen = await calls.look(async () => {
        const user = await find(calls, operation.target.id)
        if (user === undefined) return 'absent'
        memory = { already: !isActive(user) }
        return isActive(user) ? 'would-change' : 'already'
      })
      return { ...seen, memory }
    },
    apply: async (operation) => {
      const calls: Calls = new Calls(http, server)
      return calls.settle(async () => {
        if (!can(operation)) calls.refuse()
        await setActive(calls, operation.target.id, false)
      })
    },
    read: look,
    revert: async (operation, _key, memory) => {
      const calls: Calls = new Calls(http, server)
      return calls.settle(async () => {
        if (memory['already'] === true) return calls.note('it was not active before us: left so')
        await setActive(calls, operation.target.id, true)
      })
    },
  }
}

function can({ action, target }: Operation): boolean {
  return action in ACTIONS && target.kind === 'account'
}

/** A user without `active` is an active one (RFC 7643 §4.1.1 leaves the default to the server, and servers take it so). */
function isActive(user: User): boolean {
  const active = user.body['active']
  return active !== false && String(active).toLowerCase() !== 'false'
}

function userOf(body: Record<string, unknown>): User | undefined {
  const { id } = body
  return typeof id === 'string' && id !== '' ? { id, body } : undefined
}

function userPath(id: string): string {
  return `/Users/${encodeURIComponent(id)}`
}

/** A filter's string is a JSON string (RFC 7644 §3.4.2.2). */
function quote(text: string): string {
  return JSON.stringify(text)
}

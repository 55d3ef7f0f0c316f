import type { Http, HttpRequest } from '../../platform/index.ts'
import { Calls, objectOf, unsupported } from './calls.ts'
import type { Capabilities, Connector, Memory, Operation, Reading } from './connector.ts'

export interface KeycloakSettings {
  readonly name: string
  readonly baseUrl: string
  readonly realm: string
  /** A client with service account and the role `manage-users` of `realm-management`. */
  readonly clientId: string
  readonly clientSecret: string
  /** Internal ids of clients that may hold offline tokens, which neither disabling nor logging out ends. */
  readonly offlineClients: readonly string[]
}

const ACTIONS = { suspend: 'yes', terminate: 'yes', 'revoke-sessions': 'no' } as const

/**
 * Keycloak. A user is disabled by writing the whole representation back as it was read: a PUT of `enabled` alone wipes
 * attributes. Disabling ends no session, so sessions are ended too, offline ones client by client; access tokens that
 * are out already live until they expire, which the evidence says.
 */
export function keycloakConnector(http: Http, settings: KeycloakSettings): Connector {
  const server = `${settings.name} (Keycloak)`
  const base = settings.baseUrl.replace(/(?<!\/)\/+$/, '')
  const realm = encodeURIComponent(settings.realm)

  const signIn = async (calls: Calls): Promise<string> => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
    })
    const answer = await calls.expectQuietly('POST token', {
      method: 'POST',
      url: `${base}/realms/${realm}/protocol/openid-connect/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    })
    const token = objectOf(answer)['access_token']
    return typeof token === 'string' ? token : calls.refuse()
  }
  const adminOf =
    (token: string, user: string) =>
    (method: HttpRequest['method'], path: string, body?: unknown): HttpRequest => ({
      method,
      url: `${base}/admin/realms/${realm}/users/${encodeURIComponent(user)}${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  type Admin = ReturnType<typeof adminOf>
  const open = async (calls: Calls, { target }: Operation): Promise<Admin> =>
    adminOf(await signIn(calls), target.id)

  const userOf = async (calls: Calls, admin: Admin) => {
    const answer = await calls.expect('GET user', admin('GET', ''), [404])
    return answer.status === 404 ? undefined : objectOf(answer)
  }
  const setEnabled = async (calls: Calls, admin: Admin, enabled: boolean): Promise<void> => {
    const user = await userOf(calls, admin)
    if (user === undefined) return calls.refuse()
    if (user['enabled'] === enabled) return calls.note(`enabled was ${enabled} already`)
    await calls.expect('PUT user', admin('PUT', '', { ...user, enabled }))
  }
  const endSessions = async (calls: Calls, admin: Admin): Promise<void> => {
    await calls.expect('POST logout', admin('POST', '/logout'))
    for (const client of settings.offlineClients) {
      const path = `/offline-sessions/${encodeURIComponent(client)}`
      await calls.expect('DELETE offline-sessions', admin('DELETE', path), [404])
    }
    calls.note('access tokens that are out already live until they expire')
  }
  const countSessions = async (calls: Calls, admin: Admin): Promise<number> => {
    const paths = settings.offlineClients.map((id) => `/offline-sessions/${encodeURIComponent(id)}`)
    let count = 0
    for (const path of ['/sessions', ...paths]) {
      const answer = await calls.expect(`GET ${path.split('/')[1]}`, admin('GET', path), [404])
      const list: unknown = answer.status === 404 ? [] : JSON.parse(answer.body)
      count += Array.isArray(list) ? list.length : 0
    }
    return count
  }
  const look = async (calls: Calls, operation: Operation) => {
    const admin = await open(calls, operation)
    const user = await userOf(calls, admin)
    if (user === undefined) return undefined
    const already = user['enabled'] === false
    const sessions = await countSessions(calls, admin)
    if (sessions > 0) calls.note(`${sessions} session(s) are open`)
    const stopped = operation.action === 'revoke-sessions' || already
    return { inEffect: stopped && sessions === 0, already }
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
      const calls = new Calls(http, server)
      let memory: Memory = {}
      const seen = await calls.look(async () => {
        const found = await look(calls, operation)
        if (found === undefined) return 'absent'
        memory = { already: found.already }
        return found.inEffect ? 'already' : 'would-change'
      })
      return { ...seen, memory }
    },
    apply: async (operation) => {
      const calls: Calls = new Calls(http, server)
      return calls.settle(async () => {
        if (!can(operation)) calls.refuse()
        const admin = await open(calls, operation)
        if (operation.action !== 'revoke-sessions') await setEnabled(calls, admin, false)
        await endSessions(calls, admin)
      })
    },
    read: async (operation): Promise<Reading> => {
      const calls = new Calls(http, server)
      return calls.look(async () => {
        const found = await look(calls, operation)
        if (found === undefined) return 'unknown'
        // Enabled again is what taking a suspension back wants, whether or not its holder has signed in since.
        return found.inEffect ? 'in-effect' : 'not-in-effect'
      })
    },
    revert: async (operation, _key, memory) => {
      const calls: Calls = new Calls(http, server)
      return calls.settle(async () => {
        if (!can(operation) || operation.action === 'revoke-sessions') calls.refuse()
        if (memory['already'] === true) return calls.note('disabled before us: left so')
        await setEnabled(calls, await open(calls, operation), true)
      })
    },
  }
}

function can({ action, target }: Operation): boolean {
  return action in ACTIONS && target.kind === 'account'
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type KeycloakShapedServer,
  startKeycloakShapedServer,
} from '../../../test/fixtures/keycloak-shaped-server.ts'
import { openHttp } from '../../platform/index.ts'
import type { Connector, Operation } from './connector.ts'
import { keycloakConnector } from './keycloak.ts'

const WHOLE = {
  id: 'u7',
  username: 'seven',
  email: 'seven@mail.example',
  firstName: 'Seven',
  attributes: { plan: ['paid'] },
}
const terminate: Operation = {
  action: 'terminate',
  target: { kind: 'account', id: 'u7' },
  parameters: {},
}
let server: KeycloakShapedServer
let connector: Connector

function connect(clientSecret = 'client-secret'): Connector {
  return keycloakConnector(openHttp({ allow: [server.host] }), {
    name: 'logins',
    baseUrl: server.url,
    realm: 'people',
    clientId: 'windbreak',
    clientSecret,
    offlineClients: ['cli'],
  })
}

beforeEach(async () => {
  server = await startKeycloakShapedServer()
  server.users.set('u7', { ...WHOLE, enabled: true })
  server.sessions.set('u7', ['s1', 's2'])
  server.offline.set('u7', ['o1'])
  connector = connect()
})
afterEach(() => server.close())

describe('a server that behaves as Keycloak was recorded to', () => {
  it('keeps everything of a user that is disabled and enabled again', async () => {
    const { memory } = await connector.preview(terminate)
    expect(await connector.apply(terminate, 'a', memory)).toMatchObject({ state: 'applied' })
    expect(server.users.get('u7')).toEqual({ ...WHOLE, enabled: false })
    await connector.revert(terminate, 'b', memory)
    expect(server.users.get('u7')).toEqual({ ...WHOLE, enabled: true })
  })

  it('ends sessions and offline sessions, which disabling does not', async () => {
    await connector.apply(terminate, 'a', {})
    expect(server.sessions.get('u7') ?? []).toEqual([])
    expect(server.offline.get('u7') ?? []).toEqual([])
  })

  it('is not in effect while a session of a disabled user is open', async () => {
    server.users.set('u7', { ...WHOLE, enabled: false })
    const reading = await connector.read(terminate, {})
    expect(reading.state).toBe('not-in-effect')
    expect(reading.evidence.notes).toContain('3 session(s) are open')
  })

  it('leaves a user disabled who was so before', async () => {
    server.users.set('u7', { ...WHOLE, enabled: false })
    const { memory } = await connector.preview(terminate)
    await connector.apply(terminate, 'a', memory)
    await connector.revert(terminate, 'b', memory)
    expect(server.users.get('u7')?.['enabled']).toBe(false)
  })

  it('keeps no secret and no token in the evidence', async () => {
    const outcome = await connector.apply(terminate, 'a', {})
    expect(JSON.stringify(outcome)).not.toMatch(/client-secret|admin-token|seven/)
    expect(outcome.evidence.calls[0]).toBe('POST token: 200')
  })

  it('is refused with a wrong secret', async () => {
    expect(await connect('wrong').apply(terminate, 'a', {})).toMatchObject({ state: 'refused' })
  })
})

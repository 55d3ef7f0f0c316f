import { describe, expect, it } from 'vitest'
import { type ConnectorSettings, openHttp, SecretText } from '../../platform/index.ts'
import { newWebhookSecret } from './webhook-signature.ts'
import { openConnectors } from './open-connectors.ts'

const clock = () => '2026-01-05T08:12:00.000Z'
const secret = (text: string): SecretText => new SecretText(text)
const url = 'https://service.example/x'
const SETTINGS: Readonly<Record<string, ConnectorSettings>> = {
  hook: {
    type: 'webhook',
    url,
    keys: [secret(newWebhookSecret())],
    actions: ['suspend'],
    targets: ['account'],
  },
  directory: { type: 'scim', url, token: secret('t'), lookup: 'userName' },
  gateway: { type: 'litellm', url, key: secret('k') },
  login: {
    type: 'keycloak',
    url,
    realm: 'r',
    clientId: 'c',
    clientSecret: secret('s'),
    offlineClients: [],
  },
  other: {
    type: 'http',
    targets: ['account'],
    actions: { suspend: { apply: { method: 'POST', url: `${url}/{target}` } } },
  },
  idp: { type: 'ssf', receiver: 'r1' },
}
const transmitter = { db: {}, clock, key: {}, issuer: 'https://windbreak.example' } as never

describe('the connectors of the settings', () => {
  it('are there for each type, under the names that plans say', () => {
    const connectors = openConnectors(openHttp(), clock, SETTINGS, transmitter)
    expect(Object.keys(connectors)).toEqual(Object.keys(SETTINGS))
    expect(Object.values(connectors).map(({ name }) => name)).toEqual(Object.keys(SETTINGS))
  })

  it.each<[string, ConnectorSettings, string]>([
    ['security events without a key', { type: 'ssf', receiver: 'r1' }, 'no key and address'],
    [
      'an action that there is not',
      { ...SETTINGS['hook'], actions: ['delete'] } as ConnectorSettings,
      'action "delete"',
    ],
  ])('refuse %s', (_, settings, words) => {
    const opening = (): unknown => openConnectors(openHttp(), clock, { one: settings })
    expect(opening).toThrow(words)
  })
})

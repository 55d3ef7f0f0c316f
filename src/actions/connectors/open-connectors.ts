import {
  type CallSettings,
  type Clock,
  type ConnectorSettings,
  type Http,
  type ReadCallSettings,
  SecretText,
} from '../../platform/index.ts'
import { actionsError } from '../errors.ts'
import type { Transmitter } from '../ssf/deliver.ts'
import { ssfConnector } from '../ssf/ssf-connector.ts'
import { ACTION_KINDS, type ActionKind, TARGET_KINDS, type TargetKind } from '../ladder.ts'
import type { Connector } from './connector.ts'
import { genericHttpConnector, type HttpActionSettings } from './generic-http.ts'
import type { HttpTemplate, ReadTemplate } from './http-template.ts'
import { keycloakConnector } from './keycloak.ts'
import { litellmConnector } from './litellm.ts'
import { scimConnector } from './scim.ts'
import { webhookConnector } from './webhook.ts'

/**
 * The connectors that the settings name, by name: what a plan's `connector` means. Throws WB_ACTIONS_CONNECTOR for an action
 * or a kind of target that there is not, or security events without what signs them; WB_ACTIONS_WEBHOOK_KEY for a key of another shape.
 */
export function openConnectors(
  http: Http,
  clock: Clock,
  settings: Readonly<Record<string, ConnectorSettings>>,
  transmitter?: Transmitter,
): Readonly<Record<string, Connector>> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, one]) => [
      name,
      openConnector({ http, clock, transmitter }, name, one),
    ]),
  )
}

interface Ways {
  readonly http: Http
  readonly clock: Clock
  readonly transmitter: Transmitter | undefined
}

function openConnector(
  { http, clock, transmitter }: Ways,
  name: string,
  settings: ConnectorSettings,
): Connector {
  switch (settings.type) {
    case 'webhook':
      return webhookConnector(http, clock, {
        name,
        url: settings.url,
        keys: settings.keys.map((key) => key.reveal()),
        actions: settings.actions.map((word) => actionOf(name, word)),
        targets: settings.targets.map((word) => targetOf(name, word)),
        ...(settings.read === undefined ? {} : { read: readOf(settings.read) }),
      })
    case 'scim': {
      const { url: baseUrl, token, lookup } = settings
      return scimConnector(http, { name, baseUrl, token: token.reveal(), lookup })
    }
    case 'ssf':
      if (transmitter === undefined)
        throw actionsError(
          'WB_ACTIONS_CONNECTOR',
          `connectors.${name}: found no key and address to send security events by, wanted both`,
          { hint: 'give serve a data folder, and WINDBREAK_ORIGIN: where receivers reach it' },
        )
      return ssfConnector(transmitter, http, { name, receiver: settings.receiver })
    case 'litellm':
      return litellmConnector(http, {
        name,
        baseUrl: settings.url,
        adminKey: settings.key.reveal(),
      })
    case 'keycloak': {
      const { url: baseUrl, realm, clientId, clientSecret, offlineClients } = settings
      const secret = clientSecret.reveal()
      const realmOf = { name, baseUrl, realm, clientId, clientSecret: secret, offlineClients }
      return keycloakConnector(http, realmOf)
    }
    case 'http':
      return genericHttpConnector(http, {
        name,
        targets: settings.targets.map((word) => targetOf(name, word)),
        actions: Object.fromEntries(
          Object.entries(settings.actions).map(([word, calls]) => [
            actionOf(name, word),
            httpActionOf(calls),
          ]),
        ),
      })
  }
}

type HttpCalls = Extract<ConnectorSettings, { type: 'http' }>['actions'][string]

function httpActionOf({ apply, revert, read }: HttpCalls): HttpActionSettings {
  return {
    apply: callOf(apply),
    ...(revert === undefined ? {} : { revert: callOf(revert) }),
    ...(read === undefined ? {} : { read: readOf(read) }),
  }
}

function callOf({ method, url, headers = {}, body }: CallSettings): HttpTemplate {
  const revealed = Object.entries(headers).map(([name, value]) => [
    name,
    value instanceof SecretText ? value.reveal() : value,
  ])
  return {
    method,
    url,
    headers: Object.fromEntries(revealed) as Record<string, string>,
    ...(body === undefined ? {} : { body }),
  }
}

function readOf(read: ReadCallSettings): ReadTemplate {
  return { ...callOf(read), pointer: read.pointer, equals: read.equals }
}

function actionOf(connector: string, word: string): ActionKind {
  const kind = ACTION_KINDS.find((known) => known === word)
  if (kind !== undefined) return kind
  throw unknownWord(connector, 'action', word, ACTION_KINDS)
}

function targetOf(connector: string, word: string): TargetKind {
  const kind = TARGET_KINDS.find((known) => known === word)
  if (kind !== undefined) return kind
  throw unknownWord(connector, 'target', word, TARGET_KINDS)
}

function unknownWord(
  connector: string,
  what: string,
  word: string,
  accepted: readonly string[],
): Error {
  return actionsError(
    'WB_ACTIONS_CONNECTOR',
    `connectors.${connector}: found the ${what} ${JSON.stringify(word.slice(0, 80))}, wanted ${accepted.join(', ')}`,
    { hint: 'mend the file of settings' },
  )
}

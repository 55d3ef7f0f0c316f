export type {
  Capabilities,
  Connector,
  Evidence,
  Memory,
  Operation,
  Outcome,
  Parameters,
  Preview,
  Reading,
  Target,
} from './connectors/connector.ts'
export { genericHttpConnector } from './connectors/generic-http.ts'
export type { GenericHttpSettings } from './connectors/generic-http.ts'
export { keycloakConnector } from './connectors/keycloak.ts'
export type { KeycloakSettings } from './connectors/keycloak.ts'
export { litellmConnector } from './connectors/litellm.ts'
export type { LitellmSettings } from './connectors/litellm.ts'
export { scimConnector } from './connectors/scim.ts'
export type { ScimSettings } from './connectors/scim.ts'
export { newWebhookSecret, signWebhook, verifyWebhook } from './connectors/webhook-signature.ts'
export { webhookConnector } from './connectors/webhook.ts'
export type { WebhookSettings } from './connectors/webhook.ts'
export { ACTION_KINDS, LADDER } from './ladder.ts'
export type { ActionKind, Rung, TargetKind } from './ladder.ts'

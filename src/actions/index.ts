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
export { pollSets, pushSet, queueSet } from './ssf/deliver.ts'
export type { PollRequest, Pushed, Transmitter } from './ssf/deliver.ts'
export { EVENT_TYPES, VERIFICATION } from './ssf/events.ts'
export { addTransmitter, listReceived, pollTransmitter, takePushed } from './ssf/receive.ts'
export type { NewTransmitter } from './ssf/receive.ts'
export type { SetFault } from './ssf/set.ts'
export { openSignalKey } from './ssf/signal-key.ts'
export type { SignalKey } from './ssf/signal-key.ts'
export { ssfConnector } from './ssf/ssf-connector.ts'
export type { SsfSettings } from './ssf/ssf-connector.ts'
export { addReceiver, endStream, findReceiver, setStream, setStreamStatus } from './ssf/streams.ts'
export type { StreamRequest } from './ssf/streams.ts'
export type { ReceiverRow } from './ssf/tables.ts'
export { ACTION_KINDS, LADDER } from './ladder.ts'
export type { ActionKind, Rung, TargetKind } from './ladder.ts'
export { SAFEGUARDS } from './deps.ts'
export type { ActionsDb, ActionsDeps, Safeguards } from './deps.ts'
export { actionsMigrations } from './migrations.ts'
export { openConnectors } from './connectors/open-connectors.ts'
export { releaseLeases, STEPS } from './outbox/record.ts'
export type { Step, Worker } from './outbox/record.ts'
export { runActions } from './outbox/run-actions.ts'
export { settleWaiting } from './outbox/settle-plan.ts'
export { foldEvents, nextState, TRANSITIONS } from './plan-states.ts'
export type { PlanEvent, PlanState } from './plan-states.ts'
export { approvePlan } from './plans/approve-plan.ts'
export { readPlan, sealPlan } from './plans/content.ts'
export { groundPlan } from './plans/ground-plan.ts'
export type { PlanAsked } from './plans/ground-plan.ts'
export type { EvidenceRef, PlanContent, PlanTarget } from './plans/content.ts'
export { cancelPlan, draftPlan, editPlan, proposePlan } from './plans/propose-plan.ts'
export { endExpired, resumePlan, reversePlan, stopPlan } from './plans/reverse-plan.ts'
export type { Reversal } from './plans/reverse-plan.ts'
export { advancePlans, reviewEmergency, startPlan, suspendInEmergency } from './plans/start-plan.ts'
export type { ActionRow, ActionState, ActionsTables, PlanRow } from './tables.ts'
export { countGivenBack, decideAppeal, fileAppeal, issueAppealToken } from './appeals/appeals.ts'
export type { AppealDecision } from './appeals/appeals.ts'
export {
  STATEMENT_CATEGORIES,
  STATEMENT_KEYWORDS,
  statementOfReasons,
  userNotice,
} from './appeals/statement.ts'
export type { Statement, StatementGrounds } from './appeals/statement.ts'
export { findReturned, forgetReturnTokens, keepReturnTokens } from './returned-accounts.ts'
export type { AccountTraits, ReturnCandidate } from './returned-accounts.ts'
export { watchStopped } from './watch-stopped.ts'
export type { EventsSince, Leak } from './watch-stopped.ts'
export { previewPlan } from './plans/preview-plan.ts'
export type { PlanPreview, TargetDirectory, TargetFacts } from './plans/preview-plan.ts'
export { openHealthGate } from './worker/health-gate.ts'
export type { HealthGate } from './worker/health-gate.ts'
export { sendEvent, webhookNotices } from './worker/notices.ts'
export type { Notice, NoticeChannel } from './worker/notices.ts'
export { runFollowUps } from './worker/run-follow-ups.ts'
export type { FollowUpParts } from './worker/run-follow-ups.ts'
export { runWorker } from './worker/run-worker.ts'
export type { WorkerParts } from './worker/run-worker.ts'

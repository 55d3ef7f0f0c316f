export { appendAudit } from './audit/append.ts'
export type { AuditEntry } from './audit/append.ts'
export { openAuditKey } from './audit/audit-key.ts'
export type { AuditKey } from './audit/audit-key.ts'
export {
  anchorAudit,
  auditFault,
  fileAnchor,
  listCheckpoints,
  makeCheckpoint,
  readAnchors,
  readAudit,
  verifyRecords,
  webhookAnchor,
} from './audit/checkpoints.ts'
export type { Anchor } from './audit/checkpoints.ts'
export { exportAudit, verifyExport } from './audit/export.ts'
export type { ExportVerdict } from './audit/export.ts'
export { GrowingTree, leafHash, treeRoot } from './audit/merkle.ts'
export type { Hash } from './audit/merkle.ts'
export { parseVerifierKey, verifyCheckpoint } from './audit/note.ts'
export type { Checkpoint, VerifierKey } from './audit/note.ts'
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from './audit/proofs.ts'
export { proveEntry, proveGrowth } from './audit/prove.ts'
export type { EntryProof } from './audit/prove.ts'
export type { AuditFault, AuditVerdict } from './audit/verify.ts'
export type {
  CaseEvent,
  CaseEventKind,
  CaseSubject,
  LeadFacts,
  MatrixValue,
  Outcome,
  Queue,
  RecordedEvent,
  SubjectKind,
} from './casework/case-event.ts'
export { applyEvent } from './casework/case-view.ts'
export type { CaseStatus, CaseView } from './casework/case-view.ts'
export { decide, DECISION_ACTIONS, decisionFault, readDecision } from './casework/decision.ts'
export type { Decision, DecisionAction, RecordedDecision } from './casework/decision.ts'
export { freezeEvidence, readEvidence } from './casework/evidence.ts'
export type { EvidenceSnapshot } from './casework/evidence.ts'
export { importLeads } from './casework/import-leads.ts'
export type { ImportReport } from './casework/import-leads.ts'
export { mergeCases, splitCase } from './casework/merge-split.ts'
export { listCases, readCase, readTimeline } from './casework/read.ts'
export type { CaseFilter, CaseKey } from './casework/read.ts'
export { rebuildCases } from './casework/rebuild.ts'
export type { RebuildReport } from './casework/rebuild.ts'
export { addCaseEvent, openCase } from './casework/record.ts'
export type { PlainEvent, RecordOptions } from './casework/record.ts'
export { askReview, asSeenBy, readBlind, refuseUnblinding } from './casework/review.ts'
export type { BlindView } from './casework/review.ts'
export { GRANT_MINUTES_MAX, grantContent, reviewGrant, revokeGrant } from './content/grants.ts'
export type { GrantAsked, GrantReview } from './content/grants.ts'
export { ACCESS_REASONS, CONTENT_LEVELS, redactJson } from './content/levels.ts'
export type { AccessReason, ContentLevel } from './content/levels.ts'
export { listAccess, listOwnGrants } from './content/oversee.ts'
export type { AccessFilter, GrantSeen } from './content/oversee.ts'
export { CONTENT_QUOTA, readContent } from './content/read-content.ts'
export type { ContentRead } from './content/read-content.ts'
export { readSettled } from './casework/settled.ts'
export type { SettledAccounts } from './casework/settled.ts'
export { inTransaction } from './in-transaction.ts'
export { canonicalJson, jsonHash } from './json.ts'
export type { Json } from './json.ts'
export { casesMigrations } from './migrations.ts'
export {
  addFirstAdministrator,
  addPerson,
  checkPassword,
  disablePerson,
  findPerson,
  listPeople,
  setPassword,
  setRoles,
} from './people/accounts.ts'
export type { NewPerson, PersonView } from './people/accounts.ts'
export { addApiToken, readApiToken, revokeApiToken } from './people/api-tokens.ts'
export type { NewApiToken, TokenHolder } from './people/api-tokens.ts'
export { addIdentity, findByIdentity } from './people/identities.ts'
export {
  addPasskey,
  listPasskeys,
  offerPasskey,
  offerPasskeyLogin,
  removePasskey,
  usePasskey,
} from './people/passkeys.ts'
export type {
  LoginResponse,
  PasskeySite,
  PasskeyView,
  RegistrationResponse,
} from './people/passkeys.ts'
export {
  endSession,
  endSessions,
  readSession,
  rotateSession,
  startSession,
} from './people/sessions.ts'
export type { NewSession } from './people/sessions.ts'
export { confirmTotp, offerTotp, useTotp } from './people/totp.ts'
export {
  demand,
  isPermission,
  isRole,
  may,
  PERMISSIONS,
  permissionsOf,
  refuseToxicPairs,
  ROLES,
  TOXIC_PAIRS,
} from './people/roles.ts'
export type { Permission, Person, Role } from './people/roles.ts'
export { listCertificates, verifyCertificate } from './retention/certificate.ts'
export type { Certificate } from './retention/certificate.ts'
export { RETENTION_DAYS, retentionPolicy } from './retention/policy.ts'
export type { RetentionClass, RetentionPolicy } from './retention/policy.ts'
export { applyRetention, planRetention } from './retention/run-retention.ts'
export type { RetentionPlan, RetentionRow } from './retention/run-retention.ts'
export { openVault } from './retention/vault.ts'
export type { Vault } from './retention/vault.ts'
export type { CasesDb, CasesTables } from './tables.ts'

import type { Route } from '../route.ts'
import { addPersonIdentity } from './add-identity.ts'
import { addCaseNote } from './add-note.ts'
import { addOwnPasskey } from './add-passkey.ts'
import { addNewPerson } from './add-person.ts'
import { addSsfReceiver } from './add-ssf-receiver.ts'
import { addSsfTransmitter } from './add-ssf-transmitter.ts'
import { addCaseSubject } from './add-subject.ts'
import { addCaseTask } from './add-task.ts'
import { addToken } from './add-token.ts'
import { approveProposal } from './approve-plan.ts'
import { askSecondLook } from './ask-review.ts'
import { applyRetentionRun } from './apply-retention.ts'
import { assignCase } from './assign-case.ts'
import { beginProviderLogin } from './begin-provider-login.ts'
import { changeSsfStream } from './change-ssf-stream.ts'
import { closeCase } from './close-case.ts'
import { confirmOwnTotp } from './confirm-totp.ts'
import { decideOneAppeal } from './decide-appeal.ts'
import { decideCase } from './decide-case.ts'
import { disableOnePerson } from './disable-person.ts'
import { draftNewPlan } from './draft-plan.ts'
import { endSsfStream } from './end-ssf-stream.ts'
import { exportAuditLog } from './export-audit.ts'
import { fileNewAppeal } from './file-appeal.ts'
import { finishProviderLogin } from './finish-provider-login.ts'
import { finishCaseTask } from './finish-task.ts'
import { freezeCaseEvidence } from './freeze-evidence.ts'
import { giveReview } from './give-review.ts'
import { grantContentAccess } from './grant-content.ts'
import { listContentAccess } from './list-access.ts'
import { listContentGrants } from './list-grants.ts'
import { readGrantedContent } from './read-content.ts'
import { reviewContentGrant } from './review-grant.ts'
import { revokeContentGrant } from './revoke-grant.ts'
import { healthz } from './healthz.ts'
import { holdCase } from './hold-case.ts'
import { importNewLeads } from './import-leads.ts'
import { issueToken } from './issue-appeal-token.ts'
import { liftHold } from './lift-hold.ts'
import { listDeletionCertificates } from './list-certificates.ts'
import { listOpenCases } from './list-cases.ts'
import { listOwnPasskeys } from './list-passkeys.ts'
import { listAllPeople } from './list-people.ts'
import { listSsfReceived } from './list-ssf-received.ts'
import { logIn } from './log-in.ts'
import { logInByPasskey } from './log-in-by-passkey.ts'
import { logOut } from './log-out.ts'
import { makeSsfStream } from './make-ssf-stream.ts'
import { makeStatement } from './make-statement.ts'
import { mergeIntoCase } from './merge-cases.ts'
import { metrics } from './metrics.ts'
import { offerOwnPasskey } from './offer-passkey.ts'
import { offerLoginByPasskey } from './offer-passkey-login.ts'
import { listAuditCheckpoints } from './list-checkpoints.ts'
import { makeAuditCheckpoint } from './make-checkpoint.ts'
import { planRetentionRun } from './plan-retention.ts'
import { previewOnePlan } from './preview-plan.ts'
import { proveAuditEntry } from './prove-entry.ts'
import { proveAuditGrowth } from './prove-growth.ts'
import { resumeHeldPlan } from './resume-plan.ts'
import { reverseOnePlan } from './reverse-plan.ts'
import { offerOwnTotp } from './offer-totp.ts'
import { openapi } from './openapi.ts'
import { pollSsfSets } from './poll-ssf-sets.ts'
import { proposeDraft } from './propose-plan.ts'
import { queueCase } from './queue-case.ts'
import { readCaseBlind } from './read-blind.ts'
import { readOneCase } from './read-case.ts'
import { readEvidenceWithReason } from './read-evidence.ts'
import { readOnePlan } from './read-plan.ts'
import { readOwnSession } from './read-session.ts'
import { readSsfConfiguration } from './read-ssf-configuration.ts'
import { readSsfKeys } from './read-ssf-keys.ts'
import { readSsfStatus } from './read-ssf-status.ts'
import { readSsfStream } from './read-ssf-stream.ts'
import { readCaseTimeline } from './read-timeline.ts'
import { readyz } from './readyz.ts'
import { releaseCase } from './release-case.ts'
import { removeOwnPasskey } from './remove-passkey.ts'
import { removeCaseSubject } from './remove-subject.ts'
import { reopenCase } from './reopen-case.ts'
import { revokeToken } from './revoke-token.ts'
import { setMatrixCell } from './set-matrix.ts'
import { setOwnPassword } from './set-password.ts'
import { setPersonRoles } from './set-roles.ts'
import { setSsfStatus } from './set-ssf-status.ts'
import { splitOneCase } from './split-case.ts'
import { startApprovedPlan } from './start-plan.ts'
import { stopRunningPlan } from './stop-plan.ts'
import { takeSsfSet } from './take-ssf-set.ts'
import { verifySsfStream } from './verify-ssf-stream.ts'

/** Every route of the server but those of TAXII. The description, the guard and the tests of rights are made from it. */
export const ROUTES: readonly Route[] = [
  healthz,
  readyz,
  metrics,
  openapi,
  logIn,
  readOwnSession,
  logOut,
  beginProviderLogin,
  finishProviderLogin,
  offerLoginByPasskey,
  logInByPasskey,
  offerOwnPasskey,
  addOwnPasskey,
  listOwnPasskeys,
  removeOwnPasskey,
  offerOwnTotp,
  confirmOwnTotp,
  setOwnPassword,
  addToken,
  revokeToken,
  listAllPeople,
  addNewPerson,
  setPersonRoles,
  disableOnePerson,
  addPersonIdentity,
  importNewLeads,
  listOpenCases,
  readOneCase,
  readCaseTimeline,
  assignCase,
  releaseCase,
  queueCase,
  addCaseNote,
  addCaseTask,
  finishCaseTask,
  addCaseSubject,
  removeCaseSubject,
  setMatrixCell,
  holdCase,
  liftHold,
  mergeIntoCase,
  splitOneCase,
  freezeCaseEvidence,
  readEvidenceWithReason,
  grantContentAccess,
  listContentGrants,
  readGrantedContent,
  listContentAccess,
  revokeContentGrant,
  reviewContentGrant,
  planRetentionRun,
  applyRetentionRun,
  listDeletionCertificates,
  decideCase,
  closeCase,
  reopenCase,
  askSecondLook,
  readCaseBlind,
  giveReview,
  draftNewPlan,
  readOnePlan,
  previewOnePlan,
  proposeDraft,
  approveProposal,
  startApprovedPlan,
  stopRunningPlan,
  resumeHeldPlan,
  reverseOnePlan,
  issueToken,
  makeStatement,
  fileNewAppeal,
  decideOneAppeal,
  exportAuditLog,
  readSsfConfiguration,
  readSsfKeys,
  addSsfReceiver,
  makeSsfStream,
  changeSsfStream,
  readSsfStream,
  endSsfStream,
  readSsfStatus,
  setSsfStatus,
  verifySsfStream,
  pollSsfSets,
  addSsfTransmitter,
  takeSsfSet,
  listSsfReceived,
  listAuditCheckpoints,
  makeAuditCheckpoint,
  proveAuditEntry,
  proveAuditGrowth,
]

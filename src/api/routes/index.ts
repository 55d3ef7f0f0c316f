import type { Route } from '../route.ts'
import { addPersonIdentity } from './add-identity.ts'
import { addCaseNote } from './add-note.ts'
import { addNewPerson } from './add-person.ts'
import { addToken } from './add-token.ts'
import { approveProposal } from './approve-plan.ts'
import { applyRetentionRun } from './apply-retention.ts'
import { assignCase } from './assign-case.ts'
import { beginProviderLogin } from './begin-provider-login.ts'
import { closeCase } from './close-case.ts'
import { confirmOwnTotp } from './confirm-totp.ts'
import { decideOneAppeal } from './decide-appeal.ts'
import { decideCase } from './decide-case.ts'
import { disableOnePerson } from './disable-person.ts'
import { draftNewPlan } from './draft-plan.ts'
import { exportAuditLog } from './export-audit.ts'
import { fileNewAppeal } from './file-appeal.ts'
import { finishProviderLogin } from './finish-provider-login.ts'
import { freezeCaseEvidence } from './freeze-evidence.ts'
import { grantContentAccess } from './grant-content.ts'
import { listContentAccess } from './list-access.ts'
import { listContentGrants } from './list-grants.ts'
import { readGrantedContent } from './read-content.ts'
import { reviewContentGrant } from './review-grant.ts'
import { revokeContentGrant } from './revoke-grant.ts'
import { healthz } from './healthz.ts'
import { importNewLeads } from './import-leads.ts'
import { issueToken } from './issue-appeal-token.ts'
import { listDeletionCertificates } from './list-certificates.ts'
import { listOpenCases } from './list-cases.ts'
import { listAllPeople } from './list-people.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { makeStatement } from './make-statement.ts'
import { listAuditCheckpoints } from './list-checkpoints.ts'
import { makeAuditCheckpoint } from './make-checkpoint.ts'
import { metrics } from './metrics.ts'
import { planRetentionRun } from './plan-retention.ts'
import { previewOnePlan } from './preview-plan.ts'
import { proveAuditEntry } from './prove-entry.ts'
import { proveAuditGrowth } from './prove-growth.ts'
import { resumeHeldPlan } from './resume-plan.ts'
import { reverseOnePlan } from './reverse-plan.ts'
import { offerOwnTotp } from './offer-totp.ts'
import { openapi } from './openapi.ts'
import { proposeDraft } from './propose-plan.ts'
import { readOneCase } from './read-case.ts'
import { readEvidenceWithReason } from './read-evidence.ts'
import { readOnePlan } from './read-plan.ts'
import { readOwnSession } from './read-session.ts'
import { readCaseTimeline } from './read-timeline.ts'
import { readyz } from './readyz.ts'
import { revokeToken } from './revoke-token.ts'
import { setOwnPassword } from './set-password.ts'
import { setPersonRoles } from './set-roles.ts'
import { startApprovedPlan } from './start-plan.ts'
import { stopRunningPlan } from './stop-plan.ts'

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
  addCaseNote,
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
  listAuditCheckpoints,
  makeAuditCheckpoint,
  proveAuditEntry,
  proveAuditGrowth,
]

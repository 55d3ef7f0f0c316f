import type { Generated, Kysely } from 'kysely'
import type { AccessReason, ContentLevel } from './content/levels.ts'

/** Tables that this layer owns. Times are UTC ISO text, JSON columns hold text. */
export interface CasesTables {
  audit_log: AuditRow
  audit_checkpoints: CheckpointRow
  people: PersonRow
  person_roles: PersonRoleRow
  person_identities: IdentityRow
  api_tokens: ApiTokenRow
  person_sessions: SessionRow
  person_passkeys: PasskeyRow
  passkey_challenges: ChallengeRow
  cases: CaseRow
  case_subjects: CaseSubjectRow
  case_events: CaseEventRow
  evidence_snapshots: SnapshotRow
  decisions: DecisionRow
  content_grants: ContentGrantRow
  content_reads: ContentReadRow
  data_keys: DataKeyRow
  deletion_certificates: CertificateRow
}

/** The records as this layer sees them; a `Transaction` is one too. */
export type CasesDb = Kysely<CasesTables>

export interface AuditRow {
  /** From 0 without gaps: the leaf's index in the tree. */
  seq: number
  /** Canonical JSON: the bytes that the leaf hash is over. */
  entry: string
  /** RFC 6962 leaf hash, hex. */
  leaf: string
  /** Copies out of the entry to find it by. */
  action: string
  subject: string
}

export interface CheckpointRow {
  size: number
  at: string
  /** The signed note, whole. */
  note: string
}

export interface PersonRow {
  id: string
  /** What the person logs in with; kept in lower case. */
  login: string
  name: string
  /** PHC string of Argon2id; null when the person comes through a provider. */
  password_hash: string | null
  /** Base32; null until it is confirmed by a first code. */
  totp_secret: string | null
  /** The time step of the last code that was taken: a code is good once. */
  totp_last_step: number | null
  created_at: string
  disabled_at: string | null
}

export interface PersonRoleRow {
  person_id: string
  role: string
}

export interface IdentityRow {
  issuer: string
  subject: string
  person_id: string
}

export interface ApiTokenRow {
  id: string
  person_id: string
  name: string
  token_hash: string
  /** Permissions as a JSON array. */
  scopes: string
  created_at: string
  expires_at: string
  revoked_at: string | null
}

export interface SessionRow {
  id_hash: string
  person_id: string
  created_at: string
  last_seen_at: string
  expires_at: string
  ended_at: string | null
}

export interface PasskeyRow {
  id: string
  /** What the authenticator calls it, base64url. */
  credential_id: string
  person_id: string
  /** What its holder calls it. */
  name: string
  /** COSE key, base64url. */
  public_key: string
  /** The last count that the authenticator gave; 0 for those that do not count. */
  counter: number
  created_at: string
  last_used_at: string | null
}

export interface ChallengeRow {
  challenge_hash: string
  /** Whose registration it is for; null for a login, where nobody is known yet. */
  person_id: string | null
  expires_at: string
}

export interface CaseRow {
  id: string
  version: number
  queue: string
  status: string
  assignee: string | null
  opened_at: string
  changed_at: string
  is_held: boolean
  /** Canonical JSON of the whole `CaseView`: what a rebuild compares. */
  view: string
}

export interface CaseSubjectRow {
  case_id: string
  kind: string
  subject_id: string
}

export interface CaseEventRow {
  seq: Generated<number>
  case_id: string
  version: number
  at: string
  by_id: string
  kind: string
  external_id: string | null
  /** Canonical JSON of the event. */
  event: string
}

export interface SnapshotRow {
  id: string
  case_id: string
  at: string
  by_id: string
  why: string
  /** SHA-256 of `content`, hex. */
  hash: string
  /** Canonical JSON, sealed where there is a vault; null after the content was erased. */
  content: string | null
}

export interface DecisionRow {
  id: string
  case_id: string
  at: string
  by_id: string
  snapshot_id: string
  /** Canonical JSON of the decision. */
  decision: string
}

/** A look at an account's content that one person was granted, for a time. */
export interface ContentGrantRow {
  id: string
  person_id: string
  account: string
  case_id: string | null
  level: ContentLevel
  reason: AccessReason
  reference: string
  at: string
  expires_at: string
  revoked_at: string | null
  review: 'justified' | 'not-justified' | null
  reviewed_by: string | null
  reviewed_at: string | null
  review_note: string | null
}

/** What was read, never what stood there. Append-only. */
export interface ContentReadRow {
  seq: Generated<number>
  grant_id: string
  person_id: string
  account: string
  level: ContentLevel
  events: number
  at: string
  request: string | null
}

/** The key of a subject, wrapped. Without it what it sealed cannot be read, wherever copies lie. */
export interface DataKeyRow {
  id: string
  subject: string
  wrapped: string | null
  created_at: string
  destroyed_at: string | null
}

export interface CertificateRow {
  id: string
  at: string
  text: string
  signature: string
}

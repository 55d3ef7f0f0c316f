import { type Kysely, sql } from 'kysely'
import type { Migrations } from '../platform/index.ts'

/** Kept in the order of their names, for ever: a mended table is a new migration. */
export const casesMigrations: Migrations = {
  '20261125T110000-audit': { up: makeAudit },
  '20261125T110100-people': { up: makePeople },
  '20261125T110200-cases': { up: makeCases },
  '20261125T120000-passkeys': { up: makePasskeys },
  '20261125T151000-content': { up: makeContent },
  '20261125T152000-retention': { up: makeRetention },
}

async function makeAudit(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_log (
      seq bigint primary key check (seq >= 0),
      entry text not null,
      leaf text not null check (leaf ~ '^[0-9a-f]{64}$'),
      action text not null,
      subject text not null
    )`.execute(db)
  await sql`create index audit_log_subject on audit_log (subject, seq)`.execute(db)
  await sql`
    create table audit_checkpoints (
      size bigint primary key check (size > 0),
      at timestamptz not null,
      note text not null
    )`.execute(db)
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% of % is refused: what is written there stays', tg_op, tg_table_name;
    end $$`.execute(db)
  for (const table of ['audit_log', 'audit_checkpoints']) await refuseChanges(db, table)
}

/** UPDATE, DELETE and TRUNCATE of a table are refused by the database, whoever asks through it. */
async function refuseChanges(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`
    create trigger ${sql.raw(`${table}_stays`)}
      before update or delete or truncate on ${sql.table(table)}
      for each statement execute function refuse_change()`.execute(db)
}

async function makePeople(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table people (
      id text primary key,
      login text not null unique,
      name text not null,
      password_hash text,
      totp_secret text,
      totp_last_step bigint,
      created_at timestamptz not null,
      disabled_at timestamptz
    )`.execute(db)
  await sql`
    create table person_roles (
      person_id text not null references people (id),
      role text not null,
      primary key (person_id, role)
    )`.execute(db)
  await sql`
    create table person_identities (
      issuer text not null,
      subject text not null,
      person_id text not null references people (id),
      primary key (issuer, subject)
    )`.execute(db)
  await sql`
    create table api_tokens (
      id text primary key,
      person_id text not null references people (id),
      name text not null,
      token_hash text not null unique,
      scopes text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz
    )`.execute(db)
  await sql`
    create table person_sessions (
      id_hash text primary key,
      person_id text not null references people (id),
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db)
  await sql`create index person_sessions_person on person_sessions (person_id)`.execute(db)
}

async function makeCases(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cases (
      id text primary key,
      version bigint not null,
      queue text not null,
      status text not null,
      assignee text,
      opened_at timestamptz not null,
      changed_at timestamptz not null,
      is_held boolean not null,
      view text not null
    )`.execute(db)
  await sql`create index cases_queue on cases (queue, status, opened_at, id)`.execute(db)
  await sql`
    create table case_subjects (
      case_id text not null,
      kind text not null,
      subject_id text not null,
      primary key (case_id, kind, subject_id)
    )`.execute(db)
  await sql`create index case_subjects_subject on case_subjects (kind, subject_id)`.execute(db)
  await sql`
    create table case_events (
      seq bigint generated always as identity primary key,
      case_id text not null,
      version bigint not null check (version > 0),
      at timestamptz not null,
      by_id text not null,
      kind text not null,
      external_id text,
      event text not null,
      unique (case_id, version),
      unique (kind, external_id)
    )`.execute(db)
  await refuseChanges(db, 'case_events')
  await sql`
    create table evidence_snapshots (
      id text primary key,
      case_id text not null,
      at timestamptz not null,
      by_id text not null,
      why text not null,
      hash text not null,
      content text
    )`.execute(db)
  await sql`create index evidence_snapshots_case on evidence_snapshots (case_id)`.execute(db)
  await sql`
    create table decisions (
      id text primary key,
      case_id text not null,
      at timestamptz not null,
      by_id text not null,
      snapshot_id text not null references evidence_snapshots (id),
      decision text not null
    )`.execute(db)
  await sql`create index decisions_case on decisions (case_id)`.execute(db)
  await refuseChanges(db, 'decisions')
}

async function makePasskeys(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table person_passkeys (
      id text primary key,
      credential_id text not null unique,
      person_id text not null references people (id),
      name text not null,
      public_key text not null,
      counter bigint not null,
      created_at timestamptz not null,
      last_used_at timestamptz
    )`.execute(db)
  await sql`create index person_passkeys_person on person_passkeys (person_id)`.execute(db)
  await sql`
    create table passkey_challenges (
      challenge_hash text primary key,
      person_id text,
      expires_at timestamptz not null
    )`.execute(db)
}

async function makeContent(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table content_grants (
      id text primary key,
      person_id text not null,
      account text not null,
      case_id text,
      level text not null,
      reason text not null,
      reference text not null,
      at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz,
      review text,
      reviewed_by text,
      reviewed_at timestamptz,
      review_note text
    )`.execute(db)
  await sql`create index content_grants_at on content_grants (at, id)`.execute(db)
  await sql`
    create table content_reads (
      seq bigint generated always as identity primary key,
      grant_id text not null references content_grants (id),
      person_id text not null,
      account text not null,
      level text not null,
      events bigint not null,
      at timestamptz not null,
      request text
    )`.execute(db)
  await sql`create index content_reads_person on content_reads (person_id, at)`.execute(db)
  await refuseChanges(db, 'content_reads')
}

async function makeRetention(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table data_keys (
      id text primary key,
      subject text not null,
      wrapped text,
      created_at timestamptz not null,
      destroyed_at timestamptz,
      check ((wrapped is null) = (destroyed_at is not null))
    )`.execute(db)
  await sql`
    create unique index data_keys_subject on data_keys (subject) where destroyed_at is null`.execute(
    db,
  )
  await sql`
    create table deletion_certificates (
      id text primary key,
      at timestamptz not null,
      text text not null,
      signature text not null
    )`.execute(db)
  await refuseChanges(db, 'deletion_certificates')
}

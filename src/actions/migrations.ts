import { type Kysely, sql } from 'kysely'
import type { Migrations } from '../platform/index.ts'
import { makeSsf } from './ssf/tables.ts'

/** Kept in the order of their names, for ever: a mended table is a new migration. */
export const actionsMigrations: Migrations = {
  '20261125T150000-ssf': { up: makeSsf },
  '20261125T130000-plans': {
    up: async (db) => {
      await sql`
        create table plans (
          id text primary key, state text not null, content text not null, hash text not null,
          proposed_by text not null, proposed_at timestamptz, approvers_needed int not null,
          break_glass boolean not null, review_due timestamptz, reviewed_by text,
          started_by text, started_at timestamptz,
          reverses text references plans (id), appeal_id text, created_at timestamptz not null
        )`.execute(db)
      await sql`
        create table plan_events (
          seq bigint generated always as identity primary key,
          plan_id text not null references plans (id), at timestamptz not null, by text not null,
          event text not null, from_state text not null, to_state text not null,
          reason text not null, hash text not null
        )`.execute(db)
      await sql`
        create table plan_approvals (
          plan_id text not null references plans (id), hash text not null, by text not null,
          role text not null, at timestamptz not null, expires_at timestamptz not null,
          primary key (plan_id, hash, by, at)
        )`.execute(db)
      await appendOnly(db, 'plan_events')
      await appendOnly(db, 'plan_approvals')
    },
  },
  '20261125T130100-outbox': {
    up: async (db) => {
      await sql`
        create table plan_actions (
          id text primary key, plan_id text not null references plans (id), position int not null,
          direction text not null check (direction in ('apply', 'revert')),
          reverts text references plan_actions (id), handed_to text references plan_actions (id),
          action text not null, target_kind text not null, target_id text not null,
          wave int not null, state text not null, due_at timestamptz not null, ends_at timestamptz,
          attempts int not null, readings int not null, memory text, note text not null,
          lease_by text, lease_until timestamptz,
          created_at timestamptz not null, ended_at timestamptz,
          unique (plan_id, direction, target_kind, target_id)
        )`.execute(db)
      // An action is taken back once: a second reversal of the same one is refused here, whoever asks.
      await sql`create unique index plan_actions_reverts on plan_actions (reverts)
        where state not in ('cancelled', 'refused', 'failed')`.execute(db)
      await sql`create index plan_actions_due on plan_actions (due_at)
        where state in ('due', 'prepared', 'sending', 'applied')`.execute(db)
      await sql`create index plan_actions_target on plan_actions (target_kind, target_id)`.execute(
        db,
      )
      await sql`
        create table action_attempts (
          seq bigint generated always as identity primary key,
          action_id text not null references plan_actions (id), at timestamptz not null,
          step text not null, state text not null, evidence text not null, raw_hash text not null
        )`.execute(db)
      await sql`
        create table action_leaks (
          action_id text not null references plan_actions (id), seen_at timestamptz not null,
          events bigint not null, last_event timestamptz not null, primary key (action_id, last_event)
        )`.execute(db)
      await appendOnly(db, 'action_attempts')
      await appendOnly(db, 'action_leaks')
    },
  },
  '20261125T130200-appeals': {
    up: async (db) => {
      await sql`
        create table appeal_tokens (
          token_hash text primary key, action_id text not null references plan_actions (id),
          issued_at timestamptz not null, expires_at timestamptz not null
        )`.execute(db)
      await sql`
        create table appeals (
          id text primary key, action_id text not null unique references plan_actions (id),
          plan_id text not null references plans (id), filed_at timestamptz not null, text text not null,
          decision text, decided_by text, decided_at timestamptz, reason text
        )`.execute(db)
      await sql`
        create table lessons (
          seq bigint generated always as identity primary key, at timestamptz not null,
          kind text not null, action_id text not null references plan_actions (id),
          account text not null, decision_id text not null, evidence text not null
        )`.execute(db)
      await sql`
        create table return_tokens (
          pepper_id text not null, family text not null, token text not null, account text not null,
          action_id text not null, closed_at timestamptz not null, expires_at timestamptz not null,
          primary key (pepper_id, family, token, account)
        )`.execute(db)
      await appendOnly(db, 'lessons')
    },
  },
  '20261125T150000-follow-ups': {
    up: async (db) => {
      await sql`
        create table action_follow_ups (
          action_id text not null references plan_actions (id), kind text not null,
          state text not null, due_at timestamptz not null, attempts int not null, note text not null,
          done_at timestamptz, primary key (action_id, kind)
        )`.execute(db)
      await sql`create index action_follow_ups_due on action_follow_ups (due_at) where state = 'due'`.execute(
        db,
      )
    },
  },
}

/** The database itself refuses to change or remove what happened. */
async function appendOnly(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`
    create or replace function windbreak_actions_append_only() returns trigger language plpgsql as $$
    begin raise exception 'the table % is append-only', tg_table_name; end $$`.execute(db)
  await sql`create trigger append_only before update or delete on ${sql.table(table)}
    for each row execute function windbreak_actions_append_only()`.execute(db)
}

import { sql } from 'kysely'
import type { Migrations } from '../platform/index.ts'

/** Kept in the order of their names, for ever: a mended table is a new migration. */
export const sharingMigrations: Migrations = {
  '20261125T100000-partners': {
    up: async (db) => {
      await sql`
        create table partners (
          id text primary key,
          name text not null,
          agreement text not null,
          clearance text not null,
          unmarked_as text not null,
          created_at timestamptz not null,
          ended_at timestamptz
        )`.execute(db)
      await sql`
        create table partner_credentials (
          id text primary key,
          partner_id text not null references partners (id),
          kind text not null check (kind in ('basic', 'bearer')),
          secret_hash text not null unique,
          created_at timestamptz not null
        )`.execute(db)
    },
  },
  '20261125T100100-taxii': {
    up: async (db) => {
      await sql`
        create table taxii_api_roots (
          name text primary key,
          title text not null,
          description text,
          max_content_length bigint not null check (max_content_length > 0),
          position bigint generated always as identity
        )`.execute(db)
      await sql`
        create table taxii_collections (
          id uuid primary key,
          api_root text not null references taxii_api_roots (name),
          title text not null,
          description text,
          alias text,
          media_types text not null,
          ceiling text not null,
          last_added timestamptz,
          position bigint generated always as identity,
          unique (api_root, alias)
        )`.execute(db)
      await sql`
        create table taxii_root_grants (
          partner_id text not null references partners (id),
          api_root text not null references taxii_api_roots (name),
          primary key (partner_id, api_root)
        )`.execute(db)
      await sql`
        create table taxii_grants (
          partner_id text not null references partners (id),
          collection_id uuid not null references taxii_collections (id),
          can_read boolean not null,
          can_write boolean not null,
          primary key (partner_id, collection_id)
        )`.execute(db)
      await sql`
        create table taxii_objects (
          seq bigint generated always as identity primary key,
          collection_id uuid not null references taxii_collections (id),
          date_added timestamptz not null,
          object_id text not null,
          type text not null,
          version text not null,
          version_at timestamptz not null,
          spec_version text not null,
          object text not null,
          is_newest_spec boolean not null default true,
          is_first_in_spec boolean not null default true,
          is_last_in_spec boolean not null default true,
          is_first_of_all boolean not null default true,
          is_last_of_all boolean not null default true,
          unique (collection_id, object_id, version_at, spec_version)
        )`.execute(db)
      // The two ways in which pages are read: everything, and the last version of everything (the default).
      await sql`create index taxii_objects_added on taxii_objects (collection_id, date_added, seq)`.execute(
        db,
      )
      await sql`
        create index taxii_objects_last on taxii_objects (collection_id, date_added, seq)
          where is_newest_spec and is_last_in_spec`.execute(db)
      await sql`create index taxii_objects_type on taxii_objects (collection_id, type, date_added, seq)`.execute(
        db,
      )
      await sql`
        create table taxii_statuses (
          id uuid primary key,
          api_root text not null references taxii_api_roots (name),
          partner_id text not null references partners (id),
          created_at timestamptz not null,
          status text not null
        )`.execute(db)
    },
  },
  '20261125T120000-findings': {
    up: async (db) => {
      await sql`
        create table finding_versions (
          object_id text primary key,
          created timestamptz not null,
          modified timestamptz not null,
          content_hash text not null,
          recalled_at timestamptz
        )`.execute(db)
      await sql`
        create table findings_releases (
          id uuid primary key,
          bundle_hash text not null,
          bundle text not null,
          proposed_by text not null,
          proposed_at timestamptz not null,
          approved_by text check (approved_by <> proposed_by),
          approved_at timestamptz,
          recalled_by text,
          recalled_at timestamptz
        )`.execute(db)
      await sql`
        create table findings_places (
          release_id uuid not null references findings_releases (id),
          collection_id uuid not null references taxii_collections (id),
          released_at timestamptz not null,
          primary key (release_id, collection_id)
        )`.execute(db)
      await sql`
        create table taxii_fetches (
          seq bigint generated always as identity primary key,
          partner_id text not null references partners (id),
          collection_id uuid not null references taxii_collections (id),
          fetched_at timestamptz not null,
          first_added timestamptz not null,
          last_added timestamptz not null,
          object_ids text not null
        )`.execute(db)
      await sql`
        create index taxii_fetches_collection on taxii_fetches (collection_id, last_added)`.execute(
        db,
      )
      await sql`
        create table match_requests (
          seq bigint generated always as identity primary key,
          partner_id text not null references partners (id),
          answered_at timestamptz not null,
          values_asked bigint not null,
          values_held bigint not null
        )`.execute(db)
    },
  },
  '20261125T190000-match-exchanges': {
    up: async (db) => {
      await sql`
        create table match_exchanges (
          id uuid primary key,
          partner_id text not null references partners (id),
          request text not null,
          received_at timestamptz not null,
          values_asked bigint not null,
          answer text,
          answered_at timestamptz,
          fetched_at timestamptz
        )`.execute(db)
      await sql`
        create index match_exchanges_partner on match_exchanges (partner_id, received_at)`.execute(
        db,
      )
    },
  },
}

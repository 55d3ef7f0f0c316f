import type { Generated } from 'kysely'
import type { Migrations } from '../../platform/index.ts'

/** What people said about values. Kept in the records, apart from what sources say; rows are never changed. */
export interface IntelRecordTables {
  intel_decisions: DecisionRow
  intel_sightings: SightingRow
  intel_decay_rules: DecayRuleRow
  intel_reliability: ReliabilityRow
}

export interface DecisionRow {
  seq: Generated<number>
  kind: string
  value: string
  /** `keep` holds a score, `revoke` ends the value, `withdraw` takes back what was decided before. */
  verdict: 'keep' | 'revoke' | 'withdraw'
  score: number
  /** From then on the decision holds no more; null is for ever. */
  until: string | null
  decided_by: string
  reason: string
  decided_at: string
}

export interface SightingRow {
  seq: Generated<number>
  kind: string
  value: string
  /** Who saw it. Each reporter counts once, by its latest word. */
  reporter: string
  is_false: boolean
  seen_at: string
}

export interface DecayRuleRow {
  seq: Generated<number>
  source_id: string
  kind: string
  lifetime_days: number
  speed: number
  threshold: number
}

export interface ReliabilityRow {
  seq: Generated<number>
  source_id: string
  letter: string
}

/** Kept in the order of their names, for ever: a mended table is a new migration. */
export const intelMigrations: Migrations = {
  '20261125T110000-lifecycle': {
    up: async (db) => {
      // Loaded only where records are: most commands read intelligence and have none.
      const { sql } = await import('kysely')
      await sql`
        create table intel_decisions (
          seq bigint generated always as identity primary key,
          kind text not null,
          value text not null,
          verdict text not null check (verdict in ('keep', 'revoke', 'withdraw')),
          score double precision not null check (score between 0 and 100),
          until timestamptz,
          decided_by text not null,
          reason text not null,
          decided_at timestamptz not null
        )`.execute(db)
      await sql`
        create table intel_sightings (
          seq bigint generated always as identity primary key,
          kind text not null,
          value text not null,
          reporter text not null,
          is_false boolean not null,
          seen_at timestamptz not null
        )`.execute(db)
      await sql`
        create table intel_decay_rules (
          seq bigint generated always as identity primary key,
          source_id text not null,
          kind text not null,
          lifetime_days double precision not null check (lifetime_days > 0),
          speed double precision not null check (speed > 0),
          threshold double precision not null check (threshold >= 1)
        )`.execute(db)
      await sql`
        create table intel_reliability (
          seq bigint generated always as identity primary key,
          source_id text not null,
          letter text not null check (letter in ('A', 'B', 'C', 'D', 'E', 'F'))
        )`.execute(db)
    },
  },
}

import type { Kysely } from 'kysely'
import type { DecayRule } from './decay-rules.ts'
import type { DecisionRow, IntelRecordTables } from './tables.ts'

/** An analyst's decision on a value. Times are UTC ISO text. */
export interface Decision {
  readonly kind: string
  readonly value: string
  readonly verdict: DecisionRow['verdict']
  /** 1 to 100 of `keep`; 0 of the others. */
  readonly score: number
  readonly until: string | null
  readonly by: string
  readonly reason: string
  readonly at: string
}

/** That somebody met a value and found it hostile, or found it harmless (`isFalse`). */
export interface Sighting {
  readonly kind: string
  readonly value: string
  readonly reporter: string
  readonly isFalse: boolean
  readonly at: string
}

/** The operator's own word on values and sources, each list in the order in which it was said. */
export interface Lifecycle {
  readonly decisions: readonly Decision[]
  readonly sightings: readonly Sighting[]
  /** Of several for the same source and kind the last one counts. */
  readonly rules: readonly DecayRule[]
  readonly reliability: readonly { readonly sourceId: string; readonly letter: string }[]
}

export const NO_LIFECYCLE: Lifecycle = {
  decisions: [],
  sightings: [],
  rules: [],
  reliability: [],
}

type Db = Kysely<IntelRecordTables>

export async function addDecision(db: Db, decision: Decision): Promise<void> {
  const { by, at, ...row } = decision
  await db
    .insertInto('intel_decisions')
    .values({ ...row, decided_by: by, decided_at: at })
    .execute()
}

export async function addSighting(db: Db, sighting: Sighting): Promise<void> {
  const { kind, value, reporter, isFalse, at } = sighting
  await db
    .insertInto('intel_sightings')
    .values({ kind, value, reporter, is_false: isFalse, seen_at: at })
    .execute()
}

export async function setDecayRule(db: Db, rule: DecayRule): Promise<void> {
  const { sourceId, kind, lifetimeDays, speed, threshold } = rule
  await db
    .insertInto('intel_decay_rules')
    .values({ source_id: sourceId, kind, lifetime_days: lifetimeDays, speed, threshold })
    .execute()
}

export async function rateSource(db: Db, sourceId: string, letter: string): Promise<void> {
  await db.insertInto('intel_reliability').values({ source_id: sourceId, letter }).execute()
}

/** Reads all that was said. Decisions of years are thousands of rows, not millions. */
export async function readLifecycle(db: Db): Promise<Lifecycle> {
  const decisions = await db.selectFrom('intel_decisions').selectAll().orderBy('seq').execute()
  const sightings = await db.selectFrom('intel_sightings').selectAll().orderBy('seq').execute()
  const rules = await db.selectFrom('intel_decay_rules').selectAll().orderBy('seq').execute()
  const rated = await db.selectFrom('intel_reliability').selectAll().orderBy('seq').execute()
  return {
    decisions: decisions.map(({ kind, value, verdict, score, until, reason, ...row }) => ({
      kind,
      value,
      verdict,
      score,
      until,
      reason,
      by: row.decided_by,
      at: row.decided_at,
    })),
    sightings: sightings.map(({ kind, value, reporter, is_false, seen_at }) => ({
      kind,
      value,
      reporter,
      isFalse: is_false,
      at: seen_at,
    })),
    rules: rules.map(({ source_id, kind, lifetime_days, speed, threshold }) => ({
      sourceId: source_id,
      kind,
      speed,
      threshold,
      lifetimeDays: lifetime_days,
    })),
    reliability: rated.map(({ source_id, letter }) => ({ sourceId: source_id, letter })),
  }
}

import type { Instant } from '../../core/index.ts'
import type { Engine } from '../../platform/index.ts'
import { DECAY_DEFAULTS, type DecayRule, RELIABILITY_CAPS } from './decay-rules.ts'
import { FOR_EVER_MS, INSERT_SETTLED, INSERT_WORDS } from './life-sql.ts'
import type { Lifecycle } from './lifecycle.ts'

const TABLES = [
  'intel_decisions',
  'intel_decay_rules',
  'intel_reliability',
  'intel_words',
  'intel_settled',
]

/** Puts the operator's words into the engine beside those of the intelligence; what stood there is replaced. */
export async function loadLifecycle(
  engine: Engine,
  lifecycle: Lifecycle,
  at: Instant,
): Promise<void> {
  for (const table of TABLES) await engine.run(`TRUNCATE TABLE ${table}`)
  await insertRows(
    engine,
    'intel_decisions',
    lifecycle.decisions.map(({ kind, value, verdict, score, until, by, reason, at }, seq) => ({
      seq,
      kind,
      value,
      verdict,
      score,
      reason,
      until_ms: until === null ? FOR_EVER_MS : Math.min(FOR_EVER_MS, Date.parse(until)),
      decided_by: by,
      decided_ms: Date.parse(at),
    })),
  )
  await insertRows(
    engine,
    'intel_words',
    lifecycle.sightings.map(({ kind, value, reporter, isFalse, at }) => ({
      kind,
      value,
      at: at.replace('T', ' ').replace('Z', ''),
      // Names here are the operator's: nobody outside may speak under one.
      reporter: `operator ${reporter}`,
      is_false: isFalse,
    })),
  )
  const rules = [...DECAY_DEFAULTS, ...lifecycle.rules]
  await insertRows(engine, 'intel_decay_rules', [...lastOf(rules, ruleKey).values()].map(ruleRow))
  const rated = lastOf(lifecycle.reliability, ({ sourceId }) => sourceId)
  await insertRows(
    engine,
    'intel_reliability',
    [...rated.values()].map(({ sourceId, letter }) => ({
      source_id: sourceId,
      letter,
      cap: RELIABILITY_CAPS[letter] ?? 0,
    })),
  )
  await engine.run(INSERT_WORDS)
  await engine.run(INSERT_SETTLED, { at: Date.parse(at) })
}

const ruleKey = ({ sourceId, kind }: DecayRule): string => JSON.stringify([sourceId, kind])

function ruleRow({ sourceId, kind, lifetimeDays, speed, threshold }: DecayRule): object {
  return { source_id: sourceId, kind, lifetime: lifetimeDays, speed, threshold }
}

function lastOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item> {
  return new Map(items.map((item) => [keyOf(item), item]))
}

async function insertRows(engine: Engine, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await engine.insertJson(table, Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')))
}

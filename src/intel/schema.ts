import type { Engine } from '../platform/index.ts'

/**
 * The tables this layer owns. `indicators` holds one row for each value that an indicator's pattern
 * names and that can be looked up now, as it stood at `--as-of`; `indicator_status` holds every
 * indicator once, with the reason when it is not evaluated.
 */
export const INTEL_TABLES: Readonly<Record<string, string>> = {
  indicators: `CREATE OR REPLACE TABLE indicators (
    indicator_id String, name String, source String,
    kind LowCardinality(String), match LowCardinality(String), value String,
    valid_from DateTime64(3, 'UTC'), valid_until DateTime64(3, 'UTC'), modified DateTime64(3, 'UTC'),
    confidence UInt8, tlp LowCardinality(String),
    actor_id String, actor String, techniques Array(String), warning_list String
  ) ENGINE = MergeTree ORDER BY (kind, match, value)`,
  indicator_status: `CREATE OR REPLACE TABLE indicator_status (
    indicator_id String, status LowCardinality(String), reason String
  ) ENGINE = MergeTree ORDER BY (status, indicator_id)`,
  intel_actors: `CREATE OR REPLACE TABLE intel_actors (
    actor_id String, name String, aliases Array(String), description String, techniques Array(String)
  ) ENGINE = MergeTree ORDER BY actor_id`,
}

/** Creates the layer's derived tables empty; intel is derived afresh for each `--as-of`. */
export async function createIntelTables(engine: Engine): Promise<void> {
  for (const sql of Object.values(INTEL_TABLES)) await engine.run(sql)
}

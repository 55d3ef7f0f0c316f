import type { Engine } from '../platform/index.ts'

/**
 * The tables this layer owns. `indicators` holds one row for each value that an indicator's pattern
 * names and that can be looked up now, as it stood at `--as-of` (`match`: `exact`, `cidr`, `like`);
 * `indicator_status` holds every indicator once, with the reason when it is not evaluated.
 */
const INTEL_TABLES: Readonly<Record<string, string>> = {
  indicators: `CREATE OR REPLACE TABLE indicators (
    indicator_id String, name String, source String,
    kind LowCardinality(String), match LowCardinality(String), value String,
    valid_from DateTime64(3, 'UTC'), valid_until DateTime64(3, 'UTC'), modified DateTime64(3, 'UTC'),
    confidence UInt8, has_confidence Bool, tlp LowCardinality(String),
    actor_id String, actor String, actor_basis LowCardinality(String),
    techniques Array(String), warning_list String
  ) ENGINE = MergeTree ORDER BY (kind, match, value)`,
  indicator_status: `CREATE OR REPLACE TABLE indicator_status (
    indicator_id String, status LowCardinality(String), reason String
  ) ENGINE = MergeTree ORDER BY (status, indicator_id)`,
  intel_actors: `CREATE OR REPLACE TABLE intel_actors (
    actor_id String, name String, aliases Array(String), description String, techniques Array(String)
  ) ENGINE = MergeTree ORDER BY actor_id`,
  intel_files: `CREATE OR REPLACE TABLE intel_files (
    file UInt32, path String
  ) ENGINE = MergeTree ORDER BY file`,
  // One row for each object as it stood in a file; `problem` tells why a row counts for nothing.
  intel_objects: `CREATE OR REPLACE TABLE intel_objects (
    file UInt32, position UInt64, problem LowCardinality(String),
    type LowCardinality(String), id String, spec_version LowCardinality(String),
    created DateTime64(6, 'UTC'), modified DateTime64(6, 'UTC'), created_by String, is_revoked Bool,
    confidence UInt8, has_confidence Bool, marking_refs Array(String), marking_tlp LowCardinality(String),
    name String, aliases Array(String), description String, categories Array(String),
    external_ids Array(String), pattern String, pattern_type LowCardinality(String),
    valid_from DateTime64(3, 'UTC'), valid_until DateTime64(3, 'UTC'),
    relationship_type LowCardinality(String), source_ref String, target_ref String,
    object_refs Array(String), content UInt64, raw String
  ) ENGINE = MergeTree ORDER BY type`,
  // The version of each object that counted at the instant asked for.
  intel_current: `CREATE OR REPLACE TABLE intel_current (
    file UInt32, position UInt64, type LowCardinality(String), id String, spec_version LowCardinality(String),
    modified DateTime64(6, 'UTC'), created_by String, is_revoked Bool,
    confidence UInt8, has_confidence Bool, tlp LowCardinality(String), is_context Bool,
    name String, aliases Array(String), description String, external_ids Array(String),
    pattern String, pattern_type LowCardinality(String),
    valid_from DateTime64(3, 'UTC'), valid_until DateTime64(3, 'UTC'),
    relationship_type LowCardinality(String), source_ref String, target_ref String,
    object_refs Array(String)
  ) ENGINE = MergeTree ORDER BY (type, id)`,
  // What the patterns say: values to look up, and the verdict on those that have none.
  intel_values: `CREATE OR REPLACE TABLE intel_values (
    indicator_id String, kind LowCardinality(String), match LowCardinality(String), value String
  ) ENGINE = MergeTree ORDER BY indicator_id`,
  intel_pending: `CREATE OR REPLACE TABLE intel_pending (
    id String, spec_version LowCardinality(String), pattern String
  ) ENGINE = MergeTree ORDER BY id`,
  intel_verdicts: `CREATE OR REPLACE TABLE intel_verdicts (
    indicator_id String, status LowCardinality(String), reason String
  ) ENGINE = MergeTree ORDER BY indicator_id`,
  // Nearest actors of each object, by the number of relationships between.
  intel_reach: `CREATE OR REPLACE TABLE intel_reach (
    node String, depth UInt8, actors Array(String)
  ) ENGINE = MergeTree ORDER BY node`,
  intel_attribution: `CREATE OR REPLACE TABLE intel_attribution (
    indicator_id String, actor_id String, basis LowCardinality(String), techniques Array(String)
  ) ENGINE = MergeTree ORDER BY indicator_id`,
  warning_entries: `CREATE OR REPLACE TABLE warning_entries (
    number UInt32, value String
  ) ENGINE = MergeTree ORDER BY number`,
  intel_warned: `CREATE OR REPLACE TABLE intel_warned (
    kind LowCardinality(String), match LowCardinality(String), value String, lists String
  ) ENGINE = MergeTree ORDER BY (kind, match, value)`,
  warning_values: `CREATE OR REPLACE TABLE warning_values (
    list String, match LowCardinality(String), value String
  ) ENGINE = MergeTree ORDER BY (match, value)`,
}

/** Creates the layer's derived tables empty; intel is derived afresh for each `--as-of`. */
export async function createIntelTables(engine: Engine): Promise<void> {
  for (const sql of Object.values(INTEL_TABLES)) await engine.run(sql)
}

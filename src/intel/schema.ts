import type { Engine } from '../platform/index.ts'
import { INTEL_VIEWS } from './views.ts'

/**
 * The tables this layer owns. `indicator_values`, `indicators` and `indicator_status` (views.ts) say what they
 * hold as it stood at `--as-of`. They are views: of a million indicators hardly any is ever met, so what is
 * known of one is put together when it is asked for.
 */
const INTEL_TABLES: Readonly<Record<string, string>> = {
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
    confidence UInt8, has_confidence Bool, marking_refs Array(String),
    name String, aliases Array(String), description String, is_context Bool,
    external_ids Array(String), pattern String, pattern_type LowCardinality(String),
    plain_kind LowCardinality(String), plain_value String,
    valid_from DateTime64(3, 'UTC'), valid_until DateTime64(3, 'UTC'),
    relationship_type LowCardinality(String), source_ref String, target_ref String,
    object_refs Array(String), content UInt64, raw String
  ) ENGINE = MergeTree ORDER BY type`,
  // The instant asked for, in one row, with what a marking and the lack of one stand for.
  intel_moment: `CREATE OR REPLACE TABLE intel_moment (
    as_of DateTime64(6, 'UTC'), default_tlp String, marking_ids Array(String), marking_ranks Array(UInt8)
  ) ENGINE = MergeTree ORDER BY as_of`,
  // Hashes of ids that several objects bear.
  intel_repeated: `CREATE OR REPLACE TABLE intel_repeated (
    hash UInt64
  ) ENGINE = MergeTree ORDER BY hash`,
  // Places of the versions of objects that others had taken the place of at that instant.
  intel_superseded: `CREATE OR REPLACE TABLE intel_superseded (
    place UInt64
  ) ENGINE = MergeTree ORDER BY place`,
  // What the patterns that the parser has to see say: values to look up, and the verdict on those that have none.
  intel_lowered: `CREATE OR REPLACE TABLE intel_lowered (
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
  // What an operator said of values and sources, as the records had it; times in milliseconds.
  intel_decisions: `CREATE OR REPLACE TABLE intel_decisions (
    seq UInt64, kind LowCardinality(String), value String, verdict LowCardinality(String), score Float64,
    until_ms Int64, decided_by String, reason String, decided_ms Int64
  ) ENGINE = MergeTree ORDER BY (kind, value)`,
  intel_decay_rules: `CREATE OR REPLACE TABLE intel_decay_rules (
    source_id String, kind LowCardinality(String), lifetime Float64, speed Float64, threshold Float64
  ) ENGINE = MergeTree ORDER BY (source_id, kind)`,
  intel_reliability: `CREATE OR REPLACE TABLE intel_reliability (
    source_id String, letter LowCardinality(String), cap Float64
  ) ENGINE = MergeTree ORDER BY source_id`,
  // Sightings and refutations of values, others' and the operator's.
  intel_words: `CREATE OR REPLACE TABLE intel_words (
    kind LowCardinality(String), value String, reporter String, at DateTime64(3, 'UTC'), is_false Bool
  ) ENGINE = MergeTree ORDER BY (kind, value)`,
  // Of the two above, what matching has to know of a value at the instant asked for.
  intel_settled: `CREATE OR REPLACE TABLE intel_settled (
    kind LowCardinality(String), value String, verdict LowCardinality(String), score Float64,
    until DateTime64(3, 'UTC'), cut Float64
  ) ENGINE = MergeTree ORDER BY (kind, value)`,
  warning_values: `CREATE OR REPLACE TABLE warning_values (
    list String, match LowCardinality(String), value String
  ) ENGINE = MergeTree ORDER BY (match, value)`,
}

/** Creates the layer's derived tables empty, and its views; intel is derived afresh for each `--as-of`. */
export async function createIntelTables(engine: Engine): Promise<void> {
  for (const [name, sql] of Object.entries({ ...INTEL_TABLES, ...INTEL_VIEWS })) {
    // A store of an earlier version has a table where there is a view now.
    await engine.run(`DROP TABLE IF EXISTS ${name}`)
    await engine.run(sql)
  }
}

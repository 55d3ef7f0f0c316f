import type { Engine } from '../../platform/index.ts'

/**
 * Tables of rules. What was found in texts is kept with the store, so that a new rule scans only what is
 * new about it; matches are derived afresh on each run.
 */
const KEPT = [
  `CREATE TABLE IF NOT EXISTS text_patterns (
    number UInt32, field LowCardinality(String), pattern String, engine LowCardinality(String)
  ) ENGINE = MergeTree ORDER BY number`,
  `CREATE TABLE IF NOT EXISTS text_hits (
    batch UInt32, event_id String, account_id String, ts DateTime64(3, 'UTC'), numbers Array(UInt32)
  ) ENGINE = MergeTree PARTITION BY batch ORDER BY (account_id, event_id)`,
  `CREATE TABLE IF NOT EXISTS text_scans (
    batch UInt32, number UInt32
  ) ENGINE = MergeTree ORDER BY (batch, number)`,
]

const DERIVED = [
  `CREATE OR REPLACE TABLE rule_matches (
    rule UInt32, account_id String, event_id String, ts DateTime64(3, 'UTC'), is_end UInt8
  ) ENGINE = MergeTree ORDER BY (rule, account_id, ts, event_id)`,
]

/** Creates the tables of rules: kept ones where they are missing, derived ones empty. */
export async function createRuleTables(engine: Engine): Promise<void> {
  for (const sql of [...KEPT, ...DERIVED]) await engine.run(sql)
}

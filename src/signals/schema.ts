import type { Engine } from '../platform/index.ts'

/** The tables this layer owns; derived afresh on each run, so they are replaced, never appended to. */
const SIGNAL_TABLES = [
  `CREATE OR REPLACE TABLE population (
    acct UInt32, account_id String, country LowCardinality(String), organization String,
    email_domain String, tags Array(String), listed UInt8,
    requests UInt64, active_days UInt32, first_ts Nullable(DateTime64(3, 'UTC')), last_ts Nullable(DateTime64(3, 'UTC'))
  ) ENGINE = MergeTree ORDER BY account_id`,
  `CREATE OR REPLACE TABLE indicator_hits (
    account_id String, indicator_id String, name String, kind String, value String,
    relation LowCardinality(String), actor String, techniques Array(String), confidence UInt8,
    warning_list String, event_ids Array(String), event_count UInt64, day_count UInt32,
    is_early UInt8, holders UInt32, holders_valid UInt32, age_days Float64, tlp LowCardinality(String)
  ) ENGINE = MergeTree ORDER BY (account_id, indicator_id)`,
] as const

/** Creates the layer's tables empty. */
export async function createSignalTables(engine: Engine): Promise<void> {
  for (const sql of SIGNAL_TABLES) await engine.run(sql)
}

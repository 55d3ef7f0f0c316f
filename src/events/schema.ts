import type { Engine } from '../platform/index.ts'
import { promptLanguageSql } from './prompt-language.ts'

/**
 * Kinds of observable, with their codes in the engine. Values are normalised: addresses in canonical
 * text (IPv4-mapped IPv6 as IPv4), domains lower-case IDNA without a final dot, e-mail addresses
 * lower-case, hashes lower-case hex, CVE ids upper-case, file names lower-case, paths as written.
 */
export const OBSERVABLE_KINDS = {
  ip: 1,
  domain: 2,
  url: 3,
  email: 4,
  hash: 5,
  wallet: 6,
  cve: 7,
  file: 8,
  path: 9,
  user_agent: 10,
  payment: 11,
  email_domain: 12,
  email_pattern: 13,
  identifier: 14,
  phrase: 15,
} as const
export type ObservableKind = keyof typeof OBSERVABLE_KINDS

/**
 * How an account met a value. `contact`: its traffic came from it. `signup`: it registered with it.
 * `use`: it stands in code, a command, a configuration or tool arguments. `mention`: it is quoted.
 */
export const OBSERVABLE_RELATIONS = { contact: 1, signup: 2, use: 3, mention: 4 } as const
export type ObservableRelation = keyof typeof OBSERVABLE_RELATIONS

const enumOf = (codes: Readonly<Record<string, number>>): string =>
  `Enum8(${Object.entries(codes)
    .map(([name, code]) => `'${name}' = ${code}`)
    .join(', ')})`

export const KIND_TYPE: string = enumOf(OBSERVABLE_KINDS)
export const RELATION_TYPE: string = enumOf(OBSERVABLE_RELATIONS)

/** Filled in by the insert, so that nobody who counts languages reads prompts (decision 0071); the default is for earlier stores. */
const LANGUAGE_COLUMN = `language LowCardinality(String) DEFAULT ${promptLanguageSql('prompt')}`

/**
 * The tables this layer owns. Partitions are batches: a batch is loaded whole or, after a kill,
 * dropped whole, so that nothing is counted twice. `batches` is the ledger of those that are done.
 */
export const EVENT_TABLES: Readonly<Record<string, string>> = {
  batches: `CREATE TABLE IF NOT EXISTS batches (
    batch UInt32, file UInt32, fingerprint String, path String, format LowCardinality(String), bytes UInt64,
    events UInt64, rejected UInt64
  ) ENGINE = MergeTree ORDER BY (batch, fingerprint)`,
  events: `CREATE TABLE IF NOT EXISTS events (
    batch UInt32, file UInt32, line UInt64, part UInt32,
    event_id String, ts DateTime64(3, 'UTC'), account_id String,
    org_id String, api_key_id String, end_user_id String, conversation_id String,
    source LowCardinality(String), ip String, user_agent String,
    model LowCardinality(String), operation LowCardinality(String), status LowCardinality(String),
    system_text String, prompt String, completion String,
    tool_names Array(LowCardinality(String)), tool_args String,
    tokens_in UInt32, tokens_out UInt32,
    observables Array(Tuple(kind ${KIND_TYPE}, relation ${RELATION_TYPE}, value String)),
    ${LANGUAGE_COLUMN}
  ) ENGINE = MergeTree PARTITION BY batch ORDER BY (account_id, ts, event_id)`,
  rejected: `CREATE TABLE IF NOT EXISTS rejected (
    batch UInt32, file String, line UInt64, reason String
  ) ENGINE = MergeTree PARTITION BY batch ORDER BY (file, line)`,
  observables: `CREATE TABLE IF NOT EXISTS observables (
    batch UInt32, kind ${KIND_TYPE}, relation ${RELATION_TYPE}, value String,
    account_id String, day Date, count UInt32,
    first_ts DateTime64(3, 'UTC'), last_ts DateTime64(3, 'UTC')
  ) ENGINE = MergeTree PARTITION BY batch ORDER BY (kind, value, account_id, day)`,
  accounts: `CREATE TABLE IF NOT EXISTS accounts (
    account_id String, created_at Nullable(DateTime64(3, 'UTC')),
    email String, email_domain String, phone_country String, country String, organization String,
    plan LowCardinality(String), payment_fingerprint String, signup_ip String,
    signup_user_agent String, status LowCardinality(String), tags Array(String), extra String
  ) ENGINE = MergeTree ORDER BY account_id`,
}

/** Creates the layer's tables where they are missing. */
export async function createEventTables(engine: Engine): Promise<void> {
  for (const sql of Object.values(EVENT_TABLES)) await engine.run(sql)
  // A store of an earlier version lacks the column; the engine then works it out when it is read.
  const known = await engine.rows(
    `SELECT name FROM system.columns
     WHERE database = currentDatabase() AND table = 'events' AND name = 'language'`,
  )
  if (known.length === 0) await engine.run(`ALTER TABLE events ADD COLUMN ${LANGUAGE_COLUMN}`)
}

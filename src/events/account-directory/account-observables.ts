import type { Engine } from '../../platform/index.ts'
import { EVENT_TABLES, OBSERVABLE_KINDS, OBSERVABLE_RELATIONS } from '../schema.ts'

/** `ann.smith42@mail.example` as `L3.L5D2@mail.example`: letters and digits as the lengths of their runs. */
const EMAIL_PATTERN = `concat(arrayStringConcat(arrayMap(run -> multiIf(match(run, '^[0-9]'), concat('D',
      toString(length(run))), match(run, '^[\\\\p{L}\\\\p{M}]'), concat('L', toString(lengthUTF8(run))), run),
      extractAll(substring(email, 1, length(email) - length(email_domain) - 1),
      '[0-9]+|[\\\\p{L}\\\\p{M}]+|[^0-9\\\\p{L}\\\\p{M}]+'))), '@', email_domain)`

/** A SELECT from `accounts` of what each registered with, as rows of `observables` in batch 0. */
export function accountObservablesSql(): string {
  const kinds = OBSERVABLE_KINDS
  const values = [
    `(${kinds.ip}, signup_ip)`,
    `(${kinds.user_agent}, signup_user_agent)`,
    `(${kinds.email}, if(email_domain = '', '', email))`,
    `(${kinds.email_domain}, email_domain)`,
    `(${kinds.payment}, payment_fingerprint)`,
    `(${kinds.email_pattern}, if(email_domain = '', '', ${EMAIL_PATTERN}))`,
  ]
  return `WITH arrayJoin(arrayFilter(v -> v.2 != '', [${values.join(', ')}])) AS v,
      ifNull(created_at, toDateTime64(0, 3, 'UTC')) AS at
    SELECT toUInt32(0) AS batch, v.1 AS kind, ${OBSERVABLE_RELATIONS.signup} AS relation, v.2 AS value,
      account_id, toDate(at) AS day, toUInt32(1) AS count, at AS first_ts, at AS last_ts
    FROM accounts`
}

/** Replaces batch 0 of `observables` with what the accounts registered with, in one step. */
export async function loadAccountObservables(engine: Engine): Promise<void> {
  await engine.run(EVENT_TABLES['observables'] ?? '')
  await engine.run('CREATE OR REPLACE TABLE account_observables_new AS observables')
  await engine.run(`INSERT INTO account_observables_new (batch, kind, relation, value, account_id, day, count, first_ts, last_ts)
      ${accountObservablesSql()}`)
  await engine.run(
    'ALTER TABLE observables REPLACE PARTITION 0 FROM account_observables_new SETTINGS allow_replace_partition_from_empty_source = 1',
  )
  await engine.run('DROP TABLE account_observables_new')
}

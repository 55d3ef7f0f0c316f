import { type RawBuilder, sql, type SqlBool } from 'kysely'

/** True of a row of `plan_actions as a` that no reversal takes back, other than reversals that came to nothing. */
export const notTakenBack: RawBuilder<SqlBool> = sql<SqlBool>`not exists (
  select r.id from plan_actions as r
  where r.reverts = a.id and r.state not in ('cancelled', 'refused', 'failed'))`

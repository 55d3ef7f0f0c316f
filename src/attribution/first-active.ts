import type { Engine } from '../platform/index.ts'

/** The first use of each account, as UTC ISO text; accounts without an event are left out. */
export async function readFirstActive(
  engine: Engine,
  accounts: readonly string[],
): Promise<Map<string, string>> {
  const rows = await engine.rows<{ account_id: string; first_active: string }>(
    `SELECT account_id, toString(first_ts) AS first_active FROM population
     WHERE account_id IN {accounts:Array(String)} AND first_ts IS NOT NULL ORDER BY account_id`,
    { accounts },
  )
  return new Map(
    rows.map((row) => [row.account_id, row.first_active.replace(' ', 'T').replace(/Z?$/, 'Z')]),
  )
}

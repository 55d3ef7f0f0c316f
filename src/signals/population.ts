import type { Engine } from '../platform/index.ts'

/**
 * Everybody whom evidence is weighed against: accounts of the directory and accounts seen in events.
 * `acct` is a dense number in order of `account_id`, so that it is the same on every run.
 */
export async function derivePopulation(engine: Engine): Promise<{ accounts: number }> {
  await engine.run(`
    INSERT INTO population
    SELECT rowNumberInAllBlocks() AS acct, account_id, country, organization, email_domain, tags, listed,
           requests, active_days, first_ts, last_ts
    FROM (
      SELECT account_id, max(country) AS country, max(organization) AS organization,
             max(email_domain) AS email_domain, max(tags) AS tags, max(listed) AS listed,
             sum(requests) AS requests, sum(active_days) AS active_days,
             min(first_ts) AS first_ts, max(last_ts) AS last_ts
      FROM (
        SELECT account_id, upper(country) AS country, lowerUTF8(trimBoth(organization)) AS organization, email_domain, tags,
               1 AS listed, 0 AS requests, 0 AS active_days, NULL AS first_ts, NULL AS last_ts
        FROM accounts
        UNION ALL
        SELECT account_id, '', '', '', [], 0, count(), uniqExact(toDate(ts)), min(ts), max(ts)
        FROM events GROUP BY account_id
      )
      GROUP BY account_id
      ORDER BY account_id
    )
    SETTINGS max_threads = 1, optimize_aggregation_in_order = 0`)
  const [row] = await engine.rows<{ accounts: number }>(
    'SELECT count() AS accounts FROM population',
  )
  return { accounts: row?.accounts ?? 0 }
}

/** The newest event's time, which is the default `--as-of`; undefined when there is no event. */
export async function newestEvent(engine: Engine): Promise<string | undefined> {
  const [row] = await engine.rows<{ events: number; newest: string }>(
    'SELECT count() AS events, toString(max(ts)) AS newest FROM events',
  )
  return row === undefined || row.events === 0 ? undefined : `${row.newest.replace(' ', 'T')}Z`
}

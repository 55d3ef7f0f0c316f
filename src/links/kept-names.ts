import type { Engine } from '../platform/index.ts'
import { observedPairs } from './observed.ts'

/** What tokens read, of those that were asked for: pairs keep no text. */
const TABLE = `CREATE TABLE IF NOT EXISTS link_names (token UInt64, value String)
  ENGINE = ReplacingMergeTree ORDER BY token`

const MISSING = 'SELECT token FROM link_own WHERE token NOT IN (SELECT token FROM link_names)'

/** Looks up what the tokens of `link_own` read that was not known yet, first in the batches that came last: most of them are there. */
export async function keepNames(engine: Engine, accounts: readonly string[]): Promise<void> {
  await engine.run(TABLE)
  const latest = await engine.rows<{ batch: number }>(
    `SELECT arrayJoin(batches).1 AS batch FROM link_generations
     WHERE generation = (SELECT max(generation) FROM link_generations) ORDER BY batch`,
  )
  for (const where of ['batch IN {batches:Array(UInt32)}', '1']) {
    const [left] = await engine.rows<{ n: number }>(`SELECT count() AS n FROM (${MISSING})`)
    if (left?.n === 0) return
    await engine.run(
      `INSERT INTO link_names SELECT token, min(value) FROM (
         ${observedPairs(`account_id IN {accounts:Array(String)} AND ${where}`)}
       ) WHERE token IN (${MISSING}) GROUP BY token`,
      { accounts, batches: latest.map(({ batch }) => batch) },
    )
  }
}

/** What the values read that suspects share with anybody, by token. */
export async function readNames(engine: Engine): Promise<Map<string, string>> {
  const rows = await engine.rows<{ token: string; value: string }>(
    `SELECT toString(token) AS token, min(value) AS value FROM link_names
     WHERE token IN (SELECT token FROM link_held_real) GROUP BY token`,
  )
  return new Map(rows.map(({ token, value }) => [token, value]))
}

import type { Engine } from '../platform/index.ts'

/** The null run's links: the account whose values were drawn, the other, what sort of link, how strong. */
export interface DrawnLink {
  readonly a: string
  readonly b: string
  readonly sort: string
  readonly bits: number
}

/** Links of the null run as they are compared: by sort, apart for those to another suspect, all their bits. */
export interface DrawnBits {
  readonly sort: string
  readonly isBothSuspect: number
  readonly bits: readonly number[]
}

/**
 * What the null run drew is kept until the rates are counted again: each account once, by a number of shuffles that does not change.
 * `link_drawn` is the ledger: links of a draw that is not in it were left by a killed run.
 */
const TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS link_null (draw UInt32, a String, b String, sort LowCardinality(String), bits Float64)
     ENGINE = MergeTree PARTITION BY draw ORDER BY a`,
  `CREATE TABLE IF NOT EXISTS link_drawn (draw UInt32, shuffles UInt32, account String) ENGINE = MergeTree ORDER BY account`,
]

/** Forgets all draws: they were of other rates. */
export async function forgetDraws(engine: Engine): Promise<void> {
  for (const sql of TABLES) await engine.run(sql)
  for (const table of ['link_drawn', 'link_null']) await engine.run(`TRUNCATE TABLE ${table}`)
}

/** Which of the accounts were not drawn yet, the next draw's number, and of how many shuffles draws are; undefined before the first. */
export async function readDraws(
  engine: Engine,
  accounts: readonly string[],
): Promise<{ missing: string[]; draw: number; shuffles: number | undefined }> {
  const rows = await engine.rows<{ account: string }>(
    'SELECT account FROM link_drawn WHERE account IN {accounts:Array(String)}',
    { accounts },
  )
  const [last] = await engine.rows<{ draw: number; shuffles: number }>(
    'SELECT max(draw) AS draw, max(shuffles) AS shuffles FROM link_drawn',
  )
  const drawn = new Set(rows.map(({ account }) => account))
  return {
    missing: accounts.filter((account) => !drawn.has(account)),
    draw: (last?.draw ?? 0) + 1,
    shuffles: (last?.draw ?? 0) === 0 ? undefined : last?.shuffles,
  }
}

/** Keeps what was drawn of some accounts. */
export async function keepDraw(
  engine: Engine,
  accounts: readonly string[],
  links: readonly DrawnLink[],
  { draw, shuffles }: { readonly draw: number; readonly shuffles: number },
): Promise<void> {
  await engine.run('ALTER TABLE link_null DROP PARTITION {draw:UInt32}', { draw })
  const lines = links.map((link) => JSON.stringify({ draw, ...link })).join('\n')
  if (links.length > 0) await engine.insertJson('link_null', Buffer.from(lines))
  await engine.run(
    'INSERT INTO link_drawn SELECT {draw:UInt32}, {shuffles:UInt32}, arrayJoin({accounts:Array(String)})',
    { draw, shuffles, accounts },
  )
}

/** The drawn links of the given accounts. */
export async function readDrawnBits(
  engine: Engine,
  accounts: readonly string[],
): Promise<DrawnBits[]> {
  return engine.rows<DrawnBits>(
    `SELECT sort, b IN {accounts:Array(String)} AS isBothSuspect, groupArray(bits) AS bits FROM link_null
     WHERE draw IN (SELECT draw FROM link_drawn) AND a IN {accounts:Array(String)} GROUP BY sort, isBothSuspect`,
    { accounts },
  )
}

import type { Engine } from '../platform/index.ts'
import { PAIRS_NOW } from './left-out.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'
import { STRATUM } from './tokens.ts'

/** Which tables a run of the scorer works on: the suspects' real values, or their values of the null run. */
export type Draw = 'real' | 'null'

const CHOSEN = 'SELECT sipHash64(arrayJoin({accounts:Array(String)}))'

/**
 * Sets out the linking values of the given accounts (`link_held_real`) and everybody who holds one of them
 * (`link_near_real`), so that what follows reads thousands of rows and not the whole graph.
 */
export async function gatherHeld(engine: Engine, accounts: readonly string[]): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_held_real ENGINE = MergeTree ORDER BY (token, acct) AS
     WITH own AS (SELECT token, acct FROM ${PAIRS_NOW} WHERE acct IN (${CHOSEN}))
     SELECT toUInt32(0) AS copy, token, acct FROM own
     WHERE token IN (SELECT token FROM link_values WHERE token IN (SELECT token FROM own))`,
    { accounts },
  )
  await gatherNear(engine, 'real')
}

/**
 * The same for the null run. Each account's values are redrawn within their family and stratum from the account-value
 * pairs of everybody, as a degree-preserving shuffle does: an account keeps how many values it holds, a value how many accounts hold
 * it. Values that nobody shares are drawn as often as they are met, and left out of what follows.
 */
export async function drawHeld(
  engine: Engine,
  accounts: readonly string[],
  copies: number,
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_pool ENGINE = MergeTree ORDER BY (family, stratum, n) AS ${POOL}`,
    { pool: P.poolSize },
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_held_null ENGINE = MergeTree ORDER BY (token, acct) AS ${DRAWN}`,
    { accounts, copies },
  )
  await gatherNear(engine, 'null')
}

async function gatherNear(engine: Engine, draw: Draw): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_near_${draw} ENGINE = MergeTree ORDER BY (token, acct) AS
     SELECT token, acct FROM ${PAIRS_NOW} WHERE token IN (SELECT token FROM link_held_${draw})`,
  )
}

/** The pairs with the least hashes, so that a run with the same input draws the same. Only about as many as are wanted are sorted. */
const POOL = `
  SELECT family, stratum, n, drawn.2 AS token FROM (
    SELECT family, stratum, groupArraySorted(${P.poolSize})((hash, token)) AS list
    FROM (
      SELECT v.family AS family, v.stratum AS stratum, token, sipHash64('pool', token, arrayJoin(range(holders))) AS hash,
             s.linkable AS linkable
      FROM link_values AS v INNER JOIN link_strata AS s ON s.family = v.family AND s.stratum = v.stratum
    )
    WHERE hash / exp2(64) < 2 * {pool:UInt32} / linkable
    GROUP BY family, stratum
  ) ARRAY JOIN list AS drawn, arrayEnumerate(list) AS n`

const DRAWN = `
  WITH own AS (
    SELECT family, ${STRATUM} AS stratum, token, acct FROM (
      SELECT p.family AS family, p.sort AS sort, p.token AS token, p.acct AS acct, c.crowd AS crowd
      FROM (SELECT * FROM ${PAIRS_NOW} WHERE acct IN (${CHOSEN})) AS p
      LEFT JOIN link_crowds AS c ON c.broad = p.broad
    )
  )
  SELECT DISTINCT o.copy AS copy, p.token AS token, o.acct AS acct
  FROM (
    SELECT own.family AS family, own.stratum AS stratum, own.acct AS acct,
           arrayJoin(range(1, {copies:UInt32} + 1)) AS copy, 1 + sipHash64('draw', acct, token, copy) % size AS n
    FROM own
    INNER JOIN (SELECT family, stratum, count() AS size FROM link_pool GROUP BY family, stratum) AS z
      ON z.family = own.family AND z.stratum = own.stratum
    INNER JOIN link_strata AS s ON s.family = own.family AND s.stratum = own.stratum
    WHERE sipHash64('whether', acct, token, copy) / exp2(64) < s.linkable / s.pairs
  ) AS o
  INNER JOIN link_pool AS p ON p.family = o.family AND p.stratum = o.stratum AND p.n = o.n`

import { LINK_HOLDERS_MAX } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { keepNames } from './kept-names.ts'
import { IS_LINKING_TOKEN, PAIRS_NOW } from './left-out.ts'
import { familyCode } from './observed.ts'
import { crowdsOf, holderBin, STRATUM } from './rates.ts'

/** Which tables a run of the scorer works on: the suspects' real values, or their values of the null run. */
export type Draw = 'real' | 'null'

const CHOSEN = 'SELECT sipHash64(arrayJoin({accounts:Array(String)}))'

/**
 * Sets out what the given accounts hold (`link_own`), everybody who holds one of its linking values (`link_near_real`), and those values
 * as they are today (`link_values_real`), so that what follows reads thousands of rows and not the whole graph.
 */
export async function gatherHeld(engine: Engine, accounts: readonly string[]): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_own ENGINE = MergeTree ORDER BY (token, acct) AS
     SELECT family, sort, broad, token, acct FROM ${PAIRS_NOW} WHERE acct IN (${CHOSEN})`,
    { accounts },
  )
  await keepNames(engine, accounts)
  await engine.run(
    `CREATE OR REPLACE TABLE link_near_real ENGINE = MergeTree ORDER BY (token, acct) AS ${NEAR}`,
    { holdersMax: LINK_HOLDERS_MAX },
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_crowds_real ENGINE = MergeTree ORDER BY broad AS ${crowdsOf(BROADS)}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_values_real ENGINE = MergeTree ORDER BY token AS ${VALUES}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_held_real ENGINE = MergeTree ORDER BY (token, acct) AS
     SELECT toUInt32(0) AS copy, token, acct FROM link_own WHERE token IN (SELECT token FROM link_values_real)`,
  )
}

/**
 * The same for the null run. Each account's values are redrawn within their family and stratum from the account-value
 * pairs of everybody, as a degree-preserving shuffle does: an account keeps how many values it holds, a value how many accounts hold
 * it. Values that nobody shares are drawn as often as they are met, and left out of what follows. Drawn are accounts that `gatherHeld`
 * set out, from values as they were when the rates were counted.
 */
export async function drawHeld(
  engine: Engine,
  accounts: readonly string[],
  copies: number,
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_held_null ENGINE = MergeTree ORDER BY (token, acct) AS ${DRAWN}`,
    { accounts, copies },
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_near_null ENGINE = MergeTree ORDER BY (token, acct) AS
     SELECT token, acct FROM ${PAIRS_NOW} WHERE token IN (SELECT token FROM link_held_null)`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_values_null ENGINE = MergeTree ORDER BY token AS
     SELECT family, token, holders, stratum, bin, cohort FROM link_values WHERE token IN (SELECT token FROM link_held_null)`,
  )
}

/** Nobody is listed of what many hold. */
const NEAR = `
  SELECT token, arrayJoin(holders) AS acct FROM (
    SELECT token, groupArray(${LINK_HOLDERS_MAX + 1})(acct) AS holders FROM ${PAIRS_NOW}
    WHERE token IN (SELECT token FROM link_own WHERE ${IS_LINKING_TOKEN})
    GROUP BY token HAVING length(holders) BETWEEN 2 AND {holdersMax:UInt32})`

const BROADS =
  'broad IN (SELECT broad FROM link_own WHERE broad != 0 AND token IN (SELECT token FROM link_near_real))'

const NAME = familyCode('name')

/** The country of all holders counts of names only. */
const VALUES = `
  WITH named AS (SELECT token FROM link_own WHERE family = ${NAME}),
  placed AS (
    SELECT n.token AS token, min(g.country) AS least, max(g.country) AS most
    FROM (SELECT token, acct FROM link_near_real WHERE token IN named) AS n
    LEFT JOIN (
      SELECT acct, country FROM account_groups WHERE acct IN (SELECT acct FROM link_near_real WHERE token IN named)
    ) AS g ON g.acct = n.acct
    GROUP BY token HAVING least = most
  )
  SELECT o.family AS family, h.token AS token, h.holders AS holders, ${STRATUM} AS stratum, ${holderBin('holders')} AS bin,
         p.most AS cohort
  FROM (SELECT token, count() AS holders FROM link_near_real GROUP BY token) AS h
  INNER JOIN (
    SELECT token, any(family) AS family, any(sort) AS sort, any(broad) AS broad FROM link_own GROUP BY token
  ) AS o ON o.token = h.token
  LEFT JOIN link_crowds_real AS c ON c.broad = o.broad
  LEFT JOIN placed AS p ON p.token = h.token`

const DRAWN = `
  WITH own AS (
    SELECT family, ${STRATUM} AS stratum, token, acct FROM (
      SELECT p.family AS family, p.sort AS sort, p.token AS token, p.acct AS acct, c.crowd AS crowd
      FROM (SELECT * FROM link_own WHERE acct IN (${CHOSEN})) AS p
      LEFT JOIN (SELECT broad, crowd FROM link_crowds WHERE broad IN (SELECT broad FROM link_own)) AS c ON c.broad = p.broad
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

import { LINK_HOLDERS_MAX } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { keepNames } from './kept-names.ts'
import { IS_LINKING_TOKEN, PAIRS_NOW } from './left-out.ts'
import { familyCode } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'
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
 * pairs of everybody else, as a degree-preserving shuffle does: an account keeps how many values it holds, a value how many strangers
 * hold it. Values that nobody shares are drawn as often as they are met, and left out of what follows. Drawn are accounts that
 * `gatherHeld` set out, from values as they were when the rates were counted, with the pool of the first draw (`fillPool`).
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

/**
 * Fills the pool that the null run draws from until the rates are counted again (`link_pool`, and in `link_strangers` how much of each
 * stratum it stands for). What the given accounts hold themselves is not drawn from: where a crew's own rare client is all there is of
 * its sort, a draw would find the crew again and call it coincidence.
 */
export async function fillPool(engine: Engine, accounts: readonly string[]): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_strangers ENGINE = MergeTree ORDER BY (family, within) AS ${STRANGERS}`,
    { accounts },
  )
  await engine.run(
    `CREATE OR REPLACE TABLE link_pool ENGINE = MergeTree ORDER BY (family, within, n) AS ${POOL}`,
    { accounts, pool: P.poolSize },
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

/**
 * The strata that the null run draws within. Clients that few use are one: how many use a client that a crew brought with it tells of
 * the crew, so that among its like there would be nothing but the crew to draw.
 */
const drawnWithin = (family: string, stratum: string): string =>
  `if(${family} = ${familyCode('device')}, greatest(${stratum}, ${P.rareCrowd}), ${stratum})`

/** Values of the chosen accounts with the stratum that each is of. */
const OWN = `
  SELECT p.family AS family, ${STRATUM} AS stratum, p.token AS token, p.acct AS acct
  FROM (SELECT family, sort, broad, token, acct FROM link_own WHERE acct IN (${CHOSEN})) AS p
  LEFT JOIN (SELECT broad, crowd FROM link_crowds WHERE broad IN (SELECT broad FROM link_own)) AS c ON c.broad = p.broad`

/** Pairs by family and stratum, the accounts' own left out: how many there are, and how many are of values that link. */
const STRANGERS = `
  WITH own AS (${OWN})
  SELECT family, ${drawnWithin('family', 'stratum')} AS within, sum(pairs) AS all, sum(linkable) AS linking FROM (
    SELECT family, stratum, toInt64(pairs) AS pairs, toInt64(linkable) AS linkable FROM link_strata
    UNION ALL
    SELECT family, stratum, -count(), -countIf(token IN (SELECT token FROM link_values)) FROM own GROUP BY family, stratum
  ) GROUP BY family, within HAVING linking > 0`

/** The pairs with the least hashes, so that a run with the same input draws the same. Only about as many as are wanted are sorted. */
const POOL = `
  WITH held AS (SELECT token, count() AS holders FROM link_own WHERE acct IN (${CHOSEN}) GROUP BY token)
  SELECT family, within, n, drawn.2 AS token FROM (
    SELECT family, within, groupArraySorted(${P.poolSize})((hash, token)) AS list
    FROM (
      SELECT v.family AS family, s.within AS within, v.token AS token, s.linking AS linking,
             sipHash64('pool', token, arrayJoin(range(toUInt64(greatest(0, v.holders - h.holders))))) AS hash
      FROM link_values AS v
      INNER JOIN link_strangers AS s ON s.family = v.family AND s.within = ${drawnWithin('v.family', 'v.stratum')}
      LEFT JOIN held AS h ON h.token = v.token
    )
    WHERE hash / exp2(64) < 2 * {pool:UInt32} / linking
    GROUP BY family, within
  ) ARRAY JOIN list AS drawn, arrayEnumerate(list) AS n`

const DRAWN = `
  WITH own AS (${OWN})
  SELECT DISTINCT o.copy AS copy, p.token AS token, o.acct AS acct
  FROM (
    SELECT own.family AS family, s.within AS within, own.acct AS acct,
           arrayJoin(range(1, {copies:UInt32} + 1)) AS copy, 1 + sipHash64('draw', acct, token, copy) % size AS n
    FROM own
    INNER JOIN link_strangers AS s ON s.family = own.family AND s.within = ${drawnWithin('own.family', 'own.stratum')}
    INNER JOIN (SELECT family, within, count() AS size FROM link_pool GROUP BY family, within) AS z
      ON z.family = own.family AND z.within = s.within
    WHERE sipHash64('whether', acct, token, copy) / exp2(64) < s.linking / s.all
  ) AS o
  INNER JOIN link_pool AS p ON p.family = o.family AND p.within = o.within AND p.n = o.n`

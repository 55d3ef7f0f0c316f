import type { Engine } from '../platform/index.ts'
import { PAIRS_NOW } from './left-out.ts'
import { familyCode } from './observed.ts'
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
 * pairs of everybody else, as a degree-preserving shuffle does: an account keeps how many values it holds, a value how many strangers
 * hold it. Values that nobody shares are drawn as often as they are met, and left out of what follows.
 *
 * What the given accounts hold themselves is not drawn from: where a crew's own rare client is all there is of its sort, a draw
 * would find the crew again and call it coincidence.
 */
export async function drawHeld(
  engine: Engine,
  accounts: readonly string[],
  copies: number,
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE link_pool ENGINE = MergeTree ORDER BY (family, within, n) AS ${POOL}`,
    { accounts, pool: P.poolSize },
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

/**
 * The strata that the null run draws within. Clients that few use are one: how many use a client that a crew brought with it tells of
 * the crew, so that among its like there would be nothing but the crew to draw.
 */
const drawnWithin = (family: string, stratum: string): string =>
  `if(${family} = ${familyCode('device')}, greatest(${stratum}, ${P.rareCrowd}), ${stratum})`

/** Pairs by family and stratum, the accounts' own left out: how many there are, and how many are of values that link. */
const STRANGERS = `
  SELECT family, ${drawnWithin('family', 'stratum')} AS within, sum(pairs) AS all, sum(linkable) AS linking FROM (
    SELECT family, stratum, toInt64(pairs) AS pairs, toInt64(linkable) AS linkable FROM link_strata
    UNION ALL
    SELECT family, stratum, -count(), -countIf(token IN (SELECT token FROM link_values)) FROM own GROUP BY family, stratum
  ) GROUP BY family, within HAVING linking > 0`

/** Values of the chosen accounts with the stratum that each is of. */
const OWN = `
  SELECT p.family AS family, ${STRATUM} AS stratum, p.token AS token, p.acct AS acct
  FROM (SELECT family, sort, broad, token, acct FROM ${PAIRS_NOW} WHERE acct IN (${CHOSEN})) AS p
  LEFT JOIN link_crowds AS c ON c.broad = p.broad`

/** The pairs with the least hashes, so that a run with the same input draws the same. Only about as many as are wanted are sorted. */
const POOL = `
  WITH own AS (${OWN}), strangers AS (${STRANGERS}),
  held AS (SELECT token, count() AS holders FROM own GROUP BY token)
  SELECT family, within, n, drawn.2 AS token FROM (
    SELECT family, within, groupArraySorted(${P.poolSize})((hash, token)) AS list
    FROM (
      SELECT v.family AS family, s.within AS within, v.token AS token, s.linking AS linking,
             sipHash64('pool', token, arrayJoin(range(toUInt64(greatest(0, v.holders - h.holders))))) AS hash
      FROM link_values AS v
      INNER JOIN strangers AS s ON s.family = v.family AND s.within = ${drawnWithin('v.family', 'v.stratum')}
      LEFT JOIN held AS h ON h.token = v.token
    )
    WHERE hash / exp2(64) < 2 * {pool:UInt32} / linking
    GROUP BY family, within
  ) ARRAY JOIN list AS drawn, arrayEnumerate(list) AS n`

const DRAWN = `
  WITH own AS (${OWN}), strangers AS (${STRANGERS})
  SELECT DISTINCT o.copy AS copy, p.token AS token, o.acct AS acct
  FROM (
    SELECT own.family AS family, s.within AS within, own.acct AS acct,
           arrayJoin(range(1, {copies:UInt32} + 1)) AS copy, 1 + sipHash64('draw', acct, token, copy) % size AS n
    FROM own
    INNER JOIN strangers AS s ON s.family = own.family AND s.within = ${drawnWithin('own.family', 'own.stratum')}
    INNER JOIN (SELECT family, within, count() AS size FROM link_pool GROUP BY family, within) AS z
      ON z.family = own.family AND z.within = s.within
    WHERE sipHash64('whether', acct, token, copy) / exp2(64) < s.linking / s.all
  ) AS o
  INNER JOIN link_pool AS p ON p.family = o.family AND p.within = o.within AND p.n = o.n`

import type { Engine } from '../platform/index.ts'
import { familyCode } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * Counts what a generation of pairs changes: by account and family how many tokens it holds and how many others it meets by tokens
 * with few holders (`link_busy`, as differences, so that sums over all generations are today's); and of the accounts that came from
 * an address on a new day, the address of most days (`link_homes`; days only grow, so that the highest row is today's).
 */
export async function countGeneration(engine: Engine, generation: number): Promise<void> {
  const isFirst = generation === 1
  await engine.run(isFirst ? BUSY : BUSIER, { generation, nearMax: P.nearHoldersMax })
  await engine.run(isFirst ? HOMES : NEWER_HOMES, { generation })
}

/** What one of so many holders meets by a value; nobody counts in a crowd. `holders` is text of the query. */
export function metBy(holders: string): string {
  return `if(${holders} BETWEEN 2 AND {nearMax:UInt32}, toInt64(${holders}) - 1, 0)`
}

/** One more than counts as few: enough to tell that there are more. */
const SOME = `groupArray(${P.nearHoldersMax + 1})(acct)`

const BUSY = `
  INSERT INTO link_busy SELECT {generation:UInt32}, acct, family, sum(h), sum(n) FROM (
    SELECT acct, family, count() AS h, toInt64(0) AS n FROM link_pairs GROUP BY acct, family
    UNION ALL
    SELECT arrayJoin(some) AS acct, family, 0, toInt64(length(some)) - 1 FROM (
      SELECT family, token, ${SOME} AS some FROM link_pairs GROUP BY family, token
      HAVING length(some) BETWEEN 2 AND {nearMax:UInt32})
  ) GROUP BY acct, family`

/** A token with new holders changes what its old ones meet; that of a crowd stays nothing. */
const BUSIER = `
  INSERT INTO link_busy
  WITH newer AS (
    SELECT family, token, count() AS n, ${SOME} AS some FROM link_pairs WHERE generation = {generation:UInt32} GROUP BY family, token
  ),
  older AS (
    SELECT token, count() AS n, ${SOME} AS some FROM link_pairs
    WHERE generation < {generation:UInt32} AND token IN (SELECT token FROM link_pairs WHERE generation = {generation:UInt32})
    GROUP BY token
  ),
  both AS (
    SELECT x.family AS family, o.n AS before, x.n + o.n AS after, x.some AS entering, o.some AS staying
    FROM newer AS x LEFT JOIN older AS o ON o.token = x.token
  )
  SELECT {generation:UInt32}, acct, family, sum(h), sum(n) FROM (
    SELECT acct, family, count() AS h, toInt64(0) AS n FROM link_pairs WHERE generation = {generation:UInt32} GROUP BY acct, family
    UNION ALL
    SELECT arrayJoin(entering) AS acct, family, 0, ${metBy('after')} AS n FROM both WHERE after <= {nearMax:UInt32}
    UNION ALL
    SELECT arrayJoin(staying) AS acct, family, 0, ${metBy('after')} - ${metBy('before')} AS n FROM both WHERE before <= {nearMax:UInt32}
  ) GROUP BY acct, family HAVING sum(h) != 0 OR sum(n) != 0`

const NET = familyCode('net')

/** A day at an address is one token of it. An address of one day is nobody's home. */
const HOMES = `
  INSERT INTO link_homes SELECT {generation:UInt32}, acct, max((n, broad)).1, max((n, broad)).2 FROM (
    SELECT broad, acct, count() AS n FROM link_pairs WHERE family = ${NET} AND came GROUP BY broad, acct HAVING n >= 2
  ) GROUP BY acct`

const NEWER_HOMES = `
  INSERT INTO link_homes
  WITH newer AS (
    SELECT broad, acct FROM link_pairs WHERE generation = {generation:UInt32} AND family = ${NET} AND came
    UNION ALL
    SELECT broad, acct FROM link_came WHERE generation = {generation:UInt32}
  ),
  days AS (
    SELECT broad, acct, count() AS n FROM (
      SELECT broad, acct FROM link_pairs WHERE family = ${NET} AND came
        AND broad IN (SELECT broad FROM newer) AND (broad, acct) IN (SELECT broad, acct FROM newer)
      UNION ALL
      SELECT broad, acct FROM link_came WHERE (broad, acct) IN (SELECT broad, acct FROM newer)
    ) GROUP BY broad, acct HAVING n >= 2
  )
  SELECT {generation:UInt32}, acct, max((n, broad)).1, max((n, broad)).2 FROM days GROUP BY acct`

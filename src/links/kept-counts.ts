import type { Engine } from '../platform/index.ts'
import { familyCode } from './observed.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * Counts what a generation of pairs changes: by account and family how many tokens it holds and how many others it meets by tokens
 * with few holders (`link_busy`, as differences, so that sums over all generations are today's); and of the accounts that came from
 * an address on a new day, the address of most days (`link_homes`; days only grow, so that the highest row is today's). What was known of
 * the generation's tokens before it is in `link_known`.
 */
export async function countGeneration(engine: Engine, generation: number): Promise<void> {
  const isFirst = generation === 1
  await engine.run(isFirst ? BUSY : BUSIER, { generation, nearMax: P.nearHoldersMax })
  if (!isFirst) await engine.run(NEWLY_MET, { generation })
  await engine.run(isFirst ? HOMES : NEWER_HOMES, { generation })
}

/** What one of so many holders meets by a value; nobody counts in a crowd. `holders` is text of the query. */
export function metBy(holders: string): string {
  return `if(${holders} BETWEEN 2 AND {nearMax:UInt32}, toInt64(${holders}) - 1, 0)`
}

/** One more than counts as few: enough to tell that there are more. */
const SOME = `groupArray(${P.nearHoldersMax + 1})(acct)`

/** In the order of the pairs, so that holders are counted as they are read. */
const BUSY = `
  INSERT INTO link_busy SELECT {generation:UInt32}, acct, family, count(), sum(${metBy('holders')}) FROM (
    SELECT acct, family, count() OVER (PARTITION BY family, token) AS holders FROM link_pairs
  ) GROUP BY acct, family`

/** What is known of the tokens that come in: how many hold them and some of these, and which of the accounts that come in do so already. */
export const KNOWN: string = `
  CREATE OR REPLACE TABLE link_known ENGINE = MergeTree ORDER BY token AS
  SELECT token, count() AS n, ${SOME} AS some, groupArrayIf(acct, isIncoming) AS holding,
         groupArrayIf(acct, isIncoming AND NOT came) AS writing
  FROM (
    SELECT token, acct, came, acct IN (SELECT acct FROM link_incoming) AS isIncoming FROM link_pairs
    WHERE token IN (SELECT token FROM link_incoming)
  ) GROUP BY token`

/** A token with new holders changes what its old ones meet; that of a crowd stays nothing. */
const BUSIER = `
  INSERT INTO link_busy
  WITH newer AS (
    SELECT family, token, count() AS n, ${SOME} AS some FROM link_pairs WHERE generation = {generation:UInt32} GROUP BY family, token
  ),
  changes AS (
    SELECT x.family AS family, k.n AS before, x.n + k.n AS after, ${metBy('before')} AS met, ${metBy('after')} AS meeting,
           arrayConcat(if(after > {nearMax:UInt32}, [], arrayMap(a -> (a, meeting), x.some)),
                       if(before > {nearMax:UInt32}, [], arrayMap(a -> (a, meeting - met), k.some))) AS list
    FROM newer AS x LEFT JOIN link_known AS k ON k.token = x.token
  )
  SELECT {generation:UInt32}, acct, family, sum(h), sum(m) FROM (
    SELECT acct, family, count() AS h, toInt64(0) AS m FROM link_pairs WHERE generation = {generation:UInt32} GROUP BY acct, family
    UNION ALL
    SELECT change.1, family, 0, change.2 FROM changes ARRAY JOIN list AS change WHERE change.2 != 0
  ) GROUP BY acct, family`

const NET = familyCode('net')

/** A day at an address is one token of it. An address of one day is nobody's home. */
const HOMES = `
  INSERT INTO link_homes SELECT {generation:UInt32}, acct, max((n, broad)).1, max((n, broad)).2 FROM (
    SELECT broad, acct, count() AS n FROM link_pairs WHERE family = ${NET} AND came GROUP BY broad, acct HAVING n >= 2
  ) GROUP BY acct`

const NEWLY_MET = `
  CREATE OR REPLACE TABLE link_met ENGINE = MergeTree ORDER BY (broad, acct) AS SELECT DISTINCT broad, acct FROM (
    SELECT broad, acct FROM link_pairs WHERE generation = {generation:UInt32} AND family = ${NET} AND came
    UNION ALL
    SELECT broad, acct FROM link_came WHERE generation = {generation:UInt32}
  )`

const NEWER_HOMES = `
  INSERT INTO link_homes
  SELECT {generation:UInt32}, acct, max((n, broad)).1, max((n, broad)).2 FROM (
    SELECT broad, acct, count() AS n FROM (
      SELECT broad, acct FROM link_pairs PREWHERE family = ${NET} AND acct IN (SELECT acct FROM link_met)
      WHERE came AND (broad, acct) IN (SELECT broad, acct FROM link_met)
      UNION ALL
      SELECT broad, acct FROM link_came WHERE (broad, acct) IN (SELECT broad, acct FROM link_met)
    ) GROUP BY broad, acct HAVING n >= 2
  ) GROUP BY acct`

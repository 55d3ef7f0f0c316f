import type { Engine } from '../platform/index.ts'
import type { SharedValues } from './evidence.ts'
import { forgetDraws } from './kept-draws.ts'
import { PAIRS_NOW } from './left-out.ts'
import { familyOf } from './observed.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P } from './parameters.ts'
import {
  countLabelled,
  countTied,
  type LabelledHeld,
  type LinkLabels,
  refitShares,
  type ShareCounts,
  type Shares,
  STARTING_SHARES,
} from './shares.ts'

/** The shares in use and how many accounts each was counted of; kept with the rates, and until analysts say something new. */
const TABLE = `CREATE TABLE IF NOT EXISTS link_shares (labels UInt64, family UInt8, share Float64, tied Float64, labelled Float64)
  ENGINE = MergeTree ORDER BY family`

/** Forgets the shares, so that the next run refits them: the rates that they were counted by have gone. */
export async function forgetShares(engine: Engine): Promise<void> {
  await engine.run(TABLE)
  await engine.run('TRUNCATE TABLE link_shares')
}

/** The shares in use: those at the start until some were refitted. */
export async function readShares(engine: Engine): Promise<Shares> {
  const rows = await engine.rows<{ family: number; share: number }>(
    'SELECT family, share FROM link_shares',
  )
  const learnt = Object.fromEntries(rows.map(({ family, share }) => [familyOf(family), share]))
  return { ...STARTING_SHARES, ...learnt }
}

/**
 * Refits the shares from labels, and with `learnFromTied` from pairs as they were weighed by those at the start; keeps those that
 * there are for these labels.
 * The null run is drawn again, so that both are weighed alike.
 */
export async function keepShares(
  engine: Engine,
  pairs: readonly SharedValues[],
  suspects: readonly string[],
  labels: LinkLabels,
): Promise<void> {
  const text = JSON.stringify(labels)
  const [known] = await engine.rows<{ rows: number }>(
    'SELECT count() AS rows FROM link_shares WHERE labels = sipHash64({text:String})',
    { text },
  )
  if ((known?.rows ?? 0) === LINK_FAMILIES.length) return
  const tied = countTied(P.learnFromTied ? pairs : [], suspects, labels)
  const labelled = countLabelled(await readLabelled(engine, labels), labels)
  const shares = refitShares(tied, labelled)
  const of = (counts: ShareCounts): number[] => LINK_FAMILIES.map((family) => counts[family].both)
  await forgetDraws(engine)
  await engine.run('TRUNCATE TABLE link_shares')
  await engine.run(
    `INSERT INTO link_shares SELECT sipHash64({text:String}), row.1, row.2, row.3, row.4
     FROM (SELECT arrayJoin(arrayZip({families:Array(UInt8)}, {shares:Array(Float64)},
       {tied:Array(Float64)}, {labelled:Array(Float64)})) AS row)`,
    {
      text,
      families: LINK_FAMILIES.map((_, index) => index + 1),
      shares: LINK_FAMILIES.map((family) => shares[family]),
      tied: of(tied),
      labelled: of(labelled),
    },
  )
}

/** What labelled accounts hold; values that many hold or that never link are left out, a family that has only such is held all the same. */
async function readLabelled(
  engine: Engine,
  { operators }: LinkLabels,
): Promise<readonly LabelledHeld[]> {
  const accounts = operators.flat()
  if (accounts.length === 0) return []
  const rows = await engine.rows<{ account: string; family: number; tokens: string[] }>(
    `WITH named AS (SELECT sipHash64(account) AS acct, account FROM (SELECT DISTINCT arrayJoin({accounts:Array(String)}) AS account)),
       own AS (SELECT family, token, acct FROM ${PAIRS_NOW} WHERE acct IN (SELECT acct FROM named))
     SELECT n.account AS account, o.family AS family,
            groupArrayIf(toString(o.token), o.token IN (SELECT token FROM link_values WHERE token IN (SELECT token FROM own))) AS tokens
     FROM own AS o INNER JOIN named AS n ON n.acct = o.acct GROUP BY account, family`,
    { accounts },
  )
  return rows.map(({ family, ...row }) => ({ ...row, family: familyOf(family) }))
}

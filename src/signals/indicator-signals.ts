import { groupBy, logOdds } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { INDICATOR_PARAMETERS as P } from './parameters.ts'
import type { AccountSignal } from './signal.ts'

interface HitRow {
  account_id: string
  indicator_id: string
  kind: string
  value: string
  relation: string
  actor: string
  techniques: string[]
  event_ids: string[]
  holders: number
  confidence: number
  warning_list: string
  is_early: number
  age_days: number
  actors_studied: number
  values_studied: number
  people: number
}

/** A value that thousands hold says nothing; such rows never leave the engine. */
const HOLDERS_READ_MAX = 300

/**
 * Weighs indicator hits in bits. The probability that a holder is the account the partner meant is
 *
 *   confidence * relation * min(1, holdersExpected / holders)^holdersPower * early * warning * 2^(-age / halfLife)
 *
 * and the bits are its log odds above the prior. A mention weighs nothing. Use by an account that
 * handles values of several actors, or many values, is divided by their number: it studies them.
 */
export async function weighIndicatorHits(engine: Engine): Promise<AccountSignal[]> {
  const rows = await engine.rows<HitRow>(
    `
    WITH studied AS (
      SELECT account_id,
             greatest(1, uniqExactIf(if(actor = '', indicator_id, actor), relation IN ('use', 'mention'))) AS actors_studied,
             greatest(1, uniqExactIf(value, relation IN ('use', 'mention'))) AS values_studied
      FROM indicator_hits GROUP BY account_id
    )
    SELECT h.account_id AS account_id, indicator_id, kind, value, relation, actor, techniques, event_ids,
           greatest(holders_valid, holders / 3) AS holders, confidence, warning_list, is_early, age_days,
           actors_studied, values_studied, (SELECT count() FROM population) AS people
    FROM indicator_hits AS h INNER JOIN studied AS s ON s.account_id = h.account_id
    WHERE relation != 'mention' AND greatest(holders_valid, holders / 3) <= {holdersMax:UInt32}
    ORDER BY account_id, indicator_id, kind, value, relation`,
    { holdersMax: HOLDERS_READ_MAX },
  )
  return discountRepeats(rows)
}

/** The probability that this hit's account is the one the partner meant; the formula is above. */
function probabilityOfHit(row: HitRow): number {
  const stated = row.confidence / 100
  const confidence = stated * Math.min(1, stated / P.confidenceDoubted)
  const relation =
    row.relation === 'use'
      ? P.useWeight / (row.actors_studied * Math.sqrt(row.values_studied))
      : P.contactWeight
  const spread = Math.min(1, P.holdersExpected / row.holders) ** P.holdersPower
  const halfLife = P.halfLifeDays[row.kind as 'ip'] ?? P.halfLifeDays.other
  const age = 2 ** (-row.age_days / halfLife)
  const early = row.is_early === 1 ? P.earlyWeight : 1
  const warning = row.warning_list === '' ? 1 : P.warningWeight
  return Math.min(P.probabilityMax, confidence * relation * spread * age * early * warning)
}

/**
 * The same value by several indicators or relations counts once; each further value counts a share of the
 * one before. Values in code count once in all: a report pasted into a prompt brings several.
 */
function discountRepeats(rows: readonly HitRow[]): AccountSignal[] {
  const weighed = rows
    .map((row) => ({ row, probability: probabilityOfHit(row) }))
    .filter(({ probability }) => probability >= P.prior * P.liftMin)
  const signals: AccountSignal[] = []
  for (const hits of groupBy(weighed, ({ row }) => row.account_id).values()) {
    const values = new Set<string>()
    let hasUse = false
    for (const { row, probability } of hits.sort((x, y) => y.probability - x.probability)) {
      const isUse = row.relation === 'use'
      if (values.has(row.value) || (isUse && hasUse)) continue
      const share = P.repeatDiscount ** values.size
      values.add(row.value)
      hasUse ||= isUse
      signals.push(signalOf(row, probability, share))
    }
  }
  return signals
}

function signalOf(row: HitRow, probability: number, share: number): AccountSignal {
  return {
    account: row.account_id,
    relation: row.relation,
    source: 'indicator',
    name: `${row.kind} ${row.value}`,
    bits: (logOdds(probability) - logOdds(P.prior)) * share,
    events: row.event_ids,
    observed: row.value,
    techniques: row.techniques,
    intel: row.indicator_id,
    note: noteOf(row, share),
    actor: row.actor,
  }
}

const RELATION_WORDS: Readonly<Record<string, string>> = {
  contact: 'connected from it',
  signup: 'registered with it',
  use: 'used it in code, a command or a tool call',
}

function noteOf(row: HitRow, share: number): string {
  const holders = Math.max(1, Math.round(row.holders))
  const parts = [
    RELATION_WORDS[row.relation] ?? row.relation,
    holders === 1
      ? `no other of ${row.people.toLocaleString('en-US')} accounts did`
      : `so did ${holders - 1} other${holders === 2 ? '' : 's'} of ${row.people.toLocaleString('en-US')} accounts`,
    `confidence ${row.confidence}`,
  ]
  if (row.is_early === 1) parts.push('before the indicator became valid, so it counts less')
  if (row.warning_list !== '')
    parts.push(`on the warning list "${row.warning_list}", so it counts less`)
  if (row.age_days >= 90)
    parts.push(
      `${Math.round(row.age_days)} days after the indicator became valid, so it counts less`,
    )
  if (row.relation === 'use' && row.values_studied > 1) {
    parts.push(
      `the account handles ${row.values_studied} indicated values of ${row.actors_studied} sources or actors, as researchers do`,
    )
  }
  if (share < 1) parts.push('counted in part beside a stronger indicator')
  return parts.join('; ')
}

import { logOdds } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { INDICATOR_PARAMETERS as P } from './parameters.ts'

/** One piece of evidence about an account, as the ledger and `leads.jsonl` show it. `bits` is a log2 likelihood ratio. */
export interface Signal {
  readonly source: 'indicator' | 'rule' | 'model' | 'behaviour' | 'link'
  readonly name: string
  readonly bits: number
  readonly events: readonly string[]
  readonly observed: string
  readonly techniques: readonly string[]
  /** Id of the indicator, or null for evidence that comes from no intelligence. */
  readonly intel: string | null
  /** Why the weight is what it is, in words. */
  readonly note: string
  /** Name of the actor that the intelligence names; empty when none. */
  readonly actor: string
}

export interface AccountSignal extends Signal {
  readonly account: string
}

interface HitRow {
  account_id: string
  indicator_id: string
  kind: string
  value: string
  relation: string
  actor: string
  techniques: string[]
  event_ids: string[]
  probability: number
  holders: number
  confidence: number
  warning_list: string
  is_early: number
  age_days: number
  actors_studied: number
}

/**
 * Weighs indicator hits in bits. The probability that a holder is the account the partner meant is
 *
 *   confidence * relation * min(1, holdersExpected / holders)^holdersPower * early * warning * 2^(-age / halfLife)
 *
 * and the bits are its log odds above the prior. A mention weighs nothing. A value used by an account
 * that also handles indicators of several actors is a researcher's, and is divided by their number.
 */
export async function weighIndicatorHits(engine: Engine): Promise<AccountSignal[]> {
  const rows = await engine.rows<HitRow>(
    `
    WITH studied AS (
      SELECT account_id, greatest(1, uniqExactIf(actor, actor != '' AND relation IN ('use', 'mention'))) AS actors_studied
      FROM indicator_hits GROUP BY account_id
    )
    SELECT h.account_id AS account_id, indicator_id, kind, value, relation, actor, techniques, event_ids,
           greatest(holders_valid, holders / 3) AS holders, confidence, warning_list, is_early, age_days, actors_studied,
           least({probabilityMax:Float64},
             confidence / 100 * if(relation = 'use', {useWeight:Float64} / actors_studied, {contactWeight:Float64})
             * pow(least(1, {holdersExpected:Float64} / holders), {holdersPower:Float64}) * if(is_early = 1, {earlyWeight:Float64}, 1)
             * if(warning_list != '', {warningWeight:Float64}, 1)
             * exp2(-age_days / multiIf(kind = 'ip', {ipHalf:Float64}, kind = 'domain', {domainHalf:Float64},
                                        kind = 'url', {urlHalf:Float64}, {otherHalf:Float64}))) AS probability
    FROM indicator_hits AS h INNER JOIN studied AS s ON s.account_id = h.account_id
    WHERE relation != 'mention' AND probability >= {prior:Float64} * {liftMin:Float64}
    ORDER BY account_id, probability DESC, indicator_id, kind, value, relation`,
    {
      probabilityMax: P.probabilityMax,
      useWeight: P.useWeight,
      contactWeight: P.contactWeight,
      holdersExpected: P.holdersExpected,
      earlyWeight: P.earlyWeight,
      warningWeight: P.warningWeight,
      ipHalf: P.halfLifeDays.ip,
      domainHalf: P.halfLifeDays.domain,
      urlHalf: P.halfLifeDays.url,
      otherHalf: P.halfLifeDays.other,
      prior: P.prior,
      liftMin: P.liftMin,
      holdersPower: P.holdersPower,
    },
  )
  return discountRepeats(rows)
}

/** The same value by several indicators or relations counts once; each further value counts a share of the one before. */
function discountRepeats(rows: readonly HitRow[]): AccountSignal[] {
  const signals: AccountSignal[] = []
  let account = ''
  let share = 1
  let seen = new Set<string>()
  for (const row of rows) {
    if (row.account_id !== account) {
      account = row.account_id
      share = 1
      seen = new Set()
    }
    if (seen.has(row.value)) continue
    seen.add(row.value)
    signals.push({
      account,
      source: 'indicator',
      name: `${row.kind} ${row.value}`,
      bits: (logOdds(row.probability) - logOdds(P.prior)) * share,
      events: row.event_ids,
      observed: row.value,
      techniques: row.techniques,
      intel: row.indicator_id,
      note: noteOf(row, share),
      actor: row.actor,
    })
    share *= P.repeatDiscount
  }
  return signals
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
      ? 'no other account did'
      : `so did ${holders - 1} other account${holders === 2 ? '' : 's'}`,
    `confidence ${row.confidence}`,
  ]
  if (row.is_early === 1) parts.push('before the indicator became valid, so it counts less')
  if (row.warning_list !== '')
    parts.push(`on the warning list "${row.warning_list}", so it counts less`)
  if (row.age_days >= 90)
    parts.push(
      `${Math.round(row.age_days)} days after the indicator became valid, so it counts less`,
    )
  if (row.relation === 'use' && row.actors_studied > 1) {
    parts.push(`the account handles indicators of ${row.actors_studied} actors, as researchers do`)
  }
  if (share < 1) parts.push('counted in part beside a stronger indicator')
  return parts.join('; ')
}

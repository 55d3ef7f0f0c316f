import type { Tlp } from '../formats/stix/index.ts'
import { groupBy, logOdds } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { INDICATOR_PARAMETERS as P } from './parameters.ts'
import type { AccountSignal } from './signal.ts'

/** An account that met an indicated value, as the engine found it. `holders` are the accounts that met it, itself included. */
export interface IndicatorHit {
  readonly account_id: string
  readonly indicator_id: string
  readonly kind: string
  readonly value: string
  readonly relation: string
  readonly actor: string
  readonly techniques: string[]
  readonly event_ids: string[]
  readonly holders: number
  readonly confidence: number
  readonly warning_list: string
  readonly is_early: number
  readonly age_days: number
  readonly actors_studied: number
  readonly values_studied: number
  readonly people: number
  readonly tlp: Tlp
}

/** A value that thousands hold says nothing; such rows never leave the engine. */
const HOLDERS_READ_MAX = 300

/** Reads the hits that can weigh anything, in order of account; mentions weigh nothing and stay in the engine. */
export async function readIndicatorHits(engine: Engine): Promise<IndicatorHit[]> {
  return engine.rows<IndicatorHit>(
    `
    WITH studied AS (
      SELECT account_id,
             greatest(1, uniqExactIf(if(actor = '', indicator_id, actor), relation IN ('use', 'mention'))) AS actors_studied,
             greatest(1, uniqExactIf(value, relation IN ('use', 'mention'))) AS values_studied
      FROM indicator_hits GROUP BY account_id
    )
    SELECT h.account_id AS account_id, indicator_id, kind, value, relation, actor, techniques, event_ids,
           greatest(holders_valid, holders / 3) AS holders, confidence, warning_list, is_early, age_days, tlp,
           actors_studied, values_studied, (SELECT count() FROM population) AS people
    FROM indicator_hits AS h INNER JOIN studied AS s ON s.account_id = h.account_id
    WHERE relation != 'mention' AND greatest(holders_valid, holders / 3) <= {holdersMax:UInt32}
    ORDER BY account_id, indicator_id, kind, value, relation`,
    { holdersMax: HOLDERS_READ_MAX },
  )
}

/**
 * Weighs indicator hits in bits. The probability that a holder is the account the partner meant is
 *
 *   confidence * relation * min(1, holdersExpected / operators)^holdersPower * early * warning * 2^(-age / halfLife)
 *
 * and the bits are its log odds above the prior. `operators` are the holders with accounts of one operator
 * counted once (`operatorOf`; by default each account is its own): what matters is how many strangers hold
 * the value. A mention weighs nothing. Use by an account that handles values of several actors, or many
 * values, is divided by their number: it studies them.
 */
export function weighIndicatorHits(
  hits: readonly IndicatorHit[],
  operatorOf: (account: string) => string = (account) => account,
): AccountSignal[] {
  const fellows = countFellows(hits, operatorOf)
  return discountRepeats(
    hits.map((hit) => {
      const repeated = (fellows.get(`${hit.value} ${operatorOf(hit.account_id)}`)?.size ?? 1) - 1
      return { ...hit, holders: Math.max(1, hit.holders - repeated) }
    }),
  )
}

/** The accounts of each operator that met a value, by value and operator. */
function countFellows(
  hits: readonly IndicatorHit[],
  operatorOf: (account: string) => string,
): Map<string, Set<string>> {
  const fellows = new Map<string, Set<string>>()
  for (const { value, account_id: account } of hits) {
    const key = `${value} ${operatorOf(account)}`
    fellows.set(key, (fellows.get(key) ?? new Set()).add(account))
  }
  return fellows
}

/** The probability that this hit's account is the one the partner meant; the formula is above. */
function probabilityOfHit(row: IndicatorHit): number {
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
function discountRepeats(rows: readonly IndicatorHit[]): AccountSignal[] {
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

function signalOf(row: IndicatorHit, probability: number, share: number): AccountSignal {
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
    tlp: row.tlp,
    note: noteOf(row, share),
    actor: row.actor,
  }
}

const RELATION_WORDS: Readonly<Record<string, string>> = {
  contact: 'connected from it',
  signup: 'registered with it',
  use: 'used it in code, a command or a tool call',
}

function noteOf(row: IndicatorHit, share: number): string {
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

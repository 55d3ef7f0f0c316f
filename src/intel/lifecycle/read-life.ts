import type { Instant } from '../../core/index.ts'
import type { Tlp } from '../../formats/stix/index.ts'
import type { Engine } from '../../platform/index.ts'
import { LIFE } from './life-sql.ts'

/** What a value can be at an instant. */
export const LIFE_STATES = ['active', 'expired', 'revoked', 'not-yet-valid'] as const
export type LifeState = (typeof LIFE_STATES)[number]

/** How things stand with a value at an instant. Score 0 to 100; times UTC. */
export interface IndicatorLife {
  readonly kind: string
  readonly match: string
  readonly value: string
  readonly state: LifeState
  /** Above 0 exactly while the value is active. */
  readonly score: number
  readonly revoked: boolean
  readonly valid_from: string
  /** The end, by the source's word, by decay or by decision; 2299-12-31 where nothing ends it. */
  readonly valid_until: string
  readonly sources: readonly string[]
  readonly indicators: number
  /** Reporters that saw it, and reporters that found it harmless. */
  readonly seen: number
  readonly false_seen: number
  /** The strictest marking of its indicators. */
  readonly tlp: Tlp
  /** What an analyst decided, by whom and why; '' where nobody did. */
  readonly decision: string
  readonly claims: readonly Claim[]
}

/** One source's word: name, id, Admiralty letter, indicator, score now, whether it took it back, and its rule. */
export type Claim = readonly [
  source: string,
  sourceId: string,
  letter: string,
  indicator: string,
  score: number,
  isRevoked: boolean,
  rule: readonly [lifetimeDays: number, speed: number, threshold: number],
]

export interface LifeQuery {
  readonly at: Instant
  /** Only this value, as it is stored. */
  readonly value?: string
  readonly state?: LifeState
  readonly kind?: string
  readonly limit: number
}

/** Reads the values that intelligence names, the highest score first. */
export async function readLife(engine: Engine, query: LifeQuery): Promise<IndicatorLife[]> {
  return engine.rows<IndicatorLife>(
    `SELECT * FROM (${LIFE})
     WHERE ({state:String} = '' OR state = {state:String}) AND ({kind:String} = '' OR kind = {kind:String})
     ORDER BY score DESC, kind, value, match LIMIT {limit:UInt32}`,
    {
      at: Date.parse(query.at),
      value: query.value ?? '',
      state: query.state ?? '',
      kind: query.kind ?? '',
      limit: query.limit,
    },
  )
}

/** How many values are in each state. */
export async function countLife(engine: Engine, at: Instant): Promise<Record<string, number>> {
  const rows = await engine.rows<{ state: string; values: number }>(
    `SELECT state, count() AS values FROM (${LIFE}) GROUP BY state ORDER BY state`,
    { at: Date.parse(at), value: '' },
  )
  return Object.fromEntries(rows.map(({ state, values }) => [state, values]))
}

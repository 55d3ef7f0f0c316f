/**
 * How the score of an indicator falls: `base * (1 - (t / lifetime)^(1 / speed))`, the polynomial of MISP's decaying
 * models, until it is below `threshold`. Days; scores 0 to 100. `sourceId` '' and `kind` '' stand for all.
 */
export interface DecayRule {
  readonly sourceId: string
  readonly kind: string
  readonly lifetimeDays: number
  /** 1 falls in a straight line, more falls early, less falls late. */
  readonly speed: number
  readonly threshold: number
}

const THRESHOLD = 30

/**
 * Judgement, not measurement: addresses change hands within weeks, names within months, and a hash or the
 * account of a person hardly ever.
 */
const LIFETIME_DAYS: Readonly<Record<string, number>> = {
  ip: 90,
  url: 120,
  domain: 180,
  user_agent: 180,
  identifier: 365,
  email: 365,
  file: 365,
  payment: 730,
  wallet: 730,
  hash: 1825,
  '': 180,
}

/** Rules where the operator set none. The one of kind '' serves kinds without a row. */
export const DECAY_DEFAULTS: readonly DecayRule[] = Object.entries(LIFETIME_DAYS).map(
  ([kind, lifetimeDays]) => ({ sourceId: '', kind, lifetimeDays, speed: 1, threshold: THRESHOLD }),
)

export const DECAY_KINDS: readonly string[] = Object.keys(LIFETIME_DAYS).filter(
  (kind) => kind !== '',
)

/** Bounds of what an operator may set: a threshold of 0 would leave nothing that ever ends. */
export const DECAY_LIMITS = {
  lifetimeDays: { low: 1, high: 36_500 },
  speed: { low: 0.1, high: 10 },
  threshold: { low: 1, high: 99 },
} as const

/**
 * Reliability of a source on the Admiralty scale, as the highest score that its word can give (MISP's admiralty
 * taxonomy: A 100, B 75, C 50, D 25, E 0, F 50 since it cannot be judged). A source without a letter has no such cap.
 */
export const RELIABILITY_CAPS: Readonly<Record<string, number>> = {
  A: 100,
  B: 75,
  C: 50,
  D: 25,
  E: 0,
  F: 50,
}

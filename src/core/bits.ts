/** Evidence in bits (log2 likelihood ratio) and back to probability. */

/** log2 of the odds p/(1-p). `p` must lie strictly between 0 and 1. */
export function logOdds(p: number): number {
  return Math.log2(p / (1 - p))
}

/** Probability from log2 odds; total for any finite number of bits. */
export function probabilityOf(logOdds2: number): number {
  return 1 / (1 + 2 ** -logOdds2)
}

/** Keeps a number inside [low, high]. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Rounds for output, so that two runs print the same digits. */
export function roundTo(value: number, digits: number): number {
  const scale = 10 ** digits
  const rounded = Math.round(value * scale) / scale
  return rounded === 0 ? 0 : rounded
}

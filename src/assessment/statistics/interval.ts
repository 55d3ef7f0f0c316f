/** An estimate with an interval of 95% unless it says otherwise. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export interface Estimate extends Interval {
  readonly value: number
}

/** The level at which every interval of an assessment is drawn. */
export const LEVEL = 0.95

/** Quantile of the standard normal at (1 + LEVEL) / 2. */
export const Z = 1.959963984540054

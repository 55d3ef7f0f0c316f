import type { Estimate } from './interval.ts'
import { wilson } from './proportions.ts'

/** Tasks by outcome in two arms: solved by both, only the first, only the second, neither. */
export interface PairedTable {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

/** Difference of two paired proportions, first minus second (Newcombe 1998, paired method 10, corrected phi). */
export function newcombePaired({ both, onlyFirst, onlySecond, neither }: PairedTable): Estimate {
  const n = both + onlyFirst + onlySecond + neither
  const first = wilson({ x: both + onlyFirst, n })
  const second = wilson({ x: both + onlySecond, n })
  const value = (onlyFirst - onlySecond) / n
  const phi = correctedPhi({ both, onlyFirst, onlySecond, neither })
  const width = (p: number, q: number): number =>
    Math.sqrt(Math.max(0, p * p - 2 * phi * p * q + q * q))
  return {
    value,
    low: value - width(first.value - first.low, second.high - second.value),
    high: value + width(first.high - first.value, second.value - second.low),
  }
}

/** Correlation of the two outcomes with a continuity correction where it is positive. */
function correctedPhi({ both, onlyFirst, onlySecond, neither }: PairedTable): number {
  const n = both + onlyFirst + onlySecond + neither
  const margins =
    (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither)
  if (margins === 0) return 0
  const cross = both * neither - onlyFirst * onlySecond
  if (cross > n / 2) return (cross - n / 2) / Math.sqrt(margins)
  return cross >= 0 ? 0 : cross / Math.sqrt(margins)
}

/** Exact two-sided McNemar test of the tasks on which the arms differ: 2 P(Bin(b + c, 1/2) <= min), at most 1. */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond
  let logTerm = -n * Math.LN2
  let sum = Math.exp(logTerm)
  for (let k = 1; k <= Math.min(onlyFirst, onlySecond); k++) {
    logTerm += Math.log((n - k + 1) / k)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, 2 * sum)
}

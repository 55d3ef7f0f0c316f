import { clamp } from '../../core/index.ts'
import { type Estimate, type Interval, LEVEL, Z } from './interval.ts'
import { betaQuantile } from './special.ts'

/** Successes among trials: whole numbers, 0 <= x <= n, n >= 1. */
export interface Proportion {
  readonly x: number
  readonly n: number
}

/** Wilson's score interval (Wilson 1927): keeps its coverage at 0 and n, where the plain one has no width. */
export function wilson({ x, n }: Proportion): Estimate {
  const p = x / n
  const square = Z * Z
  const scale = 1 + square / n
  const centre = (p + square / (2 * n)) / scale
  const half = (Z * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n))) / scale
  return {
    value: p,
    low: x === 0 ? 0 : clamp(centre - half, 0, 1),
    high: x === n ? 1 : clamp(centre + half, 0, 1),
  }
}

/** Clopper and Pearson's exact interval (1934): never covers less than the level, often more. */
export function clopperPearson({ x, n }: Proportion): Interval {
  const outside = (1 - LEVEL) / 2
  return {
    low: x === 0 ? 0 : betaQuantile(outside, x, n - x + 1),
    high: x === n ? 1 : betaQuantile(1 - outside, x + 1, n - x),
  }
}

/** Difference of two independent proportions, first minus second (Newcombe 1998, method 10). */
export function newcombeIndependent(first: Proportion, second: Proportion): Estimate {
  const [a, b] = [wilson(first), wilson(second)]
  const value = a.value - b.value
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  }
}

/** Ratio of two proportions with the interval of its logarithm (Katz 1978); a half is added to each cell when one is empty. */
export function riskRatio(first: Proportion, second: Proportion): Estimate {
  const isEmpty = [first.x, first.n - first.x, second.x, second.n - second.x].includes(0)
  const more = isEmpty ? 0.5 : 0
  const [x1, n1, x2, n2] = [
    first.x + more,
    first.n + 2 * more,
    second.x + more,
    second.n + 2 * more,
  ]
  const value = x1 / n1 / (x2 / n2)
  const half = Z * Math.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) }
}

/** Upper 95% limit, one-sided, of a share of which none was seen in n trials: about 3 / n (Hanley 1983), here exactly. */
export function ruleOfThree(n: number): number {
  return 1 - (1 - LEVEL) ** (1 / n)
}

/** Trials in each of two independent arms for a two-sided test at 5% to see p1 against p2 with the power given. */
export function trialsPerArm(p1: number, p2: number, zPower: number = Z_80): number {
  const variance = p1 * (1 - p1) + p2 * (1 - p2)
  return Math.ceil(((Z + zPower) ** 2 * variance) / (p1 - p2) ** 2)
}

/** Quantile of the standard normal at 0.8: the power that studies commonly plan for. */
const Z_80 = 0.8416212335729143

import { type Estimate, LEVEL } from './interval.ts'
import { studentCdf, studentQuantile } from './special.ts'

/** A mean over tasks in clusters. Interval and p are null with fewer than two clusters, which say nothing of their spread. */
export interface ClusteredMean {
  readonly mean: number
  readonly clusters: number
  readonly standardError: number | null
  readonly interval: Estimate | null
  /** Two-sided p that the mean is 0. */
  readonly p: number | null
}

/**
 * Mean of task values with cluster-robust standard error and Student's t on C - 1 degrees of freedom
 * (Miller 2024, arXiv 2411.00640): sqrt(C / (C - 1) · sum over clusters of (sum of deviations)²) / n.
 */
export function clusteredMean(clusters: ReadonlyArray<readonly number[]>): ClusteredMean {
  const count = clusters.length
  const n = clusters.reduce((sum, values) => sum + values.length, 0)
  const mean = clusters.reduce((sum, values) => sum + total(values), 0) / n
  if (count < 2) return { mean, clusters: count, standardError: null, interval: null, p: null }
  const spread = clusters.reduce(
    (sum, values) => sum + (total(values) - values.length * mean) ** 2,
    0,
  )
  const standardError = Math.sqrt((count / (count - 1)) * spread) / n
  const half = studentQuantile((1 + LEVEL) / 2, count - 1) * standardError
  const interval = { value: mean, low: mean - half, high: mean + half }
  return { mean, clusters: count, standardError, interval, p: pOf(mean, standardError, count - 1) }
}

/** Without any spread the only honest p is 1: equal values in a handful of clusters prove no effect. */
function pOf(mean: number, standardError: number, degrees: number): number {
  if (standardError === 0) return 1
  return Math.min(1, 2 * studentCdf(-Math.abs(mean / standardError), degrees))
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** P(X <= count) for a Poisson count with the mean given; 0 for a negative count. */
export function poissonCdf(count: number, mean: number): number {
  if (count < 0) return 0
  let logTerm = -mean
  let sum = Math.exp(logTerm)
  for (let k = 1; k <= count; k++) {
    logTerm += Math.log(mean / k)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}

/**
 * The smallest count k with P(X <= k) >= level. `from` may name a count known to be no larger, where means are asked in
 * rising order. Exact for every mean: terms are summed as logarithms, so that none of those that matter vanishes.
 */
export function poissonQuantile(mean: number, level: number, from = 0): number {
  let count = from
  while (poissonCdf(count, mean) < level) count++
  return count
}

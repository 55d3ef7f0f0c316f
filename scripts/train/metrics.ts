export interface Interval {
  readonly rate: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/** Wilson score interval at 95% for `hits` of `n`. */
export function wilson(hits: number, n: number): Interval {
  if (n === 0) return { rate: Number.NaN, low: 0, high: 1, n }
  const z = 1.959964
  const rate = hits / n
  const middle = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))
  return { rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half), n }
}

/** Area under the ROC curve: the chance that a positive scores above a negative, ties counted half. */
export function auc(positives: readonly number[], negatives: readonly number[]): number {
  if (positives.length === 0 || negatives.length === 0) return Number.NaN
  const sorted = [...negatives].sort((a, b) => a - b)
  let wins = 0
  for (const score of positives) {
    const below = countBelow(sorted, score, false)
    wins += below + (countBelow(sorted, score, true) - below) / 2
  }
  return wins / (positives.length * negatives.length)
}

/** The lowest score above which at most `share` of the negatives lie. */
export function thresholdAt(negatives: readonly number[], share: number): number {
  const sorted = [...negatives].sort((a, b) => b - a)
  return sorted[Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY
}

/** Share of scores above a threshold, with its interval. */
export function rateAbove(scores: readonly number[], threshold: number): Interval {
  return wilson(scores.filter((score) => score > threshold).length, scores.length)
}

/** `62.1% (58.0-66.0)`; `-` where there is nothing to count. */
export function percent(interval: Interval): string {
  const shown = (value: number): string => (100 * value).toFixed(1)
  if (interval.n === 0) return '-'
  return `${shown(interval.rate)}% (${shown(interval.low)}-${shown(interval.high)})`
}

function countBelow(sorted: readonly number[], score: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const value = sorted[middle] ?? 0
    if (value < score || (orEqual && value === score)) low = middle + 1
    else high = middle
  }
  return low
}

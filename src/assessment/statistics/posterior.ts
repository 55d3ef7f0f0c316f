import type { Proportion } from './proportions.ts'
import { betaCdf, betaDensity } from './special.ts'

const PANELS = 8000
const SPREADS = 40

/**
 * Pr(p1 - p2 > margin) when both shares have a uniform prior and independent binomial data: the
 * integral of the first's density times the second's distribution function, by Simpson's rule over
 * forty standard deviations (the tail of a share near 0 falls only exponentially).
 */
export function probabilityAbove(first: Proportion, second: Proportion, margin: number): number {
  const [a1, b1] = [first.x + 1, first.n - first.x + 1]
  const [a2, b2] = [second.x + 1, second.n - second.x + 1]
  const mean = a1 / (a1 + b1)
  const deviation = Math.sqrt((mean * (1 - mean)) / (a1 + b1 + 1))
  const from = Math.max(0, mean - SPREADS * deviation)
  const to = Math.min(1, mean + SPREADS * deviation)
  const step = (to - from) / PANELS
  const valueAt = (p: number): number => edgeDensity(p, a1, b1) * betaCdf(p - margin, a2, b2)
  let sum = valueAt(from) + valueAt(to)
  for (let index = 1; index < PANELS; index++)
    sum += (index % 2 === 0 ? 2 : 4) * valueAt(from + index * step)
  return Math.min(1, Math.max(0, (sum * step) / 3))
}

/** The density at the ends too, where it is 0 or, for a parameter of 1, the other one. */
function edgeDensity(p: number, a: number, b: number): number {
  if (p <= 0) return a === 1 ? b : 0
  if (p >= 1) return b === 1 ? a : 0
  return betaDensity(p, a, b)
}

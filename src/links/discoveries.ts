import type { SharedValues } from './evidence.ts'
import { weighLink } from './link-probability.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/** Whether a link of so many bits is among those that a test of all pairs would report. */
export type IsDiscovery = (bits: number, isBothSuspect: boolean) => boolean

/**
 * Selects links by e-BH (Wang and Ramdas): with `n` pairs tested, the largest `k` for which the k-th strongest has
 * e-value 2^bits >= n / (alpha * k). The expected share of coincidences among them is at most `alpha`, however the
 * pairs depend on each other, as far as families are independent. Bits count what is not shared
 * (`LinkEvidence.unsharedBits`), so that 2^bits has a mean of at most one over unrelated accounts.
 *
 * Two families of tests, each with a budget of its own: pairs among the `suspects`, of which there are few, so
 * that less is asked of each; and pairs of a suspect with anybody else of `people`.
 */
export function selectDiscoveries(
  suspects: readonly string[],
  shared: readonly SharedValues[],
  people: number,
): IsDiscovery {
  const isSuspect = new Set(suspects)
  const few = (suspects.length * (suspects.length - 1)) / 2
  const many = suspects.length * Math.max(1, people - suspects.length)
  const within: number[] = []
  const beyond: number[] = []
  for (const pair of shared) {
    const isBoth = isSuspect.has(pair.b)
    if (isBoth && pair.a > pair.b) continue
    const { bits } = weighLink(pair.values, { ...pair, people, size: 1 })
    const list = isBoth ? within : beyond
    list.push(bits)
  }
  const least = [barOf(beyond, many, P.discoveryAlpha), barOf(within, few, P.discoveryAlpha)]
  return (bits, isBothSuspect) => bits >= (least[isBothSuspect ? 1 : 0] ?? Infinity)
}

/** The least bits that e-BH selects among `tests` pairs; infinite when it selects none. Pairs that share nothing are left out of `bits`. */
export function barOf(bits: readonly number[], tests: number, alpha: number): number {
  const sorted = [...bits].sort((x, y) => y - x)
  const last = sorted.findLastIndex((one, rank) => one >= Math.log2(tests / (alpha * (rank + 1))))
  return sorted[last] ?? Infinity
}

import { roundTo, wordsOf } from '../core/index.ts'
import type { Signal } from '../signals/index.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** Who may be behind a cluster: known actors with probabilities, and the rest as `unknown`. They sum to one. */
export interface Attribution {
  readonly hypotheses: readonly { actor: string; probability: number; words: string }[]
  readonly unknown: number
  /**
   * The name to print: the first hypothesis when it is probable enough, else `unknown`, whose
   * `probability` is then that of every name but the first being right, or none.
   */
  readonly name: string
  readonly probability: number
}

/**
 * Weighs the actors that the intelligence names for the given signals. Each actor's distinct values
 * give bits, later ones half as much, capped; an unknown actor starts with `unknownBits`.
 */
export function attribute(signals: readonly Signal[]): Attribution {
  const byActor = new Map<string, Map<string, number>>()
  for (const signal of signals) {
    if (signal.actor === '' || signal.bits <= 0) continue
    const values = byActor.get(signal.actor) ?? new Map<string, number>()
    values.set(signal.observed, Math.max(values.get(signal.observed) ?? 0, signal.bits))
    byActor.set(signal.actor, values)
  }
  const weights = [...byActor].map(([actor, values]) => {
    const sorted = [...values.values()].sort((x, y) => y - x)
    const bits = sorted.reduce((sum, value, rank) => sum + value * 0.5 ** rank, 0)
    return { actor, weight: 2 ** Math.min(P.actorBitsMax, bits) }
  })
  const unknownWeight = 2 ** P.unknownBits
  const total = weights.reduce((sum, { weight }) => sum + weight, unknownWeight)
  const hypotheses = weights
    .map(({ actor, weight }) => ({
      actor,
      probability: roundTo(weight / total, 4),
      words: wordsOf(weight / total),
    }))
    .sort((x, y) => y.probability - x.probability || (x.actor < y.actor ? -1 : 1))
  const unknown = roundTo(unknownWeight / total, 4)
  const top = hypotheses[0]
  return top !== undefined && top.probability >= P.nameProbabilityMin
    ? { hypotheses, unknown, name: top.actor, probability: top.probability }
    : { hypotheses, unknown, name: 'unknown', probability: roundTo(1 - (top?.probability ?? 0), 4) }
}

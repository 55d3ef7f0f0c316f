import type { Random } from '../../src/core/index.ts'

/** Texts as buckets, one after the other: text i owns `buckets[starts[i]] .. buckets[starts[i + 1]]`. */
export interface Features {
  readonly buckets: Uint32Array
  readonly starts: Uint32Array
}

export interface Example {
  /** Index of the text in the features. */
  readonly text: number
  readonly positive: boolean
  readonly weight: number
}

export interface LogisticSettings {
  readonly epochs: number
  readonly rate: number
  /** Pull of a weight towards 0 at each step that touches it. */
  readonly decay: number
  /** Share of a text's features left out at each step: no single n-gram may carry the evidence alone. */
  readonly dropout: number
  /** Largest size of one weight. */
  readonly cap: number
}

export interface Linear {
  readonly weights: Float32Array
  readonly bias: number
}

/** Logistic regression by AdaGrad over hashed counts divided by the root of the text's length. Seeded: same examples, same bytes. */
export function trainLogistic(
  features: Features,
  examples: readonly Example[],
  size: number,
  settings: LogisticSettings,
  random: Random,
): Linear {
  const weights = new Float32Array(size)
  const steps = new Float32Array(size).fill(1e-3)
  const mask = size - 1
  const order = Uint32Array.from(examples.keys())
  let bias = 0
  let biasSteps = 1
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random)
    for (const at of order) {
      const { text, positive, weight } = examples[at] as Example
      const [start, end] = [features.starts[text] ?? 0, features.starts[text + 1] ?? 0]
      const kept = 1 - settings.dropout
      let sum = 0
      // One draw seeds a cheap generator for this step: a draw for each n-gram would cost more than the step.
      const seed = Math.floor(random() * 4294967296) >>> 0
      const limit = kept * 4294967296
      let state = seed
      for (let i = start; i < end; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        if (state < limit) sum += weights[(features.buckets[i] ?? 0) & mask] ?? 0
      }
      const x = 1 / (Math.sqrt(Math.max(1, end - start)) * kept)
      const p = 1 / (1 + Math.exp(-(bias + sum * x)))
      const error = (p - (positive ? 1 : 0)) * weight
      biasSteps += error * error
      bias -= (0.5 * error) / Math.sqrt(biasSteps)
      const gradient = error * x
      state = seed
      for (let i = start; i < end; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        if (state >= limit) continue
        const bucket = (features.buckets[i] ?? 0) & mask
        const old = weights[bucket] ?? 0
        const slope = gradient + settings.decay * old
        const total = (steps[bucket] ?? 0) + slope * slope
        steps[bucket] = total
        const next = old - (settings.rate * slope) / Math.sqrt(total)
        weights[bucket] = Math.min(settings.cap, Math.max(-settings.cap, next))
      }
    }
  }
  return { weights: centred(weights), bias }
}

/**
 * Takes the mean weight off all buckets: n-grams that were never taught fall into any bucket, so without this a
 * long text of an unknown kind drifts to one side by its length alone. With pairs of sources left out it raised
 * the AUC from 0.65 to 0.89, that of long role prompts from 0.34 to 0.92.
 */
function centred(weights: Float32Array): Float32Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => weight - mean)
}

/** Logit of one text. */
export function logitOf(model: Linear, features: Features, text: number): number {
  const [start, end] = [features.starts[text] ?? 0, features.starts[text + 1] ?? 0]
  const mask = model.weights.length - 1
  let sum = 0
  for (let i = start; i < end; i++) sum += model.weights[(features.buckets[i] ?? 0) & mask] ?? 0
  return model.bias + sum / Math.sqrt(Math.max(1, end - start))
}

function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
}

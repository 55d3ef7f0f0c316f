import type { TtpCalibration } from '../../src/signals/ttp-model/index.ts'
import type { HeldOutScore } from './transfer.ts'

const BITS_MAX = 3
const STEPS = 12
/** Harmless operators' traffic is mostly ordinary talk; security look-alikes are a smaller part of it. */
const LOOK_ALIKE_SHARE = 0.3

/**
 * Likelihood ratio in bits over bins of the logit, from sources that the scoring model had not seen; forced to rise
 * and clipped. Half a text is added to each bin and side, so that an empty bin says little.
 */
export function calibrate(scores: readonly HeldOutScore[]): TtpCalibration {
  const sorted = scores.map(({ logit }) => logit).sort((a, b) => a - b)
  const edges = [
    ...new Set(Array.from({ length: STEPS + 1 }, (_, i) => quantile(sorted, i / STEPS))),
  ]
  const looks = scores.filter(({ prompt }) => prompt.lookAlike).length
  const plain = scores.filter(({ prompt }) => !prompt.malicious && !prompt.lookAlike).length
  const bad = scores.filter(({ prompt }) => prompt.malicious).length
  const bins = edges.slice(1).map((high, i) => {
    const low = edges[i] ?? 0
    let [up, down, n] = [0.5 / STEPS, 0.5 / STEPS, 0]
    for (const { prompt, logit } of scores) {
      if (logit < low || (logit >= high && i < edges.length - 2)) continue
      n += 1
      if (prompt.malicious) up += 1
      else if (prompt.lookAlike) down += plain === 0 ? 1 : (LOOK_ALIKE_SHARE * bad) / looks
      else down += looks === 0 ? 1 : ((1 - LOOK_ALIKE_SHARE) * bad) / plain
    }
    return { logit: (low + high) / 2, bits: Math.log2(up / down), n: Math.max(1, n) }
  })
  const level = rising(bins)
  return {
    logits: bins.map(({ logit }) => round(logit)),
    bits: level.map((bits) => round(Math.max(-BITS_MAX, Math.min(BITS_MAX, bits)))),
  }
}

/** Pool adjacent violators: the nearest sequence that never falls. */
function rising(bins: readonly { bits: number; n: number }[]): number[] {
  const blocks: { bits: number; n: number; count: number }[] = []
  for (const { bits, n } of bins) {
    blocks.push({ bits, n, count: 1 })
    for (let last = blocks.length - 1; last > 0; last--) {
      const [a, b] = [blocks[last - 1], blocks[last]]
      if (a === undefined || b === undefined || a.bits <= b.bits) break
      const total = a.n + b.n
      const bits = (a.bits * a.n + b.bits * b.n) / total
      blocks.splice(last - 1, 2, { bits, n: total, count: a.count + b.count })
    }
  }
  return blocks.flatMap(({ bits, count }) => Array.from({ length: count }, () => bits))
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

import {
  TTP_BUCKETS,
  TTP_LABEL_BUCKETS,
  TTP_LABELS,
  type TtpCalibration,
  type TtpModel,
} from '../../src/signals/ttp-model/index.ts'
import type { Linear } from './logistic.ts'

/** Weights as signed bytes of one scale a head; the largest are cut at the 99.9th percentile of size, so that the many keep detail. */
export function assemble(
  overall: Linear,
  heads: readonly Linear[],
  threshold: number,
  calibration: TtpCalibration,
): TtpModel {
  const main = quantise(overall.weights)
  const labels = heads.map((head) => quantise(head.weights))
  const labelWeights = new Int8Array(TTP_LABEL_BUCKETS * TTP_LABELS.length)
  for (const [label, head] of labels.entries())
    labelWeights.set(head.bytes, label * TTP_LABEL_BUCKETS)
  return {
    format: 'windbreak-ttp-model/2',
    version: '2',
    buckets: TTP_BUCKETS,
    labelBuckets: TTP_LABEL_BUCKETS,
    labels: [...TTP_LABELS],
    bias: overall.bias,
    scale: main.scale,
    labelBias: heads.map((head) => head.bias),
    labelScale: labels.map((head) => head.scale),
    threshold,
    calibration,
    weights: main.bytes,
    labelWeights,
  }
}

function quantise(weights: Float32Array): { scale: number; bytes: Int8Array } {
  const sizes = weights
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort()
  const scale = (sizes[Math.floor(sizes.length * 0.999)] ?? 1) / 127
  const bytes = Int8Array.from(weights, (weight) =>
    Math.max(-127, Math.min(127, Math.round(weight / scale))),
  )
  return { scale, bytes }
}

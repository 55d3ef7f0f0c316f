import { clamp } from '../../core/index.ts'
import type { Engine } from '../../platform/index.ts'
import { ttpBucketsSql } from './features-sql.ts'
import { TTP_LABELS, type TtpLabel } from './labels.ts'
import type { TtpModel } from './model-file.ts'

/** One prompt says at most this much, for or against: it is evidence about an account, never a verdict. */
export const TTP_BITS_MAX = 3

/** Puts the model's weights into the engine, in place of those of an earlier one. Needed once before any scoring SQL. */
export async function installTtpModel(engine: Engine, model: TtpModel): Promise<void> {
  await engine.run('DROP TABLE IF EXISTS ttp_model')
  await engine.run(
    `CREATE TABLE ttp_model (bias Float64, scale Float64, threshold Float64, label_bias Array(Float64),
      label_scale Array(Float64), curve_logits Array(Float64), curve_bits Array(Float64), weights Array(Int8),
      label_weights Array(Int8)) ENGINE = MergeTree ORDER BY tuple()`,
  )
  const row = {
    bias: model.bias,
    scale: model.scale,
    threshold: model.threshold,
    label_bias: model.labelBias,
    label_scale: model.labelScale,
    curve_logits: model.calibration.logits,
    curve_bits: model.calibration.bits,
    weights: [...model.weights],
    label_weights: [...model.labelWeights],
  }
  await engine.insertJson('ttp_model', Buffer.from(`${JSON.stringify(row)}\n`))
}

const scalar = (column: string): string => `(SELECT ${column} FROM ttp_model)`

/** SQL for the overall logit (natural log odds, Float64) of the text that an SQL expression gives. */
export function ttpScoreSql(text: string): string {
  const buckets = ttpBucketsSql(text)
  const sum = `arraySum(b -> ${scalar('weights')}[b + 1], ${buckets})`
  return `(${scalar('bias')} + ${scalar('scale')} * ${sum} / sqrt(greatest(1, length(${buckets}))))`
}

/** SQL for the id of the label whose head is highest; eleven times the work of a score, so ask it of hits only. */
export function ttpLabelSql(text: string): string {
  const size = `intDiv(length(${scalar('label_weights')}), ${TTP_LABELS.length})`
  const buckets = ttpBucketsSql(text)
  const heads = TTP_LABELS.map(
    (_, label) =>
      `${scalar('label_bias')}[${label + 1}] + ${scalar('label_scale')}[${label + 1}] *
        arraySum(b -> ${scalar('label_weights')}[b % ${size} + ${label} * ${size} + 1], ${buckets})
        / sqrt(greatest(1, length(${buckets})))`,
  )
  const ids = TTP_LABELS.map((id) => `'${id}'`).join(', ')
  return `arrayReverseSort((id, head) -> head, [${ids}], [${heads.join(', ')}])[1]`
}

/** SQL for the evidence in bits of a logit: the calibration curve, flat beyond its ends. */
export function ttpBitsSql(logit: string): string {
  const [xs, ys] = [scalar('curve_logits'), scalar('curve_bits')]
  const inside = `least(greatest(${logit}, ${xs}[1]), ${xs}[-1])`
  const at = `least(arrayCount(x -> x <= ${inside}, ${xs}), length(${xs}) - 1)`
  return `(${ys}[${at}] + (${ys}[${at} + 1] - ${ys}[${at}]) * (${inside} - ${xs}[${at}]) / (${xs}[${at} + 1] - ${xs}[${at}]))`
}

/** The same logit from the buckets of one text, in plain TypeScript: the oracle of the SQL. */
export function scoreBuckets(model: TtpModel, buckets: readonly number[]): number {
  let sum = 0
  for (const bucket of buckets) sum += model.weights[bucket] ?? 0
  return model.bias + (model.scale * sum) / Math.sqrt(Math.max(1, buckets.length))
}

/** The best label from the buckets of one text; the first one of equals. */
export function labelBuckets(model: TtpModel, buckets: readonly number[]): TtpLabel {
  let best: TtpLabel = TTP_LABELS[0]
  let highest = -Infinity
  for (const [label, id] of TTP_LABELS.entries()) {
    let sum = 0
    for (const bucket of buckets)
      sum += model.labelWeights[(bucket % model.labelBuckets) + label * model.labelBuckets] ?? 0
    const share = ((model.labelScale[label] ?? 0) * sum) / Math.sqrt(Math.max(1, buckets.length))
    const head = (model.labelBias[label] ?? 0) + share
    if (head > highest) [best, highest] = [id, head]
  }
  return best
}

/** Evidence in bits that one prompt of this logit gives for misuse, between -3 and 3. */
export function ttpBits(model: TtpModel, logit: number): number {
  const { logits, bits } = model.calibration
  const after = logits.findIndex((x) => x > logit)
  if (after === 0) return clamp(bits[0] ?? 0, -TTP_BITS_MAX, TTP_BITS_MAX)
  if (after < 0) return clamp(bits.at(-1) ?? 0, -TTP_BITS_MAX, TTP_BITS_MAX)
  const [x0, x1] = [logits[after - 1] ?? 0, logits[after] ?? 0]
  const [y0, y1] = [bits[after - 1] ?? 0, bits[after] ?? 0]
  return clamp(y0 + ((y1 - y0) * (logit - x0)) / (x1 - x0), -TTP_BITS_MAX, TTP_BITS_MAX)
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ttpModelError } from './errors.ts'
import { TTP_BUCKETS, TTP_LABEL_BUCKETS } from './features-sql.ts'
import { TTP_LABELS } from './labels.ts'

const FORMAT = 'windbreak-ttp-model/2'
const SHIPPED = fileURLToPath(new URL('../../../models/ttp-2.bin', import.meta.url))

/** Steps of the curve from logit to bits, rising; between two steps the bits are interpolated. */
export interface TtpCalibration {
  readonly logits: readonly number[]
  readonly bits: readonly number[]
}

/** Written as one JSON line at the head of the file; the bytes of the heads follow. */
export interface TtpModelHeader {
  readonly format: string
  readonly version: string
  readonly buckets: number
  readonly labelBuckets: number
  readonly labels: readonly string[]
  readonly bias: number
  readonly scale: number
  readonly labelBias: readonly number[]
  readonly labelScale: readonly number[]
  /** Logit above which a text counts as a hit: 1% of general prompts of unseen sources lie above it. */
  readonly threshold: number
  readonly calibration: TtpCalibration
}

export interface TtpModel extends TtpModelHeader {
  /** One signed byte a bucket; times `scale` it is the weight. */
  readonly weights: Int8Array
  /** Label heads one after the other, `labelBuckets` bytes each. */
  readonly labelWeights: Int8Array
}

/** Reads the shipped model, or one that was trained elsewhere. Throws a WindbreakError when it is absent or broken. */
export function loadTtpModel(path: string = SHIPPED): TtpModel {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw ttpModelError(
      'WB_SIGNALS_TTP_MODEL_ABSENT',
      'found no TTP model, wanted a readable file',
      {
        at: { file: path },
        hint: 'install the package again, or train one with `npm run train`',
        cause,
      },
    )
  }
  return decodeTtpModel(bytes, path)
}

/** The bytes of a model file: a JSON line, then the weights of the overall head, then those of the labels. */
export function encodeTtpModel(model: TtpModel): Buffer {
  const { weights, labelWeights, ...header } = model
  const head = Buffer.from(`${JSON.stringify(header)}\n`)
  return Buffer.concat([head, Buffer.from(weights), Buffer.from(labelWeights)])
}

/** Reads bytes of a model file; `path` is only for the error. */
export function decodeTtpModel(bytes: Buffer, path: string): TtpModel {
  const end = bytes.indexOf(10)
  const header = end < 0 ? undefined : parseHeader(bytes.subarray(0, end).toString('utf8'))
  const wanted = TTP_BUCKETS + TTP_LABEL_BUCKETS * TTP_LABELS.length
  const problem =
    header === undefined
      ? 'found no header line of this format'
      : bytes.length - end - 1 === wanted
        ? undefined
        : `found ${bytes.length - end - 1} bytes of weights`
  if (header === undefined || problem !== undefined)
    throw ttpModelError(
      'WB_SIGNALS_TTP_MODEL_BROKEN',
      `${problem ?? ''}, wanted ${FORMAT} with ${wanted} bytes of weights`,
      { at: { file: path }, hint: 'install the package again, or train one with `npm run train`' },
    )
  const body = Int8Array.from(bytes.subarray(end + 1))
  return { ...header, weights: body.slice(0, TTP_BUCKETS), labelWeights: body.slice(TTP_BUCKETS) }
}

function parseHeader(line: string): TtpModelHeader | undefined {
  let header: Partial<TtpModelHeader> | null
  try {
    header = JSON.parse(line) as Partial<TtpModelHeader> | null
  } catch {
    return undefined
  }
  const numbers = [header?.bias, header?.scale, header?.threshold]
  const curve = header?.calibration
  const fits =
    header?.format === FORMAT &&
    header.buckets === TTP_BUCKETS &&
    header.labelBuckets === TTP_LABEL_BUCKETS &&
    JSON.stringify(header.labels) === JSON.stringify(TTP_LABELS) &&
    numbers.every((value) => typeof value === 'number' && Number.isFinite(value)) &&
    header.labelBias?.length === TTP_LABELS.length &&
    header.labelScale?.length === TTP_LABELS.length &&
    curve !== undefined &&
    curve.logits.length > 1 &&
    curve.logits.length === curve.bits.length
  return fits ? (header as TtpModelHeader) : undefined
}

export { TTP_BUCKETS, TTP_LABEL_BUCKETS, ttpBucketsSql } from './features-sql.ts'
export { TTP_LABELS } from './labels.ts'
export type { TtpLabel } from './labels.ts'
export { decodeTtpModel, encodeTtpModel, loadTtpModel } from './model-file.ts'
export type { TtpCalibration, TtpModel, TtpModelHeader } from './model-file.ts'
export {
  installTtpModel,
  labelBuckets,
  scoreBuckets,
  TTP_BITS_MAX,
  ttpBits,
  ttpBitsSql,
  ttpLabelSql,
  ttpScoreSql,
} from './score.ts'

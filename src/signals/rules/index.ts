export { lowerSigma } from '../compile/from-sigma.ts'
export type { FieldResolver } from '../compile/from-sigma.ts'
export { evaluate } from '../run/evaluate.ts'
export type { EventRecord, Scalar, Verdict } from '../run/evaluate.ts'

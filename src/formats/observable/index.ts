export { parseRange } from './address.ts'
export { addressInRange, rangeWithin } from './range.ts'
export {
  normalizeAddress,
  normalizeDomain,
  normalizeEmail,
  normalizeFileName,
  normalizeHash,
  normalizeText,
  normalizeUrl,
  normalizeWallet,
} from './normalize.ts'
export type { Normalized } from './normalize.ts'

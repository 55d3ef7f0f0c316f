export { parseRange } from './address.ts'
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

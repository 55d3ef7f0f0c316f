import {
  normalizeAddress,
  normalizeDomain,
  normalizeEmail,
  normalizeFileName,
  normalizeHash,
  normalizeText,
  normalizeUrl,
  normalizeWallet,
  type Normalized,
} from '../../formats/observable/index.ts'

const BY_KIND: Readonly<Record<string, (text: string) => Normalized>> = {
  // A range is written as it stands in the pattern.
  ip: (text) => (text.includes('/') ? normalizeText(text) : normalizeAddress(text)),
  email: normalizeEmail,
  hash: normalizeHash,
  url: normalizeUrl,
  domain: normalizeDomain,
  file: normalizeFileName,
  wallet: normalizeWallet,
}
const GUESSED = ['ip', 'email', 'hash', 'url', 'domain'] as const

/** A value with its kind, spelled as it is stored: of the kind given, else of the first kind that it can be. */
export function nameValue(
  text: string,
  kind?: string,
): { readonly kind: string; readonly value: string } | undefined {
  for (const one of kind === undefined ? GUESSED : [kind]) {
    const found = (BY_KIND[one] ?? normalizeText)(text)
    if (found.ok) return { kind: one, value: found.value }
  }
  return undefined
}

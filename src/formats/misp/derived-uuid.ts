import { createHash } from 'node:crypto'

/** A UUID that the same text always gives (version 8, of a SHA-256), for what MISP or STIX gives none. */
export function derivedUuid(text: string): string {
  const hex = createHash('sha256').update(`windbreak misp ${text}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** The one text of a JSON value (RFC 8785). A member that is undefined is left out. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('canonicalJson: wanted a JSON value')
  return text
}

/** SHA-256 of a value's canonical text, as hex: what stands for the value where it must be erasable later. */
export function jsonHash(value: Json): string {
  return sha256Hex(canonicalJson(value))
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

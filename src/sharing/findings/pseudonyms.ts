import { createHmac } from 'node:crypto'
import { v4 } from 'uuid'
import type { SecretKey } from '../../platform/index.ts'

/** The namespace of ids of findings, so that no keyed hash that is made elsewhere can be the same. */
const NAMESPACE = 'windbreak findings 7d9a5c1e-4f0b-4c8e-9a63-2f1f0f5d8b47'
/** Hex digits of a pseudonym: 128 bits, so that no two subjects ever share one. */
const DIGITS = 32

/** Names what may not be named: the same for the same key, and not to be found by guessing without it. */
export interface Pseudonyms {
  /** A keyed hash of a subject, such as an account id; `kind` keeps subjects of two sorts apart. */
  readonly of: (kind: string, subject: string) => string
  /** The id of an object of a type that stands for these parts. */
  readonly id: (type: string, ...parts: readonly string[]) => string
}

/** Ids have the form of version 4: to whoever has no key they are chance. */
export function keyedPseudonyms(key: SecretKey): Pseudonyms {
  const digest = (...parts: readonly string[]): Buffer =>
    createHmac('sha256', Buffer.from(key.hex, 'hex'))
      .update(JSON.stringify([NAMESPACE, ...parts]))
      .digest()
  return {
    of: (kind, subject) => digest('subject', kind, subject).toString('hex').slice(0, DIGITS),
    id: (type, ...parts) =>
      `${type}--${v4({ random: digest('id', type, ...parts).subarray(0, 16) })}`,
  }
}

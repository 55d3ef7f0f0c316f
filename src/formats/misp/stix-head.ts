import { asText } from './read.ts'
import { derivedUuid } from './derived-uuid.ts'

/** A JSON object of MISP, or a STIX 2.1 object as it goes on the wire. */
export type Json = Readonly<Record<string, unknown>>

export const UUID: RegExp = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The given UUID, or one that the same text always gives (version 8, of a SHA-256). */
export function uuidOf(given: string, text: string): string {
  return UUID.test(given) ? given.toLowerCase() : derivedUuid(text)
}

/** Epoch seconds, as text or number, as an instant. */
export function instantOf(value: unknown): string | undefined {
  const seconds = Number(asText(value) || Number.NaN)
  const isInRange = seconds > 0 && seconds < 10_000_000_000
  return isInRange ? new Date(seconds * 1000).toISOString() : undefined
}

/** What objects of one event share. */
export interface EventShare {
  /** The identity of the organisation that made the event. */
  readonly maker: string
  /** When the event began, as far as it says; '' if it does not. */
  readonly began: string
}

/** The head of an object. `created` never changes between versions, so it is the event's day where that comes before. */
export function headOf(share: EventShare, type: string, id: string, modified: string): Json {
  const { began, maker } = share
  const created = began !== '' && began < modified ? began : modified
  return { type, spec_version: '2.1', id, created, modified, created_by_ref: maker }
}

/** The identity of an organisation, in MISP's shape. */
export function identityOf(organisation: Json): Json {
  const name = asText(organisation['name']) || 'unnamed organisation'
  const times = { created: '1970-01-01T00:00:00.000Z', modified: '1970-01-01T00:00:00.000Z' }
  const id = `identity--${uuidOf(asText(organisation['uuid']), `organisation ${name}`)}`
  return { type: 'identity', spec_version: '2.1', id, ...times, name }
}

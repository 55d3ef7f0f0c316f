import type { StixObject } from '../release-gate.ts'

/** STIX 2.0 has no `spec_version` on objects, and in 2.1 only observables may leave it out, which have no `created`. */
export function inferredSpec(object: StixObject): string {
  return object['created'] === undefined ? '2.1' : '2.0'
}

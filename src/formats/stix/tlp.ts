import { isObject, type JsonObject, own } from './validate/json.ts'

/** Traffic Light Protocol 2.0, from open to closed. The place in the list, from 1, is its rank. */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export type Tlp = (typeof TLP_LEVELS)[number]

/** Marking definitions fixed by the STIX 2.1 specification (TLP 1) and by OASIS for TLP 2.0. */
export const TLP_MARKINGS: Readonly<Record<string, Tlp>> = {
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'clear',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487': 'clear',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'green',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'amber',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003': 'amber+strict',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1': 'red',
}

/** The marking definition of TLP 2.0 for a level. Of the two ids of a level the later one in the table is that of TLP 2.0. */
export function markingOfTlp(level: Tlp): string {
  return Object.keys(TLP_MARKINGS).findLast((id) => TLP_MARKINGS[id] === level) ?? ''
}

const TLP2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

/** A level as people write it: `TLP:AMBER+STRICT`, `amber`, `WHITE` (which is clear); undefined if it is none. */
export function readTlp(text: string): Tlp | undefined {
  const name = text.trim().toLowerCase().replace(/^tlp:/, '')
  const level = name === 'white' ? 'clear' : name
  return TLP_LEVELS.find((known) => known === level)
}

/** The strictest of levels; undefined of none. */
export function strictestTlp(levels: Iterable<Tlp>): Tlp | undefined {
  let rank = -1
  for (const level of levels) rank = Math.max(rank, TLP_LEVELS.indexOf(level))
  return TLP_LEVELS[rank]
}

/**
 * The level that a marking definition sets, in the form of TLP 1 or TLP 2.0, by its fixed id or its content;
 * undefined if it says something else, such as a statement. Of two that disagree the stricter counts.
 */
export function tlpOfDefinition(definition: JsonObject): Tlp | undefined {
  const inner = own(definition, 'definition')
  const extensions = own(definition, 'extensions')
  const extension = isObject(extensions) ? own(extensions, TLP2_EXTENSION) : undefined
  const name = own(definition, 'name')
  const told = [
    isObject(inner) ? own(inner, 'tlp') : undefined,
    isObject(extension) ? own(extension, 'tlp_2_0') : undefined,
    typeof name === 'string' && /^tlp:/i.test(name) ? name : undefined,
  ].map((text) => (typeof text === 'string' ? readTlp(text) : undefined))
  const fixed = own(TLP_MARKINGS, String(own(definition, 'id')))
  return strictestTlp([fixed, ...told].filter((level) => level !== undefined))
}

/** What the markings of a document say, by id; null is a marking that sets no level. */
export type KnownMarkings = ReadonlyMap<string, Tlp | null>

/** Collects the marking definitions among objects. */
export function knownMarkings(objects: readonly JsonObject[]): KnownMarkings {
  const known = new Map<string, Tlp | null>()
  for (const object of objects) {
    const id = own(object, 'id')
    if (own(object, 'type') !== 'marking-definition' || typeof id !== 'string') continue
    // A second definition of an id can make it stricter, never more open.
    const levels = [tlpOfDefinition(object), known.get(id)].filter((level) => level != null)
    known.set(id, strictestTlp(levels) ?? null)
  }
  return known
}

/**
 * The level at which a whole object may pass on: the strictest of its markings, those of single properties
 * too. A marking that is not known counts as red, since it may be. Unmarked: the default of its source.
 */
export function tlpOfObject(object: JsonObject, known: KnownMarkings, sourceDefault: Tlp): Tlp {
  const levels: Tlp[] = []
  for (const ref of markingRefs(object)) {
    const level = own(TLP_MARKINGS, ref) ?? known.get(ref)
    if (level === undefined) levels.push('red')
    else if (level !== null) levels.push(level)
  }
  return strictestTlp(levels) ?? sourceDefault
}

function markingRefs(object: JsonObject): string[] {
  const whole = own(object, 'object_marking_refs')
  const granular = own(object, 'granular_markings')
  const single = (Array.isArray(granular) ? granular : []).map((marking: unknown) =>
    isObject(marking) ? own(marking, 'marking_ref') : undefined,
  )
  const refs: unknown[] = [...(Array.isArray(whole) ? whole : []), ...single]
  return refs.filter((ref) => typeof ref === 'string')
}

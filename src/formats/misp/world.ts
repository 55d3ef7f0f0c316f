import { type KnownMarkings, knownMarkings } from '../stix/index.ts'
import { asList, asText } from './read.ts'
import type { Json } from './stix-head.ts'

/** What the objects of an export say of each other, looked up once for all events. */
export interface World {
  readonly byId: ReadonlyMap<string, Json>
  readonly known: KnownMarkings
  /** Relationships that are not revoked, by where they begin. */
  readonly from: ReadonlyMap<string, readonly Json[]>
  /** Sightings and opinions by what they are about. */
  readonly heard: ReadonlyMap<string, readonly Json[]>
}

export function indexWorld(objects: readonly Json[]): World {
  const from = new Map<string, Json[]>()
  const heard = new Map<string, Json[]>()
  for (const object of objects.filter(({ revoked }) => revoked !== true)) {
    const { type } = object
    if (type === 'relationship') push(from, asText(object['source_ref']), object)
    if (type === 'sighting') push(heard, asText(object['sighting_of_ref']), object)
    if (type === 'opinion')
      for (const ref of asList(object['object_refs'])) push(heard, asText(ref), object)
  }
  const byId = new Map(objects.map((one) => [asText(one['id']), one]))
  return { byId, known: knownMarkings(objects), from, heard }
}

function push(lists: Map<string, Json[]>, key: string, object: Json): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [object])
  else list.push(object)
}

/** The objects of these ids, as far as they are there. */
export function pick(byId: ReadonlyMap<string, Json>, ids: readonly string[]): Json[] {
  return ids.map((id) => byId.get(id)).filter((one) => one !== undefined)
}

import { knownMarkings, type Tlp } from '../../formats/stix/index.ts'
import { isWithin, type StixObject, tlpOf } from '../release-gate.ts'

/** What of others' intelligence may be told of at a level. */
export interface TellableIntel {
  readonly mayName: (indicatorId: string) => boolean
  /** Actors by name and alias, lower case. */
  readonly mayNameActor: (name: string) => boolean
}

/**
 * Finds what a bundle at `level` may refer to: indicators and actors that the given objects hold within that level. A
 * sighting tells that the indicator exists, so one that is above it, or not among the objects, is never named.
 */
export function tellableIntel(
  objects: readonly StixObject[],
  level: Tlp,
  unmarkedAs: Tlp,
): TellableIntel {
  const known = knownMarkings(objects)
  const isTellable = (object: StixObject): boolean =>
    isWithin(tlpOf(object, unmarkedAs, known), level)
  const indicators = new Map<string, boolean>()
  const actors = new Set<string>()
  for (const object of objects) {
    const { id, type, name, aliases } = object
    if (type === 'indicator' && typeof id === 'string')
      // One version above the level is enough: the others could be told from it.
      indicators.set(id, isTellable(object) && indicators.get(id) !== false)
    if ((type === 'intrusion-set' || type === 'threat-actor') && isTellable(object))
      for (const one of [name, ...(Array.isArray(aliases) ? (aliases as unknown[]) : [])])
        if (typeof one === 'string') actors.add(one.toLowerCase())
  }
  return {
    mayName: (id) => indicators.get(id) === true,
    mayNameActor: (name) => actors.has(name.toLowerCase()),
  }
}

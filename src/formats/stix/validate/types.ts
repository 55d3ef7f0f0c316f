import { DOMAIN_OBJECTS, META_OBJECTS, RELATIONSHIP_OBJECTS } from '../tables/objects.ts'
import { OBSERVABLES } from '../tables/observables.ts'

/** What sort of object a type is; `custom` is none of the specification's. */
export type ObjectSort = 'sdo' | 'sco' | 'sro' | 'meta' | 'bundle' | 'custom'

export function sortOf(type: string): ObjectSort {
  if (Object.hasOwn(DOMAIN_OBJECTS, type)) return 'sdo'
  if (Object.hasOwn(OBSERVABLES, type)) return 'sco'
  if (Object.hasOwn(RELATIONSHIP_OBJECTS, type)) return 'sro'
  if (Object.hasOwn(META_OBJECTS, type)) return 'meta'
  return type === 'bundle' ? 'bundle' : 'custom'
}

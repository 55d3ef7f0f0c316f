import { upgradeObservables } from './upgrade-observables.ts'
import { isObject, type JsonObject, own } from './validate/json.ts'
import { sortOf } from './validate/types.ts'

/** Objects as STIX 2.1, and what could not be read. `index` counts the objects given. */
export interface Upgraded {
  readonly objects: readonly JsonObject[]
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly reason: string }>
}

/** In STIX 2.0 `labels` of these types held what 2.1 has in a property of its own. */
const TYPES_OF_LABELS: Readonly<Record<string, string>> = {
  indicator: 'indicator_types',
  malware: 'malware_types',
  report: 'report_types',
  'threat-actor': 'threat_actor_types',
  tool: 'tool_types',
}

/**
 * The objects of a bundle, a list or one object as STIX 2.1. What is 2.1 already comes back as it is, with
 * all that is unknown in it; objects of 2.0 are rewritten. Total.
 */
export function upgradeStix(value: unknown): Upgraded {
  const objects: JsonObject[] = []
  const rejected: Array<{ index: number; reason: string }> = []
  for (const [index, object] of listOf(value).entries()) {
    if (!isObject(object)) rejected.push({ index, reason: 'found no object' })
    else if (typeof own(object, 'type') !== 'string' || typeof own(object, 'id') !== 'string')
      rejected.push({ index, reason: 'an object without a type or an id' })
    else objects.push(...(isOld(object) ? upgradeObject(object) : [object]))
  }
  return { objects: onceEach(objects), rejected }
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return [value]
  if (own(value, 'type') !== 'bundle') return [value]
  const objects = own(value, 'objects')
  return Array.isArray(objects) ? objects : []
}

/** Objects of 2.1 say so, but for observables, which 2.0 has only inside observed data. */
function isOld(object: JsonObject): boolean {
  const version = own(object, 'spec_version')
  if (version !== undefined) return version === '2.0'
  return sortOf(String(object['type'])) !== 'sco' && Object.hasOwn(object, 'created')
}

function upgradeObject(object: JsonObject): JsonObject[] {
  const type = String(object['type'])
  const { type: _, id, labels, objects, ...rest } = object
  const typesName = own(TYPES_OF_LABELS, type)
  const head = { type, spec_version: '2.1', id, ...rest, ...detailsOf(type, object) }
  const body = {
    ...head,
    spec_version: '2.1',
    ...(labels === undefined ? {} : { [typesName ?? 'labels']: labels }),
  }
  if (type !== 'observed-data' || !isObject(objects)) {
    return [objects === undefined ? body : { ...body, objects }]
  }
  const { observables, refs } = upgradeObservables(String(id), objects)
  const markings = own(object, 'object_marking_refs')
  const marked = observables.map((observable) =>
    markings === undefined ? observable : { ...observable, object_marking_refs: markings },
  )
  return [{ ...body, object_refs: refs }, ...marked]
}

/** What 2.1 requires and 2.0 did not have. */
function detailsOf(type: string, object: JsonObject): JsonObject {
  if (type === 'indicator' && !Object.hasOwn(object, 'pattern_type'))
    return { pattern_type: 'stix', pattern_version: '2.0' }
  // 2.0 names malware and cannot tell a family from a sample; a sample has hashes, which it could not hold.
  if (type === 'malware' && !Object.hasOwn(object, 'is_family')) return { is_family: true }
  return {}
}

/** An observable that several observations saw is one object; what else repeats is kept. */
function onceEach(objects: readonly JsonObject[]): JsonObject[] {
  const seen = new Set<string>()
  return objects.filter((object) => {
    if (sortOf(String(object['type'])) !== 'sco') return true
    const text = JSON.stringify(object)
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
}

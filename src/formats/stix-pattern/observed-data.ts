import { observedDataError } from './errors.ts'
import { instantNanoseconds } from './instants.ts'

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** One observed-data object: when, how often, and the observables that it refers to, by id. */
export interface Observation {
  readonly firstNs: bigint
  readonly lastNs: bigint
  readonly count: number
  readonly objects: ReadonlyMap<string, JsonObject>
}

/** Nothing asks for more repetitions than this. */
const COUNT_MAX = 999_999_999

/**
 * Reads observations: observed-data with its own `objects` (2.0), or bundles whose observed-data refer
 * to observables beside them (2.1). Throws WB_FORMATS_OBSERVED_DATA for what is neither.
 */
export function readObservations(inputs: readonly Json[]): Observation[] {
  return inputs.flatMap((input) => {
    if (!isObject(input)) throw shapeError('found something that is no object')
    if (input['type'] !== 'bundle') return [readOne(input, embedded(input))]
    const objects = listOf(input['objects']).filter(isObject)
    const known = new Map(objects.map((object) => [object['id'], object] as const))
    return objects
      .filter((object) => object['type'] === 'observed-data')
      .map((object) => {
        const refs = listOf(object['object_refs'])
        if (refs.length === 0) return readOne(object, embedded(object))
        const found = refs.flatMap((ref) => {
          const target = typeof ref === 'string' ? known.get(ref) : undefined
          return typeof ref !== 'string' || target === undefined ? [] : [[ref, target] as const]
        })
        return readOne(object, new Map(found))
      })
  })
}

function readOne(object: JsonObject, objects: ReadonlyMap<string, JsonObject>): Observation {
  const first = instantNanoseconds(object['first_observed'])
  const last = instantNanoseconds(object['last_observed'])
  const count = object['number_observed']
  if (first === undefined || last === undefined)
    throw shapeError('found observed-data without first_observed and last_observed as instants')
  if (typeof count !== 'number' || !(count >= 1) || count > COUNT_MAX)
    throw shapeError('found observed-data without a number_observed of at least one')
  return { firstNs: first, lastNs: last, count: Math.floor(count), objects }
}

function embedded(object: JsonObject): Map<string, JsonObject> {
  const objects = object['objects']
  if (!isObject(objects)) return new Map()
  return new Map(
    Object.entries(objects).flatMap(([id, value]) => (isObject(value) ? [[id, value]] : [])),
  )
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

function shapeError(found: string): Error {
  return observedDataError(
    'WB_FORMATS_OBSERVED_DATA',
    `${found}, wanted observed-data of STIX 2.0 or 2.1`,
    {
      hint: 'give observed-data with objects, or bundles with observed-data and what it refers to',
    },
  )
}

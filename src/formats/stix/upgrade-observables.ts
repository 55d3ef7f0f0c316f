import { createHash } from 'node:crypto'
import { WindbreakError } from '../../core/index.ts'
import { deterministicId } from './sco-id.ts'
import { isObject, type JsonObject, own } from './validate/json.ts'
import { sortOf } from './validate/types.ts'

/** Properties of observables that 2.1 renamed, or dropped (an `x_` name keeps what they said). */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  directory: { created: 'ctime', modified: 'mtime', accessed: 'atime' },
  file: {
    created: 'ctime',
    modified: 'mtime',
    accessed: 'atime',
    is_encrypted: 'x_is_encrypted',
    encryption_algorithm: 'x_encryption_algorithm',
    decryption_key: 'x_decryption_key',
  },
  process: {
    created: 'created_time',
    binary_ref: 'image_ref',
    name: 'x_name',
    arguments: 'x_arguments',
  },
  'user-account': { password_last_changed: 'credential_last_changed' },
  'windows-registry-key': { modified: 'modified_time' },
}

interface Observables {
  readonly observables: readonly JsonObject[]
  /** Their ids in the order of the keys; each once. */
  readonly refs: readonly string[]
}

/**
 * Observables of a 2.0 observation, which refer to each other by key, as objects with ids of their own.
 * The id of one that refers to others is made after theirs.
 */
export function upgradeObservables(observationId: string, objects: JsonObject): Observables {
  const made = new Map<string, JsonObject>()
  const ids = new Map<string, string>()
  const underWay = new Set<string>()

  const idOf = (key: string): string | undefined => {
    const known = ids.get(key)
    if (known !== undefined) return known
    const object = own(objects, key)
    if (!isObject(object) || typeof own(object, 'type') !== 'string') return undefined
    const type = String(object['type'])
    // In a circle, or a chain without end, one must be named before what it refers to.
    if (underWay.has(key) || underWay.size > CHAIN_MAX)
      return keep(key, steadyId(type, observationId, key))
    underWay.add(key)
    const body = withRefs(renamed(type, object), idOf, 0) as JsonObject
    underWay.delete(key)
    const id = ids.get(key) ?? keep(key, idFor(type, body, observationId, key))
    if (!made.has(id)) made.set(id, { ...body, type, spec_version: '2.1', id })
    return id
  }
  const keep = (key: string, id: string): string => {
    ids.set(key, id)
    return id
  }
  for (const key of Object.keys(objects)) idOf(key)
  return { observables: [...made.values()], refs: [...new Set(ids.values())] }
}

const CHAIN_MAX = 200
const DEPTH_MAX = 32

function renamed(type: string, object: JsonObject): JsonObject {
  const names = own(RENAMED, type) ?? {}
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [own(names, name) ?? name, value]),
  )
}

/** Puts ids in the place of keys, in nested parts too; a key that names nothing is left out. */
function withRefs(
  value: unknown,
  idOf: (key: string) => string | undefined,
  depth: number,
): unknown {
  if (depth > DEPTH_MAX) return value
  if (Array.isArray(value)) return value.map((item) => withRefs(item, idOf, depth + 1))
  if (!isObject(value)) return value
  const entries = Object.entries(value).flatMap(([name, member]): Array<[string, unknown]> => {
    if (name.endsWith('_ref')) {
      const id = typeof member === 'string' ? idOf(member) : undefined
      return id === undefined ? [] : [[name, id]]
    }
    if (!name.endsWith('_refs') || !Array.isArray(member))
      return [[name, withRefs(member, idOf, depth + 1)]]
    const ids = member.map((key: unknown) => (typeof key === 'string' ? idOf(key) : undefined))
    const found = ids.filter((id) => id !== undefined)
    return found.length === 0 ? [] : [[name, found]]
  })
  return Object.fromEntries(entries)
}

function idFor(type: string, body: JsonObject, observationId: string, key: string): string {
  try {
    if (sortOf(type) === 'sco')
      return deterministicId({ ...body, type }) ?? steadyId(type, observationId, key)
  } catch (error) {
    // A broken value makes no id that others would share; the validator says what is wrong with it.
    if (!(error instanceof WindbreakError)) throw error
  }
  return steadyId(type, observationId, key)
}

/** An id in the form of a random one that the same observation always gives. */
function steadyId(type: string, observationId: string, key: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([observationId, key]))
    .digest('hex')
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  return `${type}--${uuid}`
}

import { isDeepStrictEqual } from 'node:util'
import { isObject, type JsonObject, own } from './validate/json.ts'
import { isTimestamp, sortableTimestamp } from './validate/shapes.ts'

/** How two objects of one id stand to each other. */
export type VersionOrder = 'same' | 'earlier' | 'later'

/** Why an object cannot be a version of another (STIX 2.1 section 3.6). `reason` says what was found. */
export interface VersionFault {
  readonly code: 'other-object' | 'conflict' | 'created' | 'creator' | 'revoked' | 'no-time'
  readonly reason: string
}

/**
 * Whether `next` is the same version as `known`, an earlier or a later one, or why it is none. Only the
 * creator may make versions, `created` never changes, nothing follows a revocation, and one version has
 * one content. Properties that are left out and stand at their default are no difference.
 */
export function compareVersions(known: JsonObject, next: JsonObject): VersionOrder | VersionFault {
  if (own(known, 'id') !== own(next, 'id') || own(known, 'type') !== own(next, 'type'))
    return { code: 'other-object', reason: 'the two have other ids or types' }
  const [before, after] = [timeOf(known), timeOf(next)]
  if (before === undefined || after === undefined)
    return isDeepStrictEqual(plain(known), plain(next))
      ? 'same'
      : {
          code: 'no-time',
          reason: 'an object without modified has one version, and this is another',
        }
  if (before === after) {
    if (isDeepStrictEqual(plain(known), plain(next))) return 'same'
    return { code: 'conflict', reason: 'the same modified with other content' }
  }
  const order = after > before ? 'later' : 'earlier'
  if (moment(known, 'created') !== moment(next, 'created'))
    return { code: 'created', reason: 'created differs between versions' }
  if (own(known, 'created_by_ref') !== own(next, 'created_by_ref'))
    return { code: 'creator', reason: 'another creator than that of the version known' }
  const first = order === 'later' ? known : next
  if (own(first, 'revoked') === true)
    return { code: 'revoked', reason: 'a version after the object was revoked' }
  return order
}

function timeOf(object: JsonObject): string | undefined {
  const modified = moment(object, 'modified')
  // Marking definitions have no versions: what counts is when they were made.
  return (
    modified ??
    (own(object, 'type') === 'marking-definition' ? moment(object, 'created') : undefined)
  )
}

function moment(object: JsonObject, name: string): string | undefined {
  const text = own(object, name)
  return typeof text === 'string' && isTimestamp(text) ? sortableTimestamp(text) : undefined
}

/** Defaults of properties that may be left out (section 3.2). */
const DEFAULTS: Readonly<Record<string, unknown>> = { revoked: false, defanged: false }

/** An object without what equals a default, and with times that are compared as instants. */
function plain(object: JsonObject): unknown {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name, value]) => !Object.hasOwn(DEFAULTS, name) || DEFAULTS[name] !== value)
      .map(([name, value]) => [name, comparable(value, 0)] as const),
  )
}

const DEPTH_MAX = 64

function comparable(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return isTimestamp(value) ? sortableTimestamp(value) : value
  if (depth > DEPTH_MAX) return value
  if (Array.isArray(value)) return value.map((item) => comparable(item, depth + 1))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, comparable(item, depth + 1)]),
  )
}

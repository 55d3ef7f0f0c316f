import canonicalize from 'canonicalize'
import { v5 } from 'uuid'
import { stixError } from './errors.ts'
import { ID_PROPERTIES } from './tables/observables.ts'
import { isObject, type JsonObject, own } from './validate/json.ts'
import { validateStix } from './validate/index.ts'

/** The namespace of deterministic ids of observables (STIX 2.1 section 2.9). */
const NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7'
/** Of several hashes the first of these contributes; of others the first that is there. */
const HASH_ORDER = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512']

/**
 * The id that every producer gives this observable: UUIDv5 of the contributing properties in JCS form
 * (RFC 8785). Undefined where none contributes: such an observable gets a random id.
 * Throws WB_FORMATS_STIX_OBSERVABLE for a type that is no observable, or a contributing value that is not valid.
 *
 *     deterministicId({ type: 'ipv4-addr', value: '198.51.100.3' })
 *     // 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4'
 */
export function deterministicId(observable: JsonObject): string | undefined {
  const type = String(own(observable, 'type'))
  const names = own(ID_PROPERTIES, type)
  if (names === undefined)
    throw stixError(
      'WB_FORMATS_STIX_OBSERVABLE',
      `found type "${type.slice(0, 60)}", wanted an observable of STIX 2.1`,
      {
        hint: `one of ${Object.keys(ID_PROPERTIES).join(', ')}`,
      },
    )
  const given = names.filter((name) => Object.hasOwn(observable, name))
  refuseBroken(type, observable, given)
  if (given.length === 0) return undefined
  const parts = given.map((name) => [
    name,
    name === 'hashes' ? oneHash(observable[name]) : observable[name],
  ])
  const text = canonicalize(Object.fromEntries(parts)) ?? ''
  return `${type}--${v5(text, NAMESPACE)}`
}

function oneHash(hashes: unknown): unknown {
  if (!isObject(hashes)) return hashes
  const name = HASH_ORDER.find((known) => Object.hasOwn(hashes, known)) ?? Object.keys(hashes)[0]
  return name === undefined ? hashes : { [name]: hashes[name] }
}

/** An id of a value of another JSON type, or of broken base64, would be shared with nobody; how a text is spelt is its maker's affair. */
function refuseBroken(type: string, observable: JsonObject, given: readonly string[]): void {
  const id = `${type}--00000000-0000-5000-8000-000000000000`
  const { findings } = validateStix({ ...observable, type, id })
  const broken = findings.find(
    ({ severity, path, code }) =>
      severity === 'error' &&
      (code === 'value' || code === 'identifier') &&
      given.some((name) => path.split(/[.[]/)[0] === name),
  )
  if (broken !== undefined)
    throw stixError('WB_FORMATS_STIX_OBSERVABLE', broken.message, {
      hint: broken.hint,
      at: { path: broken.path },
    })
}

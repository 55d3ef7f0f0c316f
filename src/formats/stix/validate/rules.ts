import { ALWAYS_SUGGESTED, SUGGESTED_TARGETS } from '../tables/relationships.ts'
import { COUNTRIES } from '../tables/vocabularies.ts'
import type { FindingList } from './finding.ts'
import { isObject, type JsonObject, memberPath, own, shown } from './json.ts'
import { checkIndicatorPattern } from './pattern.ts'
import { isTimestamp, readId, sortableTimestamp } from './shapes.ts'
import { sortOf } from './types.ts'
import { missing } from './values.ts'

/** Pairs of times of which the second must not be before the first, or must be after it. */
const ORDERS: ReadonlyArray<readonly [string, string, 'after' | 'not before']> = [
  ['created', 'modified', 'not before'],
  ['first_seen', 'last_seen', 'not before'],
  ['first_observed', 'last_observed', 'not before'],
  ['valid_from', 'valid_until', 'after'],
  ['start_time', 'stop_time', 'after'],
  ['start', 'end', 'not before'],
  ['analysis_started', 'analysis_ended', 'not before'],
]

type Rule = (list: FindingList, path: string, object: JsonObject) => void

const BY_TYPE: Readonly<Record<string, Rule>> = {
  'extension-definition': checkExtensionDefinition,
  indicator: checkIndicator,
  location: checkLocation,
  malware: (list, path, object) => {
    if (own(object, 'is_family') === true && !Object.hasOwn(object, 'name'))
      missing(list, memberPath(path, 'name'))
  },
  'malware-analysis': (list, path, object) => {
    if (!Object.hasOwn(object, 'result') && !Object.hasOwn(object, 'analysis_sco_refs'))
      missing(list, memberPath(path, 'result'))
    const product = own(object, 'product')
    if (typeof product === 'string' && !/^[a-z0-9.]+(?:-[a-z0-9.]+)*$/.test(product))
      list.warn(
        'malware-analysis-product',
        memberPath(path, 'product'),
        `found ${shown(product)}, wanted lower-case words joined by hyphens`,
        'rewrite it',
      )
  },
  'observed-data': (list, path, object) => {
    const given = ['objects', 'object_refs'].filter((name) => Object.hasOwn(object, name)).length
    if (given !== 1)
      list.error(
        'exactly-one',
        path,
        `found ${given} of objects and object_refs, wanted one`,
        'give object_refs',
      )
    if (Object.hasOwn(object, 'objects'))
      list.warn(
        'deprecated-properties',
        memberPath(path, 'objects'),
        'found objects, wanted object_refs',
        'make the observables objects of the bundle',
      )
  },
  relationship: checkRelationship,
}

/** What holds between the properties of one object. */
export function checkRules(
  list: FindingList,
  path: string,
  type: string,
  object: JsonObject,
): void {
  for (const [first, second, wanted] of ORDERS)
    checkOrder(list, path, object, first, second, wanted)
  checkReferenceDetails(list, path, object)
  own(BY_TYPE, type)?.(list, path, object)
}

function checkOrder(
  list: FindingList,
  path: string,
  object: JsonObject,
  first: string,
  second: string,
  wanted: 'after' | 'not before',
): void {
  const from = own(object, first)
  const to = own(object, second)
  if (typeof from !== 'string' || typeof to !== 'string') return
  if (!isTimestamp(from) || !isTimestamp(to)) return
  const [a, b] = [sortableTimestamp(from), sortableTimestamp(to)]
  if (wanted === 'after' ? b > a : b >= a) return
  list.error(
    'order',
    memberPath(path, second),
    `found ${to}, wanted an instant ${wanted} ${first} ${from}`,
    'correct the times',
  )
}

/** External references and kill chains, which several types have. */
function checkReferenceDetails(list: FindingList, path: string, object: JsonObject): void {
  const references = own(object, 'external_references')
  if (Array.isArray(references))
    for (const [index, reference] of references.entries())
      if (isObject(reference))
        checkReference(list, `${memberPath(path, 'external_references')}[${index}]`, reference)
  const phases = own(object, 'kill_chain_phases')
  if (!Array.isArray(phases)) return
  for (const [index, phase] of phases.entries())
    for (const name of ['kill_chain_name', 'phase_name']) {
      const value = isObject(phase) ? own(phase, name) : undefined
      if (typeof value === 'string' && !/^[a-z0-9.&+/]+(?:-+[a-z0-9.&+/]+)*$/.test(value))
        list.warn(
          'kill-chain-names',
          `${memberPath(path, 'kill_chain_phases')}[${index}].${name}`,
          `found ${shown(value)}, wanted lower-case words joined by hyphens`,
          'rewrite it',
        )
    }
}

/** Names of two catalogues are fixed, and so is the form of what they number. */
const CATALOGUES: Readonly<Record<string, RegExp>> = {
  cve: /^CVE-\d{4}-(?:0\d{3}|[1-9]\d{3,})$/,
  capec: /^CAPEC-\d+$/,
}

function checkReference(list: FindingList, path: string, reference: JsonObject): void {
  const source = own(reference, 'source_name')
  const id = own(reference, 'external_id')
  if (typeof source !== 'string') return
  const form = own(CATALOGUES, source.toLowerCase())
  if (
    form !== undefined &&
    (source !== source.toLowerCase() || typeof id !== 'string' || !form.test(id))
  )
    list.error(
      'external-reference',
      path,
      `found ${shown(source)} ${shown(id)}, wanted cve with CVE-YYYY-NNNN or capec with CAPEC-N`,
      'correct name and id',
    )
  if (!['description', 'url', 'external_id'].some((name) => Object.hasOwn(reference, name)))
    list.error(
      'missing',
      path,
      'found only a source_name, wanted a description, url or external_id',
      'add one',
    )
  if (Object.hasOwn(reference, 'url') && !Object.hasOwn(reference, 'hashes'))
    list.warn(
      'extref-hashes',
      path,
      'found a url without hashes',
      'add hashes of the page that was read',
    )
}

function checkExtensionDefinition(list: FindingList, path: string, object: JsonObject): void {
  const types = own(object, 'extension_types')
  const isTopLevel = Array.isArray(types) && types.includes('toplevel-property-extension')
  const hasProperties = Object.hasOwn(object, 'extension_properties')
  const at = memberPath(path, 'extension_properties')
  if (hasProperties && !isTopLevel)
    list.error(
      'value',
      at,
      'found names of properties, wanted them only of a toplevel-property-extension',
      'leave them out',
    )
  if (!hasProperties && isTopLevel)
    list.warn(
      'extension-properties',
      at,
      'found no names of properties',
      'list the properties that the extension adds',
    )
  if (!Object.hasOwn(object, 'description'))
    list.warn(
      'extension-description',
      memberPath(path, 'description'),
      'found no description',
      'describe the extension',
    )
}

function checkIndicator(list: FindingList, path: string, object: JsonObject): void {
  if (!Object.hasOwn(object, 'name') || !Object.hasOwn(object, 'description'))
    list.warn(
      'indicator-properties',
      path,
      'found no name or no description, wanted both',
      'say what the indicator finds',
    )
  const pattern = own(object, 'pattern')
  if (own(object, 'pattern_type') === 'stix' && typeof pattern === 'string')
    checkIndicatorPattern(list, memberPath(path, 'pattern'), pattern)
}

function checkLocation(list: FindingList, path: string, object: JsonObject): void {
  const has = (name: string): boolean => Object.hasOwn(object, name)
  if (!has('region') && !has('country') && !(has('latitude') && has('longitude')))
    list.error(
      'missing',
      path,
      'found no place, wanted region, country, or latitude and longitude',
      'add one',
    )
  for (const [name, other] of [
    ['latitude', 'longitude'],
    ['longitude', 'latitude'],
    ['precision', 'latitude'],
    ['precision', 'longitude'],
  ] as const)
    if (has(name) && !has(other)) missing(list, memberPath(path, other))
  const country = own(object, 'country')
  if (typeof country === 'string' && !COUNTRIES.includes(country.toUpperCase()))
    list.warn(
      'countries',
      memberPath(path, 'country'),
      `found ${shown(country)}, wanted an ISO 3166-1 alpha-2 code`,
      'give the code of two letters',
    )
}

function checkRelationship(list: FindingList, path: string, object: JsonObject): void {
  const type = own(object, 'relationship_type')
  const [source, target] = ['source_ref', 'target_ref'].map((name) => {
    const id = own(object, name)
    return typeof id === 'string' ? readId(id)?.type : undefined
  })
  if (typeof type !== 'string' || source === undefined || target === undefined) return
  // What a type of somebody's own may be tied to is its maker's affair.
  if (sortOf(source) === 'custom' || sortOf(target) === 'custom') return
  if (ALWAYS_SUGGESTED.includes(type)) return
  const targets = SUGGESTED_TARGETS.get(`${source} ${type}`)
  if (targets?.includes(target) === true || targets?.includes(sortOf(target)) === true) return
  list.warn(
    'relationship-types',
    memberPath(path, 'relationship_type'),
    `found ${source} ${shown(type)} ${target}, wanted a relationship that the specification suggests`,
    'related-to says the least',
  )
}

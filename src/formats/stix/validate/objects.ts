import { COMMON, DOMAIN_OBJECTS, META_OBJECTS, RELATIONSHIP_OBJECTS } from '../tables/objects.ts'
import { ID_PROPERTIES, OBSERVABLE_COMMON, OBSERVABLES } from '../tables/observables.ts'
import type { PropertyTable } from '../tables/property.ts'
import { checkBundle } from './bundle.ts'
import {
  checkCustomName,
  declaredExtensions,
  declaresNewType,
  declaresProperties,
} from './custom.ts'
import { checkExtensions } from './extensions.ts'
import type { FindingList } from './finding.ts'
import { isObject, type JsonObject, memberPath, own, shown } from './json.ts'
import { checkMarkings } from './markings.ts'
import { checkObservableRules } from './observable-rules.ts'
import { checkRules } from './rules.ts'
import { readId, SHAPES } from './shapes.ts'
import { sortOf } from './types.ts'
import { checkAnything, checkCustomProperty, checkValue, isInTable, missing } from './values.ts'

const TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
/** Names that the specification keeps for itself (section 11). */
const RESERVED_PROPERTIES = ['severity', 'action', 'username', 'phone_numbers']

const withCommon = (
  common: PropertyTable,
  tables: Readonly<Record<string, PropertyTable>>,
): Array<[string, PropertyTable]> =>
  Object.entries(tables).map(([type, table]) => [type, { ...common, ...table }])

/** All properties of each type of the specification. */
const TABLES: ReadonlyMap<string, PropertyTable> = new Map([
  ...withCommon(COMMON, DOMAIN_OBJECTS),
  ...withCommon(COMMON, RELATIONSHIP_OBJECTS),
  ...withCommon(OBSERVABLE_COMMON, OBSERVABLES),
  ...Object.entries(META_OBJECTS),
])

/** The properties of an object: those of its type, or the common ones of a type that is somebody's own. */
function tableOf(type: string, object: JsonObject, isObservable: boolean): PropertyTable {
  const isNewObservable = isObservable || declaredExtensions(object).includes('new-sco')
  return TABLES.get(type) ?? (isNewObservable ? OBSERVABLE_COMMON : COMMON)
}

/** Checks one object, or a bundle with all in it. `isObservable`: it stands in observed-data `objects`. */
export function checkObject(
  list: FindingList,
  path: string,
  object: unknown,
  isObservable = false,
): void {
  if (!isObject(object))
    return list.error(
      'value',
      path,
      `found ${shown(object)}, wanted a STIX object`,
      'give an object',
    )
  const type = own(object, 'type')
  if (type === undefined) return missing(list, memberPath(path, 'type'))
  if (typeof type !== 'string')
    return list.error(
      'value',
      memberPath(path, 'type'),
      `found ${shown(type)}, wanted text`,
      'name the type',
    )
  checkType(list, path, type, object)
  checkId(list, path, type, object, isObservable)
  if (type === 'bundle') return checkBundle(list, path, object, checkObject)
  const table = tableOf(type, object, isObservable)
  checkProperties(list, path, table, object)
  checkMarkings(list, path, object)
  checkRules(list, path, type, object)
  if (table['created!'] === undefined) checkObservableRules(list, path, type, object)
  const inner = own(object, 'objects')
  if (type === 'observed-data' && isObject(inner))
    for (const [key, value] of Object.entries(inner))
      checkObject(list, memberPath(memberPath(path, 'objects'), key), value, true)
}

function checkType(list: FindingList, path: string, type: string, object: JsonObject): void {
  if (sortOf(type) !== 'custom') return
  const at = memberPath(path, 'type')
  if (!TYPE.test(type) || type.length < 3 || type.length > 250)
    list.error(
      'type',
      at,
      `found ${shown(type)}, wanted lower-case words joined by single hyphens`,
      'rename the type',
    )
  if (type === 'action')
    list.error('reserved', at, 'found a type that the specification reserves', 'rename the type')
  if (list.options.strictTypes === true)
    list.error(
      'unknown-type',
      at,
      `found ${shown(type)}, wanted a type of STIX 2.1`,
      'use a type of the specification',
    )
  // Where extensions are not asked for, the name alone must tell whose type it is.
  if (!declaresNewType(object) || !list.isOn('extensions-use'))
    checkCustomName(list, at, 'object type', type, '-')
}

function checkId(
  list: FindingList,
  path: string,
  type: string,
  object: JsonObject,
  isObservable: boolean,
): void {
  const at = memberPath(path, 'id')
  const value = own(object, 'id')
  if (value === undefined) return missing(list, at)
  const id = typeof value === 'string' ? readId(value) : undefined
  if (id === undefined)
    return list.error(
      'id',
      at,
      `found ${shown(value)}, wanted TYPE--UUID`,
      'give the object a new id',
    )
  if (id.type !== type)
    return list.error(
      'id',
      at,
      `found an id of ${shown(id.type)}, wanted one of ${shown(type)}`,
      'give it the prefix of its type',
    )
  const isSco =
    isObservable || sortOf(type) === 'sco' || declaredExtensions(object).includes('new-sco')
  const isCustomSort = sortOf(type) === 'custom'
  if (isCustomSort && (id.version === '4' || id.version === '5')) return
  const contributing = own(ID_PROPERTIES, type) ?? []
  const isFree = isSco && !contributing.some((name) => Object.hasOwn(object, name))
  const wanted = isFree ? ['4', '5'] : [isSco ? '5' : '4']
  if (!wanted.includes(id.version))
    list.warn(
      'uuid-check',
      at,
      `found a UUID of version ${id.version}, wanted version ${wanted.join(' or ')}`,
      isSco ? 'make the id from the contributing properties' : 'use a random UUID',
    )
}

function checkProperties(
  list: FindingList,
  path: string,
  table: PropertyTable,
  object: JsonObject,
): void {
  const isDeclared = declaresProperties(object)
  for (const [entry, kind] of Object.entries(table)) {
    const isRequired = entry.endsWith('!')
    const name = isRequired ? entry.slice(0, -1) : entry
    if (name === 'id' || name === 'type') continue
    const at = memberPath(path, name)
    if (!Object.hasOwn(object, name)) {
      if (isRequired) missing(list, at)
    } else if (kind === 'extensions') checkExtensions(list, at, object[name], own(object, 'type'))
    else if (kind !== 'observables' && kind !== 'translations')
      checkValue(list, at, kind, object[name])
    else checkContainer(list, at, kind, object[name])
  }
  for (const name of Object.keys(object)) {
    if (isInTable(table, name)) continue
    if (RESERVED_PROPERTIES.includes(name) && !isDeclared)
      list.error(
        'reserved',
        memberPath(path, name),
        'found a property that the specification reserves',
        'rename it',
      )
    checkCustomProperty(list, path, name, object[name], isDeclared)
  }
}

/** Objects by key, or translations by language. */
function checkContainer(list: FindingList, path: string, kind: string, value: unknown): void {
  if (!isObject(value) || Object.keys(value).length === 0)
    return list.error(
      'value',
      path,
      `found ${shown(value)}, wanted an object with members`,
      'give an object',
    )
  if (kind === 'observables') {
    for (const key of Object.keys(value))
      if (!/^\d+$/.test(key))
        list.warn(
          'observable-object-keys',
          memberPath(path, key),
          `found ${shown(key)}, wanted a number`,
          'number the objects from 0',
        )
    return
  }
  for (const [language, texts] of Object.entries(value)) {
    const at = memberPath(path, language)
    if (SHAPES['language-tag']?.fits(language) !== true)
      list.error(
        'dictionary-key',
        at,
        `found ${shown(language)}, wanted an RFC 5646 language tag`,
        'name the language',
      )
    if (!isObject(texts) || Object.keys(texts).length === 0)
      list.error(
        'value',
        at,
        'found no translation, wanted properties by name',
        'leave the language out',
      )
    // Lists keep the length of the original, so that an untranslated place holds "" and none is empty.
    checkAnything(list, at, texts)
  }
}

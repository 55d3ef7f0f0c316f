import type { PropertyTable } from '../tables/property.ts'
import { STRUCTURES } from '../tables/structures.ts'
import { ENUMERATIONS, OPEN_VOCABULARIES } from '../tables/vocabularies.ts'
import type { CheckName } from './checks.ts'
import { checkCustomName } from './custom.ts'
import type { FindingList } from './finding.ts'
import { checkHashes } from './hashes.ts'
import { isObject, type JsonObject, memberPath, own, shown } from './json.ts'
import { isBase64, isTimestamp, readId, SHAPES } from './shapes.ts'
import { sortOf } from './types.ts'

/** Values nested deeper than this are refused: nothing that STIX defines is. */
const DEPTH_MAX = 64
const INTEGER_MAX = Number.MAX_SAFE_INTEGER

/** Checks one value against the kind that a table gives. Total. */
export function checkValue(list: FindingList, path: string, kind: string, value: unknown): void {
  if (!kind.endsWith('[]')) {
    if (value === null) nullFound(list, path)
    else checkOne(list, path, kind, value)
    return
  }
  if (!Array.isArray(value)) wrong(list, path, 'a list', value)
  else if (value.length === 0) emptyFound(list, path)
  else
    for (const [index, item] of value.entries())
      checkValue(list, `${path}[${index}]`, kind.slice(0, -2), item)
}

function checkOne(list: FindingList, path: string, kind: string, value: unknown): void {
  const at = kind.indexOf(' ')
  const word = at < 0 ? kind : kind.slice(0, at)
  const rest = at < 0 ? '' : kind.slice(at + 1)
  const check = own(CHECKERS, word)
  if (check === undefined) checkAnything(list, path, value)
  else check(list, path, value, rest)
}

type Checker = (list: FindingList, path: string, value: unknown, rest: string) => void

const textual =
  (wanted: string, fits: (text: string) => boolean): Checker =>
  (list, path, value) => {
    if (typeof value !== 'string' || !fits(value)) wrong(list, path, wanted, value)
  }

const CHECKERS: Readonly<Record<string, Checker>> = {
  string: textual('text', () => true),
  timestamp: textual('a UTC timestamp such as 2026-01-05T08:12:00.000Z', isTimestamp),
  hex: textual('an even number of hexadecimal digits', (text) =>
    /^(?:[0-9a-fA-F]{2})+$/.test(text),
  ),
  base64: textual('base64 text', isBase64),
  url: textual('a URL', (text) => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s]/.test(text)),
  boolean: (list, path, value) => {
    if (typeof value !== 'boolean') wrong(list, path, 'true or false', value)
  },
  integer: (list, path, value, rest) => {
    if (!Number.isInteger(value)) wrong(list, path, 'a whole number', value)
    else checkRange(list, path, value as number, rest)
    if (Number.isInteger(value) && Math.abs(value as number) > INTEGER_MAX)
      wrong(list, path, 'a number of at most 53 bits', value)
  },
  float: (list, path, value, rest) => {
    if (typeof value !== 'number') wrong(list, path, 'a number', value)
    else checkRange(list, path, value, rest)
  },
  open: checkOpen,
  enum: (list, path, value, rest) => {
    const values = own(ENUMERATIONS, rest) ?? []
    if (typeof value !== 'string' || !values.includes(value))
      wrong(list, path, `one of ${values.join(', ')}`, value)
  },
  match: (list, path, value, rest) => {
    const shape = own(SHAPES, rest)
    if (typeof value !== 'string') wrong(list, path, shape?.wanted ?? rest, value)
    else if (shape?.fits(value) !== true)
      list.error(
        'shape',
        path,
        `found ${shown(value)}, wanted ${shape?.wanted ?? rest}`,
        'correct the text',
      )
  },
  ref: checkRef,
  struct: (list, path, value, rest) => {
    if (isObject(value)) checkStructure(list, path, own(STRUCTURES, rest) ?? {}, value)
    else wrong(list, path, 'an object', value)
  },
  hashes: checkHashes,
  dictionary: checkDictionary,
}

function checkRange(list: FindingList, path: string, value: number, range: string): void {
  const [low = '', high = ''] = range.split('..')
  const isInside = (low === '' || value >= Number(low)) && (high === '' || value <= Number(high))
  if (!isInside) wrong(list, path, `a number in ${range}`, value)
}

function checkOpen(list: FindingList, path: string, value: unknown, rest: string): void {
  const vocabulary = own(OPEN_VOCABULARIES, rest)
  if (typeof value !== 'string') return wrong(list, path, 'text', value)
  if (vocabulary === undefined || vocabulary.values.includes(value)) return
  list.warn(
    vocabulary.check as CheckName,
    path,
    `found ${shown(value)}, wanted a value of the vocabulary ${rest}-ov`,
    `the nearest of: ${vocabulary.values.slice(0, 12).join(', ')}`,
  )
  if (!/^[a-z0-9-]+$/.test(value))
    list.warn(
      'open-vocab-format',
      path,
      `found ${shown(value)}, wanted lower-case words joined by hyphens`,
      'rewrite the value',
    )
}

function checkRef(list: FindingList, path: string, value: unknown, rest: string): void {
  const id = typeof value === 'string' ? readId(value) : undefined
  if (id === undefined)
    return list.error(
      'identifier',
      path,
      `found ${shown(value)}, wanted TYPE--UUID`,
      'correct the id',
    )
  const types = rest.split(' ')
  const sort = sortOf(id.type)
  const isAny = types[0] === 'any' && sort !== 'bundle'
  const isCustom = sort === 'custom' && types.some((type) => /^(?:sdo|sco|sro)$/.test(type))
  if (isAny || isCustom || types.includes(id.type) || types.includes(sort)) return
  list.error(
    'reference',
    path,
    `found a reference to ${shown(id.type)}, wanted ${types.join(' or ')}`,
    'point it at an object of that type',
  )
}

function checkDictionary(list: FindingList, path: string, value: unknown): void {
  if (!isObject(value)) return wrong(list, path, 'an object', value)
  const entries = Object.entries(value)
  if (entries.length === 0) emptyFound(list, path)
  for (const [key, item] of entries) {
    const at = memberPath(path, key)
    if (!/^[A-Za-z0-9_-]{1,250}$/.test(key))
      list.error(
        'dictionary-key',
        at,
        `found the key ${shown(key)}, wanted 1 to 250 of A-Z, a-z, 0-9, - and _`,
        'rename it',
      )
    checkAnything(list, at, item)
  }
}

/** Checks the members of an object with a table of its own; other members are custom properties. */
export function checkStructure(
  list: FindingList,
  path: string,
  table: PropertyTable,
  value: JsonObject,
): void {
  for (const [entry, kind] of Object.entries(table)) {
    const isRequired = entry.endsWith('!')
    const name = isRequired ? entry.slice(0, -1) : entry
    if (Object.hasOwn(value, name)) checkValue(list, memberPath(path, name), kind, value[name])
    else if (isRequired) missing(list, memberPath(path, name))
  }
  for (const name of Object.keys(value)) {
    if (isInTable(table, name)) continue
    checkCustomProperty(list, path, name, value[name], false)
  }
}

export function isInTable(table: PropertyTable, name: string): boolean {
  return Object.hasOwn(table, name) || Object.hasOwn(table, `${name}!`)
}

/** A property that the specification does not have; `isDeclared`: an extension of the object does. */
export function checkCustomProperty(
  list: FindingList,
  path: string,
  name: string,
  value: unknown,
  isDeclared: boolean,
): void {
  const at = memberPath(path, name)
  if (!/^[a-z][a-z0-9_]{2,249}$/.test(name))
    list.error(
      'property-name',
      at,
      `found the property name ${shown(name)}, wanted 3 to 250 of a-z, 0-9 and _`,
      'rename it',
    )
  if (!isDeclared) {
    if (list.options.strictProperties === true)
      list.error(
        'unknown-property',
        at,
        'found a property that STIX 2.1 does not have',
        'remove it',
      )
    checkCustomName(list, at, 'property', name, '_')
  }
  checkAnything(list, at, value)
}

/** What holds of every value: no null, no empty list, not nested without end. */
export function checkAnything(list: FindingList, path: string, value: unknown, depth = 0): void {
  if (value === null) return nullFound(list, path)
  if (typeof value !== 'object') return
  if (depth > DEPTH_MAX)
    return list.error('too-deep', path, `found more than ${DEPTH_MAX} levels`, 'flatten the value')
  if (!Array.isArray(value)) {
    for (const [key, item] of Object.entries(value as JsonObject))
      checkAnything(list, memberPath(path, key), item, depth + 1)
    return
  }
  if (value.length === 0) emptyFound(list, path)
  for (const [index, item] of value.entries())
    checkAnything(list, `${path}[${index}]`, item, depth + 1)
}

function nullFound(list: FindingList, path: string): void {
  list.error('null', path, 'found null, wanted a value', 'leave the property out')
}

function emptyFound(list: FindingList, path: string): void {
  list.error('empty', path, 'found nothing inside, wanted at least one value', 'leave it out')
}

export function missing(list: FindingList, path: string): void {
  list.error('missing', path, 'found nothing, wanted a required property', 'add the property')
}

function wrong(list: FindingList, path: string, wanted: string, found: unknown): void {
  list.error('value', path, `found ${shown(found)}, wanted ${wanted}`, 'correct the value')
}

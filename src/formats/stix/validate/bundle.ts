import { BUNDLE } from '../tables/objects.ts'
import type { FindingList } from './finding.ts'
import { isObject, type JsonObject, memberPath, own, shown } from './json.ts'
import { type ObjectSort, sortOf } from './types.ts'
import { checkCustomProperty, isInTable } from './values.ts'

const MAY_BE_BUNDLED: readonly ObjectSort[] = ['sdo', 'sco', 'sro', 'meta', 'custom']

/** A bundle; `checkMember` checks each object in it. */
export function checkBundle(
  list: FindingList,
  path: string,
  bundle: JsonObject,
  checkMember: (list: FindingList, path: string, object: unknown) => void,
): void {
  const objects = own(bundle, 'objects')
  for (const name of Object.keys(bundle))
    // A bundle of STIX 2.0 carries spec_version; 2.1 says to ignore it.
    if (!isInTable(BUNDLE, name) && name !== 'spec_version')
      checkCustomProperty(list, path, name, bundle[name], false)
  if (objects === undefined) return
  const at = memberPath(path, 'objects')
  if (!Array.isArray(objects) || objects.length === 0)
    return list.error(
      'value',
      at,
      `found ${shown(objects)}, wanted a list of objects`,
      'leave it out',
    )
  const seen = new Set<string>()
  for (const [index, object] of objects.entries()) {
    const place = `${at}[${index}]`
    const type = isObject(object) ? own(object, 'type') : undefined
    if (typeof type === 'string' && !MAY_BE_BUNDLED.includes(sortOf(type))) {
      list.error('value', place, 'found a bundle in a bundle, wanted its objects', 'unpack it')
      continue
    }
    checkMember(list, place, object)
    if (isObject(object)) checkDuplicate(list, place, object, seen)
  }
  if (list.options.enforceRefs === true) checkReferences(list, at, objects)
}

function checkDuplicate(
  list: FindingList,
  path: string,
  object: JsonObject,
  seen: Set<string>,
): void {
  const key = JSON.stringify([own(object, 'id'), own(object, 'modified')]).slice(0, 1000)
  if (seen.has(key))
    list.warn(
      'duplicate-ids',
      path,
      'found the same id and modified before, wanted each version once',
      'drop one of them',
    )
  seen.add(key)
}

function checkReferences(list: FindingList, path: string, objects: readonly unknown[]): void {
  const ids = new Set(objects.map((object) => (isObject(object) ? own(object, 'id') : undefined)))
  for (const [index, object] of objects.entries()) {
    if (!isObject(object)) continue
    for (const [name, value] of Object.entries(object)) {
      if (!/_refs?$/.test(name)) continue
      for (const id of Array.isArray(value) ? value : [value])
        if (typeof id === 'string' && !ids.has(id))
          list.error(
            'reference',
            memberPath(`${path}[${index}]`, name),
            `found ${shown(id)}, wanted an object of this bundle`,
            'add the object',
          )
    }
  }
}

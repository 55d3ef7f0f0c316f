import { EXTENSIONS } from '../tables/structures.ts'
import { checkCustomName } from './custom.ts'
import type { FindingList } from './finding.ts'
import { isObject, type JsonObject, memberPath, own, shown } from './json.ts'
import { readId } from './shapes.ts'
import { checkAnything, checkStructure, checkValue } from './values.ts'

/** The `extensions` of an object: those of the specification by their tables, others by what holds of any value. */
export function checkExtensions(
  list: FindingList,
  path: string,
  value: unknown,
  type: unknown,
): void {
  if (!isObject(value) || Object.keys(value).length === 0)
    return list.error(
      'value',
      path,
      `found ${shown(value)}, wanted extensions by name`,
      'give an object',
    )
  const known = own(EXTENSIONS, String(type))
  for (const [key, extension] of Object.entries(value)) {
    const at = memberPath(path, key)
    const table = known === undefined ? undefined : own(known, key)
    if (!isObject(extension) || Object.keys(extension).length === 0)
      list.error(
        'value',
        at,
        `found ${shown(extension)}, wanted an object with members`,
        'give an object',
      )
    else if (table !== undefined) checkStructure(list, at, table, extension)
    else if (key.startsWith('extension-definition--')) checkDefined(list, at, key, extension)
    else checkForeign(list, at, key, extension)
  }
}

function checkDefined(list: FindingList, path: string, key: string, extension: JsonObject): void {
  if (readId(key)?.type !== 'extension-definition')
    list.error(
      'id',
      path,
      'found a broken id of an extension, wanted extension-definition--UUID',
      'correct it',
    )
  if (Object.hasOwn(extension, 'extension_type'))
    checkValue(
      list,
      memberPath(path, 'extension_type'),
      'enum extension-type',
      extension['extension_type'],
    )
  for (const [name, member] of Object.entries(extension))
    checkAnything(list, memberPath(path, name), member)
}

/** An extension in the manner of STIX 2.0, by a name of its own. */
function checkForeign(list: FindingList, path: string, key: string, extension: JsonObject): void {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*-ext$/.test(key))
    list.error(
      'extension-name',
      path,
      `found ${shown(key)}, wanted an id of an extension-definition or a name in -ext`,
      'rename it',
    )
  checkCustomName(list, path, 'extension', key.replace(/-ext$/, ''), '-')
  for (const [name, member] of Object.entries(extension))
    checkAnything(list, memberPath(path, name), member)
}

import type { FindingList } from './finding.ts'
import { isObject, type JsonObject, own } from './json.ts'

const WHOLE_TYPES: readonly unknown[] = ['new-sdo', 'new-sco', 'new-sro']

/** The extension types that an object declares in `extensions`. */
export function declaredExtensions(object: JsonObject): unknown[] {
  const extensions = own(object, 'extensions')
  if (!isObject(extensions)) return []
  return Object.entries(extensions)
    .filter(([key, value]) => key.startsWith('extension-definition--') && isObject(value))
    .map(([, value]) => own(value as JsonObject, 'extension_type'))
}

export function declaresNewType(object: JsonObject): boolean {
  return declaredExtensions(object).some((type) => WHOLE_TYPES.includes(type))
}

/** Whether the object says by an extension that it has properties of its own at the top. */
export function declaresProperties(object: JsonObject): boolean {
  return declaredExtensions(object).some(
    (type) => type === 'toplevel-property-extension' || WHOLE_TYPES.includes(type),
  )
}

/** Warns of a name that is not the specification's: of one missing extension, or else of its prefix. */
export function checkCustomName(
  list: FindingList,
  path: string,
  what: string,
  name: string,
  separator: '-' | '_',
): void {
  const prefix = `x${separator}`
  const shownName = name.slice(0, 60)
  if (list.isOn('extensions-use')) {
    list.warn(
      'extensions-use',
      path,
      `found the custom ${what} "${shownName}", wanted one that an extension defines`,
      'publish an extension-definition and name it in "extensions"',
    )
    return
  }
  const parts = name.slice(prefix.length).split(separator)
  const hasPrefix = name.startsWith(prefix)
  if (list.isOn('custom-prefix')) {
    if (hasPrefix && parts.length > 1 && parts.every((part) => part !== '')) return
    list.warn(
      'custom-prefix',
      path,
      `found the custom ${what} "${shownName}", wanted ${prefix}<source>${separator}<name>`,
      'put the source, such as a domain name, before the name',
    )
  } else if (!hasPrefix) {
    list.warn(
      'custom-prefix-lax',
      path,
      `found the custom ${what} "${shownName}", wanted one that starts with ${prefix}`,
      `rename it to ${prefix}<name>`,
    )
  }
}

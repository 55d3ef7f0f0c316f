import { asList, asRecord, asText } from './read.ts'
import type { Json } from './stix-head.ts'

/** An object of an event and its attributes, as they are to be read. */
export interface ReadObject {
  readonly object: Json
  readonly parts: readonly Json[]
  /** Parts that say again what another one says. */
  readonly repeated: ReadonlySet<Json>
}

/** A `nova-rule` object holds its whole rule in one attribute; the others repeat parts of it. */
export function readObject(object: Json): ReadObject {
  const parts = asList(object['Attribute']).map(asRecord)
  if (!isNovaRule(object)) return { object, parts, repeated: new Set() }
  const read = parts.map((part) =>
    part['object_relation'] === 'raw-rule'
      ? { ...part, type: 'nova', to_ids: true }
      : { ...part, to_ids: false },
  )
  return { object, parts: read, repeated: new Set(read.filter(({ to_ids: isUsed }) => !isUsed)) }
}

export function isNovaRule(object: Json): boolean {
  return object['name'] === 'nova-rule'
}

/** Names of relationships in STIX have small letters, digits and hyphens. */
export function relationName(text: string): string {
  const name = text
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((part) => part !== '')
    .join('-')
  return name.length < 3 ? 'related-to' : name.slice(0, 250)
}

/** What MISP knows of an object beside its attributes. */
export function objectProperties(object: Json): Json {
  const kept = ['meta-category', 'template_uuid', 'template_version'].flatMap((name) => {
    const text = asText(object[name])
    return text === '' ? [] : [[`x_misp_${name.replace('-', '_')}`, text] as const]
  })
  const comment = asText(object['comment'])
  return {
    name: asText(object['name']) || 'object',
    ...(comment === '' ? {} : { description: comment }),
    context: 'misp-object',
    ...Object.fromEntries(kept),
  }
}

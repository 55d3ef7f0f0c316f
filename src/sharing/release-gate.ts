import {
  type KnownMarkings,
  knownMarkings,
  TLP_LEVELS,
  type Tlp,
  tlpOfDefinition,
  tlpOfObject,
} from '../formats/stix/index.ts'

/** A STIX object as far as the gate reads it. */
export type StixObject = Readonly<Record<string, unknown>>

export interface Withheld {
  readonly id: string
  readonly reason: string
}

/** True when something marked `level` may be where things up to `ceiling` are. */
export function isWithin(level: Tlp, ceiling: Tlp): boolean {
  return TLP_LEVELS.indexOf(level) <= TLP_LEVELS.indexOf(ceiling)
}

/**
 * The level of a whole object: the strictest of its markings and of those of its parts, since parts are not cut out
 * here. A marking that is not among `known` counts as red, and without any marking the level is `unmarkedAs`. A marking
 * definition is at the level that it defines.
 */
export function tlpOf(object: StixObject, unmarkedAs: Tlp, known: KnownMarkings = new Map()): Tlp {
  const defined = object['type'] === 'marking-definition' ? tlpOfDefinition(object) : undefined
  return defined ?? tlpOfObject(object, known, unmarkedAs)
}

/**
 * The one place that decides what may leave. An object above the ceiling stays; so does any object that names one that
 * stays, wherever the id stands in it, and any that names that one: a relationship, a report or a sentence would tell
 * that the other exists. What is let through is let through whole and unchanged.
 */
export function gate(
  objects: readonly StixObject[],
  ceiling: Tlp,
  unmarkedAs: Tlp,
): { readonly admitted: readonly StixObject[]; readonly withheld: readonly Withheld[] } {
  const known = knownMarkings(objects)
  const withheld = new Map<string, string>()
  for (const object of objects) {
    const level = tlpOf(object, unmarkedAs, known)
    if (!isWithin(level, ceiling))
      withheld.set(String(object['id']), `is TLP:${level.toUpperCase()}`)
  }
  const named = objects.map((object) => ({ id: String(object['id']), names: idsIn(object) }))
  for (let grew = true; grew;) {
    grew = false
    for (const { id, names } of named) {
      const cause = withheld.has(id) ? undefined : names.find((name) => withheld.has(name))
      if (cause === undefined) continue
      withheld.set(id, 'names an object that is withheld')
      grew = true
    }
  }
  return {
    admitted: objects.filter((object) => !withheld.has(String(object['id']))),
    withheld: [...withheld].map(([id, reason]) => ({ id, reason })),
  }
}

/** The end of a STIX id; the type before it is found backwards, since a search for it forwards costs the square of the text. */
const ID_END = /--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
/** As long as a type's name may be (STIX 2.1, 3.1). */
const TYPE_CHARS_MAX = 250

/** Every STIX id that stands anywhere in an object, as a reference or in a text. */
function idsIn(object: StixObject): string[] {
  const text = JSON.stringify(object).toLowerCase()
  return [...text.matchAll(ID_END)].flatMap((end) => {
    let start = end.index
    while (start > end.index - TYPE_CHARS_MAX && /[a-z0-9-]/.test(text[start - 1] ?? '')) start -= 1
    const type = text.slice(start, end.index).replace(/^[0-9-]+/, '')
    return type.length < 2 ? [] : [`${type}${end[0]}`]
  })
}

import type { FindingList } from './finding.ts'
import { isObject, type JsonObject, memberPath, own, shown } from './json.ts'

/** The markings that STIX 2.1 section 7.2.1.4 fixes: no other instance may exist. */
const TLP1: Readonly<Record<string, string>> = {
  white: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  green: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
  amber: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
  red: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
}
const TLP1_CREATED = /^2017-01-20T00:00:00(?:\.0+)?Z$/

/** Granular markings point at what is there, and no marking marks itself. */
export function checkMarkings(list: FindingList, path: string, object: JsonObject): void {
  const id = own(object, 'id')
  const isMarking = own(object, 'type') === 'marking-definition'
  const refs = own(object, 'object_marking_refs')
  if (isMarking && Array.isArray(refs) && refs.includes(id))
    list.error(
      'circular',
      memberPath(path, 'object_marking_refs'),
      'found a marking that marks itself',
      'leave it out',
    )
  const granular = own(object, 'granular_markings')
  if (Array.isArray(granular))
    for (const [index, marking] of granular.entries()) {
      if (!isObject(marking)) continue
      const at = `${memberPath(path, 'granular_markings')}[${index}]`
      if (isMarking && own(marking, 'marking_ref') === id)
        list.error(
          'circular',
          memberPath(at, 'marking_ref'),
          'found a marking that marks itself',
          'leave it out',
        )
      const given = ['lang', 'marking_ref'].filter((name) => Object.hasOwn(marking, name)).length
      if (given !== 1)
        list.error(
          'exactly-one',
          at,
          `found ${given} of lang and marking_ref, wanted one`,
          'give one of them',
        )
      checkSelectors(list, memberPath(at, 'selectors'), object, own(marking, 'selectors'))
    }
  if (isMarking) checkDefinition(list, path, object)
}

function checkSelectors(
  list: FindingList,
  path: string,
  object: JsonObject,
  selectors: unknown,
): void {
  if (!Array.isArray(selectors)) return
  for (const [index, selector] of selectors.entries())
    if (typeof selector === 'string' && !selects(object, selector))
      list.error(
        'selector',
        `${path}[${index}]`,
        `found ${shown(selector)}, wanted a place of this object`,
        'correct the selector',
      )
}

/** Whether a selector such as `external_references.[0].source_name` points at something of the object. */
function selects(object: JsonObject, selector: string): boolean {
  let value: unknown = object
  for (const step of selector.split('.')) {
    const index = /^\[(\d+)\]$/.exec(step)
    if (index !== null) value = Array.isArray(value) ? value[Number(index[1])] : undefined
    else value = isObject(value) ? own(value, step) : undefined
    if (value === undefined) return false
  }
  return true
}

function checkDefinition(list: FindingList, path: string, object: JsonObject): void {
  const kind = own(object, 'definition_type')
  const definition = own(object, 'definition')
  const at = memberPath(path, 'definition')
  if (kind === undefined && definition === undefined) {
    if (!Object.hasOwn(object, 'extensions'))
      list.error(
        'missing',
        at,
        'found neither a definition nor an extension',
        'give definition_type and definition, or an extension',
      )
    return
  }
  if (kind === undefined || definition === undefined)
    return list.error(
      'missing',
      kind === undefined ? memberPath(path, 'definition_type') : at,
      'found one of definition_type and definition, wanted both',
      'give both',
    )
  if (
    kind === 'statement' &&
    !(isObject(definition) && typeof own(definition, 'statement') === 'string')
  )
    list.error('value', at, 'found no statement, wanted {"statement": TEXT}', 'give the statement')
  if (kind === 'tlp' && !isFixedTlp(object, definition))
    list.error(
      'tlp',
      path,
      'found a TLP marking of its own, wanted one of the four that the specification fixes',
      'refer to the fixed marking',
    )
  if (kind !== 'tlp' && kind !== 'statement')
    list.warn(
      'marking-definition-type',
      memberPath(path, 'definition_type'),
      `found ${shown(kind)}, wanted tlp or statement`,
      'use an extension',
    )
}

function isFixedTlp(object: JsonObject, definition: unknown): boolean {
  const level = isObject(definition) ? own(definition, 'tlp') : undefined
  const created = own(object, 'created')
  return (
    typeof level === 'string' &&
    own(TLP1, level) === own(object, 'id') &&
    typeof created === 'string' &&
    TLP1_CREATED.test(created)
  )
}

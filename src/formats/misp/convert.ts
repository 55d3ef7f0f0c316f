import { EventFrame } from './event-frame.ts'
import { readObject } from './object-parts.ts'
import { asList, asRecord, isTrue } from './read.ts'
import type { Json } from './stix-head.ts'

/** A MISP event as STIX: see docs/reference/misp.md. */
export interface ConvertedEvent {
  readonly objects: readonly Json[]
  /** Attributes that cannot be used; `index` counts the event's attributes, those of its objects after them. */
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly reason: string }>
  /** Attributes that are not meant for detection (`to_ids` false). */
  readonly contextCount: number
}

/** Whether a JSON value has the shape `{"Event": {…}}`. */
export function isMispEvent(value: unknown): boolean {
  return Object.keys(asRecord(asRecord(value)['Event'])).length > 0
}

/** Converts `{"Event": {…}}`. Total: what cannot be used is reported in `rejected`. */
export function convertMispEvent(value: unknown): ConvertedEvent {
  const event = asRecord(asRecord(value)['Event'])
  const frame = new EventFrame(event)
  const rejected: Array<{ index: number; reason: string }> = []
  const ids = new Map<Json, string>()
  let contextCount = 0
  const given = asList(event['Object'])
    .map(asRecord)
    .filter((object) => !isTrue(object['deleted']))
    .map((object) => readObject(object))
  const parts = given.flatMap((one) => one.parts)
  const repeated = new Set(given.flatMap((one) => [...one.repeated]))
  const attributes = [...asList(event['Attribute']).map(asRecord), ...parts]
  for (const [index, attribute] of attributes.entries()) {
    const isDeleted = isTrue(attribute['deleted'])
    const isContext = !isTrue(attribute['to_ids'])
    if (isDeleted && isContext) continue
    if (attribute['type'] === undefined) {
      if (!isDeleted) rejected.push({ index, reason: 'an attribute without a type' })
    } else if (isContext) {
      contextCount++
      if (!repeated.has(attribute)) ids.set(attribute, frame.addContext(attribute))
    } else {
      const made = frame.addIndicator(attribute)
      if ('id' in made) ids.set(attribute, made.id)
      else if (!isDeleted) rejected.push({ index, reason: made.reason })
    }
  }
  for (const { object, parts: own } of given) {
    const named = own.map((part) => ids.get(part) ?? '').filter((id) => id !== '')
    frame.addObject(object, [...new Set(named)])
  }
  for (const { object } of given) frame.addReferences(object)
  return { objects: frame.objects(), rejected, contextCount }
}

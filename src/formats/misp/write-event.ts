import { strictestTlp, type Tlp, tlpOfObject } from '../stix/index.ts'
import { tagOfCluster } from './clusters.ts'
import { asList, asRecord, asText } from './read.ts'
import { writeSightings } from './sightings.ts'
import type { Json } from './stix-head.ts'
import { tagOfPhase } from './tags.ts'
import { attributeHead, contextAttributes, indicatorValue } from './write-attribute.ts'
import { indexWorld, pick, type World } from './world.ts'
import { isMispObject, novaObject, refsOf, writeObject } from './write-object.ts'

/** What a recipient holds of an indicator: one that is not active is context, and no longer for detection. */
export interface AttributeLife {
  readonly isActive: boolean
  readonly tags: readonly string[]
}

/** What an event says of itself. `sourceDefault` is the TLP of objects without a marking. */
export interface EventHead {
  readonly uuid: string
  readonly info: string
  /** Day of the event, `YYYY-MM-DD`. */
  readonly date: string
  /** Epoch seconds of the last change. */
  readonly timestamp: number
  readonly organisation: { readonly name: string; readonly uuid: string }
  readonly sourceDefault: Tlp
  readonly isPublished?: boolean
  readonly tags?: readonly string[]
  /** `threat_level_id`, `analysis`, `distribution`, where the event had them. */
  readonly kept?: Readonly<Record<string, string>>
  /** What is held of indicators, by id; of those that are not in it nothing is. */
  readonly lives?: ReadonlyMap<string, AttributeLife>
  /** The report that the event is: its own marking counts like that of its parts. */
  readonly object?: Json
  /** Everything that the event's objects may refer to; the objects themselves if left out. */
  readonly world?: World
}

export interface WrittenEvent {
  readonly event: { readonly Event: Json }
  /** Indicators and observed data that MISP cannot say. */
  readonly left: ReadonlyArray<{ readonly id: string; readonly reason: string }>
}

/**
 * STIX 2.1 objects as a MISP event: docs/reference/misp.md has the mapping. UUIDs are kept. The event bears the strictest
 * TLP of its parts. Revoked indicators are deleted attributes. Total.
 */
export function mispEventOf(objects: readonly Json[], head: EventHead): WrittenEvent {
  const writer = new EventWriter(head, head.world ?? indexWorld(objects))
  const inObjects = objects.filter(isMispObject)
  const taken = new Set(inObjects.flatMap(refsOf))
  const attributes: Json[] = []
  const written: Json[] = []
  for (const object of objects.filter(({ id }) => !taken.has(asText(id)))) {
    const attribute = writer.attributesOf(object)
    if (asText(object['pattern_type']) === 'nova')
      written.push(...attribute.map((one) => novaObject(one, object)))
    else attributes.push(...attribute)
  }
  const members = new Map(objects.map((one) => [asText(one['id']), one]))
  for (const grouping of inObjects) {
    const parts = pick(members, refsOf(grouping))
    const own = parts.flatMap((part) => writer.attributesOf(part))
    if (own.length > 0) written.push(writeObject(grouping, own, writer.referencesOf(grouping)))
  }
  const tlp = strictestTlp(writer.levels) ?? head.sourceDefault
  const Event = {
    uuid: head.uuid,
    info: head.info,
    date: head.date,
    timestamp: String(head.timestamp),
    publish_timestamp: String(head.timestamp),
    published: head.isPublished ?? true,
    analysis: '2',
    threat_level_id: '4',
    ...head.kept,
    Orgc: head.organisation,
    Tag: [`tlp:${tlp}`, ...(head.tags ?? [])].map((name) => ({ name })),
    Attribute: attributes,
    Object: written,
  }
  return { event: { Event }, left: writer.left }
}

class EventWriter {
  readonly #head: EventHead
  readonly #world: World
  readonly levels: Tlp[] = []
  readonly left: Array<{ id: string; reason: string }> = []

  constructor(head: EventHead, world: World) {
    this.#head = head
    this.#world = world
    if (head.object !== undefined)
      this.levels.push(tlpOfObject(head.object, world.known, head.sourceDefault))
  }

  referencesOf(grouping: Json): readonly Json[] {
    return this.#world.from.get(asText(grouping['id'])) ?? []
  }

  /** The attributes that an object is: one of an indicator, several of observed data, none of what is no attribute. */
  attributesOf(object: Json): Json[] {
    const { type } = object
    if (type === 'indicator') return this.#indicator(object)
    if (type !== 'observed-data' && type !== 'note') return []
    const seconds = String(this.#head.timestamp)
    const attributes = contextAttributes(object, this.#world.byId, seconds)
    if (attributes.length === 0)
      this.left.push({ id: asText(object['id']), reason: 'MISP has no type for what was observed' })
    const Tag = attributes.length === 0 ? [] : this.#tags(object, [])
    return attributes.map((attribute) => ({ ...attribute, Tag }))
  }

  #indicator(object: Json): Json[] {
    const id = asText(object['id'])
    const value = indicatorValue(object)
    if (value === undefined) {
      const reason = `MISP has no type for rules in ${asText(object['pattern_type'])}`
      this.left.push({ id, reason })
      return []
    }
    const life = this.#head.lives?.get(id)
    const from = asText(object['valid_from'])
    // The event's own day is what stands for an attribute that says nothing.
    const isOwnTime =
      from !== '' && !(hasMispType(object) && from.startsWith(`${this.#head.date}T00:00:00`))
    const name = asText(object['name'])
    const Sighting = writeSightings(object, this.#world)
    return [
      {
        ...attributeHead(object, value, String(this.#head.timestamp)),
        comment: name === this.#head.info.slice(0, name.length) ? '' : name,
        to_ids: life?.isActive ?? true,
        ...(isOwnTime ? { first_seen: from } : {}),
        Tag: this.#tags(object, [...this.#actorTags(id), ...(life?.tags ?? [])]),
        ...(Sighting.length === 0 ? {} : { Sighting }),
      },
    ]
  }

  #tags(object: Json, more: readonly string[]): Json[] {
    const tlp = tlpOfObject(object, this.#world.known, this.#head.sourceDefault)
    this.levels.push(tlp)
    const phases = asList(object['kill_chain_phases'])
      .map(asRecord)
      .flatMap((one) => tagOfPhase(asText(one['kill_chain_name']), asText(one['phase_name'])) ?? [])
    const labels = asList(object['labels']).map(asText)
    return [...new Set([`tlp:${tlp}`, ...labels, ...phases, ...more])]
      .filter((name) => name !== '')
      .map((name) => ({ name }))
  }

  /** The actors, techniques and malware that an indicator indicates. */
  #actorTags(id: string): string[] {
    return (this.#world.from.get(id) ?? [])
      .filter((one) => one['relationship_type'] === 'indicates')
      .map((one) => this.#world.byId.get(asText(one['target_ref'])))
      .flatMap((target) => (target === undefined ? [] : (tagOfCluster(target) ?? [])))
  }
}

function hasMispType(object: Json): boolean {
  return asText(object['x_misp_type']) !== ''
}

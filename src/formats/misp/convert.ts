import { derivedUuid } from './derived-uuid.ts'
import { parseInstant } from '../../core/index.ts'
import { TLP_MARKINGS } from '../stix/index.ts'
import { attributePattern } from './attribute-patterns.ts'
import { actorsOf, type Cluster, clustersOf, tagsOf, techniquesOf } from './clusters.ts'
import { asList, asRecord, asText, isTrue } from './read.ts'
import { confidenceOf, tlpOf } from './tags.ts'

/** A STIX 2.1 object as it goes on the wire. */
type StixJson = Readonly<Record<string, unknown>>

/** A MISP event as STIX: one indicator an attribute meant for detection, its source, actors and techniques. */
export interface ConvertedEvent {
  readonly objects: readonly StixJson[]
  /** Attributes that cannot be used; `index` counts the event's attributes, those of its objects after them. */
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly reason: string }>
  /** Attributes that are not meant for detection (`to_ids` false). */
  readonly contextCount: number
}

type Json = Readonly<Record<string, unknown>>
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a JSON value has the shape `{"Event": {…}}`. */
export function isMispEvent(value: unknown): boolean {
  return Object.keys(asRecord(asRecord(value)['Event'])).length > 0
}

/** Converts `{"Event": {…}}`. Total: what cannot be used is reported in `rejected`. */
export function convertMispEvent(value: unknown): ConvertedEvent {
  const event = asRecord(asRecord(value)['Event'])
  const changed = instantOf(event['timestamp']) ?? parseInstant(asText(event['date']))
  const frame = new EventFrame(event, changed)
  const rejected: Array<{ index: number; reason: string }> = []
  let contextCount = 0
  for (const [index, attribute] of attributesOf(event).entries()) {
    if (isTrue(attribute['deleted'])) continue
    if (attribute['type'] === undefined)
      rejected.push({ index, reason: 'an attribute without a type' })
    else if (!isTrue(attribute['to_ids'])) contextCount++
    else {
      const reason = frame.addAttribute(attribute)
      if (reason !== '') rejected.push({ index, reason })
    }
  }
  return { objects: frame.objects(), rejected, contextCount }
}

function attributesOf(event: Json): Json[] {
  const inObjects = asList(event['Object'])
    .map(asRecord)
    .filter((object) => !isTrue(object['deleted']))
    .flatMap((object) => {
      const parts = asList(object['Attribute']).map(asRecord)
      return object['name'] === 'nova-rule' ? parts.map(ofNovaRule) : parts
    })
  return [...asList(event['Attribute']), ...inObjects].map(asRecord)
}

/** A `nova-rule` object holds its whole rule in one attribute; the others repeat parts of it. */
function ofNovaRule(attribute: Json): Json {
  if (attribute['object_relation'] !== 'raw-rule') return { ...attribute, to_ids: false }
  return { ...attribute, type: 'nova', to_ids: true }
}

/** What the attributes of one event share. */
class EventFrame {
  readonly #event: Json
  readonly #changed: string | undefined
  readonly #tags: readonly string[]
  readonly #clusters: readonly Cluster[]
  readonly #maker: StixJson
  readonly #objects = new Map<string, StixJson>()

  constructor(event: Json, changed: string | undefined) {
    this.#event = event
    this.#changed = changed
    this.#tags = tagsOf(event)
    this.#clusters = clustersOf(event)
    const maker = asRecord(event['Orgc'])
    const name = asText(maker['name']) || 'unnamed organisation'
    const times = { created: '1970-01-01T00:00:00.000Z', modified: '1970-01-01T00:00:00.000Z' }
    const id = `identity--${uuidOf(asText(maker['uuid']), `organisation ${name}`)}`
    this.#maker = { type: 'identity', spec_version: '2.1', id, ...times, name }
  }

  objects(): StixJson[] {
    const clusters = this.#changed === undefined ? [] : this.#clusters
    for (const cluster of clusters) this.#addCluster(cluster, this.#changed ?? '')
    return [this.#maker, ...this.#objects.values()]
  }

  /** Adds the indicator of an attribute; gives why it cannot, or ''. */
  addAttribute(attribute: Json): string {
    const uuid = asText(attribute['uuid'])
    const value = asText(attribute['value'])
    const modified = instantOf(attribute['timestamp']) ?? this.#changed
    const seen = asText(attribute['first_seen'])
    const validFrom =
      (seen === '' ? parseInstant(asText(this.#event['date'])) : parseInstant(seen)) ?? ''
    if (!UUID.test(uuid)) return 'an attribute without a UUID'
    if (value.trim() === '') return 'an attribute without a value'
    if (modified === undefined)
      return 'neither the attribute nor its event says when it was changed'
    if (seen !== '' && validFrom === '') return 'first_seen is not an instant'
    const tags = [...this.#tags, ...tagsOf(attribute)]
    const tlp = tlpOf(tags)
    const confidence = confidenceOf(tagsOf(attribute)) ?? confidenceOf(this.#tags)
    const { pattern, patternType } = attributePattern(asText(attribute['type']), value)
    const id = `indicator--${uuid.toLowerCase()}`
    this.#objects.set(id, {
      ...this.#head('indicator', id, modified),
      name: (asText(attribute['comment']) || asText(this.#event['info'])).slice(0, 200),
      pattern,
      pattern_type: patternType,
      valid_from: validFrom === '' ? modified : validFrom,
      ...(tlp === undefined ? {} : { object_marking_refs: [markingOf(tlp)] }),
      ...(confidence === undefined ? {} : { confidence }),
    })
    this.#linkActors(id, attribute, modified)
    return ''
  }

  /** An attribute's own clusters say more of it than its event's. */
  #linkActors(id: string, attribute: Json, modified: string): void {
    const own = clustersOf(attribute)
    const ownActors = actorsOf(own)
    const actors = ownActors.length > 0 ? ownActors : actorsOf(this.#clusters)
    const techniques = [...techniquesOf(own), ...techniquesOf(this.#clusters)]
    for (const cluster of [...actors, ...techniques]) {
      const target = this.#addCluster(cluster, modified)
      if (target === '') continue
      const link = `relationship--${uuidOf('', `${id} indicates ${target}`)}`
      this.#objects.set(link, {
        ...this.#head('relationship', link, modified),
        relationship_type: 'indicates',
        source_ref: id,
        target_ref: target,
      })
    }
  }

  /** Adds the object of an actor or technique; gives its id, '' for clusters of other galaxies. */
  #addCluster(cluster: Cluster, modified: string): string {
    const isActor = actorsOf([cluster]).length > 0
    if (!isActor && techniquesOf([cluster]).length === 0) return ''
    const type = isActor ? 'intrusion-set' : 'attack-pattern'
    const name = cluster.name
    const id = `${type}--${uuidOf(cluster.uuid, `${cluster.galaxy} ${name.toLowerCase()}`)}`
    const known = this.#objects.get(id)
    if (known !== undefined && asText(known['modified']) <= modified) return id
    this.#objects.set(id, {
      ...this.#head(type, id, modified),
      name,
      ...(cluster.synonyms.length > 0 && isActor ? { aliases: cluster.synonyms } : {}),
      ...(cluster.description === '' ? {} : { description: cluster.description }),
      ...(cluster.code === ''
        ? {}
        : { external_references: [{ source_name: 'mitre-attack', external_id: cluster.code }] }),
    })
    return id
  }

  #head(type: string, id: string, modified: string): StixJson {
    const maker = this.#maker['id']
    return { type, spec_version: '2.1', id, created: modified, modified, created_by_ref: maker }
  }
}

/** Epoch seconds as text. */
function instantOf(value: unknown): string | undefined {
  const seconds = Number(asText(value) || Number.NaN)
  const isInRange = seconds > 0 && seconds < 10_000_000_000
  return isInRange ? new Date(seconds * 1000).toISOString() : undefined
}

function markingOf(tlp: string): string {
  // Of the two ids of a level the later one in the table is that of TLP 2.0.
  const ids = Object.entries(TLP_MARKINGS).filter(([, level]) => level === tlp)
  return ids.at(-1)?.[0] ?? ''
}

/** The given UUID, or one that the same text always gives (version 8, of a SHA-256). */
function uuidOf(given: string, text: string): string {
  if (UUID.test(given)) return given.toLowerCase()
  return derivedUuid(text)
}

import { parseInstant } from '../../core/index.ts'
import { markingOfTlp } from '../stix/index.ts'
import { attributePattern } from './attribute-patterns.ts'
import {
  actorsOf,
  type Cluster,
  clusterHead,
  clustersOf,
  tagsOf,
  techniquesOf,
} from './clusters.ts'
import { contextObjects, mispProperties } from './context.ts'
import { isNovaRule, objectProperties, relationName } from './object-parts.ts'
import { asList, asRecord, asText, isTrue } from './read.ts'
import { readSightings } from './sightings.ts'
import { headOf, identityOf, instantOf, type Json, UUID, uuidOf } from './stix-head.ts'
import { confidenceOf, killChainOf, labelsOf, tlpOf } from './tags.ts'

/** The STIX objects of one event, each once, in the order in which they were made. */
export class EventFrame {
  readonly #event: Json
  readonly #changed: string | undefined
  readonly #tags: readonly string[]
  readonly #clusters: readonly Cluster[]
  readonly #maker: Json
  readonly #began: string
  readonly #objects = new Map<string, Json>()
  /** What stands for a UUID of MISP. */
  readonly #places = new Map<string, string>()

  constructor(event: Json) {
    this.#event = event
    this.#changed = instantOf(event['timestamp']) ?? parseInstant(asText(event['date']))
    this.#tags = tagsOf(event)
    this.#clusters = clustersOf(event)
    this.#maker = identityOf(asRecord(event['Orgc']))
    this.#began = parseInstant(asText(event['date'])) ?? ''
  }

  /** Everything, the event itself last: it names the rest. */
  objects(): Json[] {
    const changed = this.#changed
    if (changed !== undefined) for (const one of this.#clusters) this.addCluster(one, changed)
    const report = changed === undefined ? [] : this.#report(changed)
    return [this.#maker, ...this.#objects.values(), ...report]
  }

  /** The id of the object that stands for the event. */
  get id(): string {
    const type = isTrue(this.#event['published']) ? 'report' : 'grouping'
    const info = asText(this.#event['info'])
    return `${type}--${uuidOf(asText(this.#event['uuid']), `event ${info} ${this.#began}`)}`
  }

  add(objects: readonly Json[]): void {
    for (const object of objects) {
      const id = asText(object['id'])
      if (!this.#objects.has(id)) this.#put(id, object)
    }
  }

  #put(id: string, object: Json): void {
    this.#objects.set(id, object)
    const uuid = id.split('--')[1] ?? ''
    if (!this.#places.has(uuid)) this.#places.set(uuid, id)
  }

  head(type: string, id: string, modified: string): Json {
    return headOf({ maker: asText(this.#maker['id']), began: this.#began }, type, id, modified)
  }

  /** When a part was changed, by its own word or by its event's. */
  changeOf(part: Json): string | undefined {
    return instantOf(part['timestamp']) ?? this.#changed
  }

  /** Adds what an attribute that is not meant for detection says; gives the id of the object that stands for it, or ''. */
  addContext(attribute: Json): string {
    const modified = this.changeOf(attribute)
    if (modified === undefined) return ''
    const own = tagsOf(attribute)
    const marks = { ...this.#marking([...this.#tags, ...own]), ...labels(own) }
    const share = { maker: asText(this.#maker['id']), began: this.#began, modified, event: this.id }
    const objects = contextObjects(attribute, share, marks)
    this.add(objects)
    return asText(objects[0]?.['id'])
  }

  /** Adds the indicator of an attribute; gives its id, or why there is none. */
  addIndicator(attribute: Json): { readonly id: string } | { readonly reason: string } {
    const uuid = asText(attribute['uuid'])
    const value = asText(attribute['value'])
    const modified = this.changeOf(attribute)
    const seen = asText(attribute['first_seen'])
    const validFrom = seen === '' ? this.#began : (parseInstant(seen) ?? '')
    if (!UUID.test(uuid)) return { reason: 'an attribute without a UUID' }
    if (value.trim() === '') return { reason: 'an attribute without a value' }
    if (modified === undefined)
      return { reason: 'neither the attribute nor its event says when it was changed' }
    if (seen !== '' && validFrom === '') return { reason: 'first_seen is not an instant' }
    const own = tagsOf(attribute)
    const confidence = confidenceOf(own) ?? confidenceOf(this.#tags)
    const type = asText(attribute['type'])
    const { pattern, patternType } = attributePattern(type, value)
    const id = `indicator--${uuid.toLowerCase()}`
    const marking = this.#marking([...this.#tags, ...own])
    const phases = killChainOf([...own, ...this.#tags])
    const { objects, expiredAt } = readSightings(attribute, id, marking)
    this.add([
      {
        ...this.head('indicator', id, modified),
        name: (asText(attribute['comment']) || asText(this.#event['info'])).slice(0, 200),
        pattern,
        pattern_type: patternType,
        ...life(validFrom === '' ? modified : validFrom, expiredAt, isTrue(attribute['deleted'])),
        ...(phases.length === 0 ? {} : { kill_chain_phases: phases }),
        ...labels(own),
        ...marking,
        ...(confidence === undefined ? {} : { confidence }),
        ...mispProperties(attribute),
        // A port beside an address, for one, is in no pattern.
        ...(type.includes('|') || type === 'malware-sample' ? { x_misp_value: value } : {}),
      },
      ...objects,
    ])
    this.#linkClusters(id, attribute, modified)
    return { id }
  }

  /** An attribute's own clusters say more of it than its event's. */
  #linkClusters(id: string, attribute: Json, modified: string): void {
    const own = clustersOf(attribute)
    const ownActors = actorsOf(own)
    const actors = ownActors.length > 0 ? ownActors : actorsOf(this.#clusters)
    const techniques = [...techniquesOf(own), ...techniquesOf(this.#clusters)]
    for (const cluster of [...actors, ...techniques]) {
      const target = this.addCluster(cluster, modified)
      if (target === '') continue
      const link = `relationship--${uuidOf('', `${id} indicates ${target}`)}`
      this.add([
        {
          ...this.head('relationship', link, modified),
          relationship_type: 'indicates',
          source_ref: id,
          target_ref: target,
        },
      ])
    }
  }

  /** Adds the grouping that an object of MISP is: `refs` stand for its attributes. A NOVA rule is its indicator alone. */
  addObject(object: Json, refs: readonly string[]): void {
    const [first] = refs
    const modified = this.changeOf(object)
    if (first === undefined || modified === undefined) return
    const given = asText(object['uuid'])
    if (isNovaRule(object)) {
      this.#places.set(given.toLowerCase(), first)
      return
    }
    const id = `grouping--${uuidOf(given, `object ${first}`)}`
    const marks = this.#marking(this.#tags)
    this.add([
      {
        ...this.head('grouping', id, modified),
        ...objectProperties(object),
        object_refs: refs,
        ...marks,
      },
    ])
  }

  /** Adds the references of an object to other objects and attributes; what is not in the event is left out. */
  addReferences(object: Json): void {
    const places = this.#places
    const source = places.get(asText(object['uuid']).toLowerCase())
    const modified = this.changeOf(object)
    for (const reference of asList(object['ObjectReference']).map(asRecord)) {
      const target = places.get(asText(reference['referenced_uuid']).toLowerCase())
      if (source === undefined || target === undefined || modified === undefined) continue
      const kind = asText(reference['relationship_type'])
      const uuid = uuidOf(asText(reference['uuid']), `${source} ${kind} ${target}`)
      this.add([
        {
          ...this.head('relationship', `relationship--${uuid}`, modified),
          relationship_type: relationName(kind),
          source_ref: source,
          target_ref: target,
          ...this.#marking(this.#tags),
          ...(kind === relationName(kind) ? {} : { x_misp_relationship_type: kind }),
        },
      ])
    }
  }

  /** Adds the object of a cluster; gives its id, '' for clusters of galaxies that STIX has nothing for. */
  addCluster(cluster: Cluster, modified: string): string {
    const made = clusterHead(cluster)
    if (made === undefined) return ''
    const id = `${made.type}--${uuidOf(cluster.uuid, `${cluster.galaxy} ${cluster.name.toLowerCase()}`)}`
    const known = this.#objects.get(id)
    if (known !== undefined && asText(known['modified']) <= modified) return id
    const share = { maker: asText(this.#maker['id']), began: '' }
    this.#put(id, { ...headOf(share, made.type, id, modified), ...made.rest })
    return id
  }

  #marking(tags: readonly string[]): Json {
    const tlp = tlpOf(tags)
    return tlp === undefined ? {} : { object_marking_refs: [markingOfTlp(tlp)] }
  }

  #report(changed: string): Json[] {
    const refs = [...this.#objects.keys()]
    if (refs.length === 0) return []
    const { id } = this
    const isPublished = id.startsWith('report--')
    const confidence = confidenceOf(this.#tags)
    const kept = ['threat_level_id', 'analysis', 'distribution', 'date'].flatMap((name) => {
      const text = asText(this.#event[name])
      return text === '' ? [] : [[`x_misp_${name}`, text] as const]
    })
    return [
      {
        ...this.head(isPublished ? 'report' : 'grouping', id, changed),
        name: asText(this.#event['info']) || 'MISP event',
        ...(isPublished
          ? { published: instantOf(this.#event['publish_timestamp']) ?? changed }
          : { context: 'unspecified' }),
        object_refs: refs,
        ...labels(this.#tags),
        ...this.#marking(this.#tags),
        ...(confidence === undefined ? {} : { confidence }),
        ...Object.fromEntries(kept),
      },
    ]
  }
}

function labels(tags: readonly string[]): Json {
  const kept = labelsOf(tags)
  return kept.length === 0 ? {} : { labels: kept }
}

/** From when to when it counts. What had ended before it began, and what was deleted, is taken back. */
function life(from: string, expiredAt: string, isDeleted: boolean): Json {
  const isEnded = expiredAt !== '' && expiredAt <= from
  return {
    valid_from: from,
    ...(expiredAt !== '' && !isEnded ? { valid_until: expiredAt } : {}),
    ...(isEnded || isDeleted ? { revoked: true } : {}),
  }
}

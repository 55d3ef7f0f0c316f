import { asList, asRecord, asText } from './read.ts'
import { clusterOfTag } from './tags.ts'

/** A named actor or technique that an event or attribute is tagged with. */
export interface Cluster {
  readonly galaxy: string
  readonly name: string
  /** ATT&CK id such as G0007 or T1566.001, '' if the name carries none. */
  readonly code: string
  readonly uuid: string
  readonly synonyms: readonly string[]
  readonly description: string
}

/** Galaxies of actors, the one whose naming is used first. Several in one event often name the same actor. */
const ACTOR_GALAXIES = ['mitre-intrusion-set', 'threat-actor', 'microsoft-activity-group'] as const

/** Clusters of an event or attribute, from its galaxies and from its tags; each once. */
export function clustersOf(holder: Readonly<Record<string, unknown>>): Cluster[] {
  const found = new Map<string, Cluster>()
  for (const galaxy of asList(holder['Galaxy']).map(asRecord)) {
    for (const cluster of asList(galaxy['GalaxyCluster']).map(asRecord)) {
      const meta = asRecord(cluster['meta'])
      keep(found, asText(cluster['type']) || asText(galaxy['type']), asText(cluster['value']), {
        uuid: asText(cluster['uuid']),
        synonyms: asList(meta['synonyms']).map(asText),
        description: asText(cluster['description']),
      })
    }
  }
  for (const tag of tagsOf(holder)) {
    const cluster = clusterOfTag(tag)
    if (cluster === undefined) continue
    keep(found, cluster.galaxy, cluster.value, { uuid: '', synonyms: [], description: '' })
  }
  return [...found.values()]
}

function keep(
  found: Map<string, Cluster>,
  galaxy: string,
  value: string,
  rest: Pick<Cluster, 'uuid' | 'synonyms' | 'description'>,
): void {
  const parts = /^(.*?)(?: - ([GT]\d{4}(?:\.\d{3})?))?$/s.exec(value.trim())
  const name = (parts?.[1] ?? '').trim()
  const key = `${galaxy} ${name.toLowerCase()}`
  if (name !== '' && !found.has(key)) {
    found.set(key, { galaxy, name, code: parts?.[2] ?? '', ...rest })
  }
}

/** The actors that the clusters name, in the naming of one galaxy. */
export function actorsOf(clusters: readonly Cluster[]): Cluster[] {
  for (const galaxy of ACTOR_GALAXIES) {
    const actors = clusters.filter((cluster) => cluster.galaxy === galaxy)
    if (actors.length > 0) return actors
  }
  return []
}

export function techniquesOf(clusters: readonly Cluster[]): Cluster[] {
  return clusters.filter(
    ({ galaxy, code }) => galaxy === 'mitre-attack-pattern' && code.startsWith('T'),
  )
}

export function tagsOf(holder: Readonly<Record<string, unknown>>): string[] {
  return asList(holder['Tag']).map((tag) => asText(asRecord(tag)['name']))
}

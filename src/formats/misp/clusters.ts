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

/** What clusters of other galaxies are in STIX. */
const OTHER_GALAXIES: Readonly<Record<string, { readonly type: string; readonly rest: object }>> = {
  malpedia: { type: 'malware', rest: { is_family: true } },
  'mitre-malware': { type: 'malware', rest: { is_family: true } },
  ransomware: { type: 'malware', rest: { is_family: true } },
  rat: { type: 'malware', rest: { is_family: true } },
  stealer: { type: 'malware', rest: { is_family: true } },
  banker: { type: 'malware', rest: { is_family: true } },
  backdoor: { type: 'malware', rest: { is_family: true } },
  botnet: { type: 'malware', rest: { is_family: true } },
  android: { type: 'malware', rest: { is_family: true } },
  tool: { type: 'tool', rest: {} },
  'mitre-tool': { type: 'tool', rest: {} },
  sector: { type: 'identity', rest: { identity_class: 'class' } },
}
const CODED = 'mitre-attack-pattern'

/** The type and content of a cluster's object, without its head; undefined where STIX has nothing for its galaxy. */
export function clusterHead(
  cluster: Cluster,
): { readonly type: string; readonly rest: Readonly<Record<string, unknown>> } | undefined {
  const { galaxy, name, code, synonyms, description } = cluster
  const isActor = ACTOR_GALAXIES.some((one) => one === galaxy)
  const isTechnique = galaxy === CODED && code.startsWith('T')
  const other = OTHER_GALAXIES[galaxy]
  if (!isActor && !isTechnique && other === undefined) return undefined
  const hasAliases =
    synonyms.length > 0 && (isActor || other?.type === 'malware' || other?.type === 'tool')
  return {
    type: isActor ? 'intrusion-set' : isTechnique ? 'attack-pattern' : (other?.type ?? ''),
    rest: {
      name,
      ...(hasAliases ? { aliases: synonyms } : {}),
      ...(description === '' ? {} : { description }),
      ...other?.rest,
      ...(code === ''
        ? {}
        : { external_references: [{ source_name: 'mitre-attack', external_id: code }] }),
      x_misp_galaxy: galaxy,
    },
  }
}

/** The galaxy tag that stands for an actor, a technique, malware, a tool or a sector; undefined for the rest. */
export function tagOfCluster(object: Readonly<Record<string, unknown>>): string | undefined {
  const type = asText(object['type'])
  const galaxy = asText(object['x_misp_galaxy']) || USUAL_GALAXIES[type]
  const name = asText(object['name']).replaceAll('"', "'")
  if (galaxy === undefined || name === '') return undefined
  const code = asList(object['external_references'])
    .map(asRecord)
    .filter((reference) => reference['source_name'] === 'mitre-attack')
    .map((reference) => asText(reference['external_id']))
    .find((id) => /^[GT]\d{4}/.test(id))
  const isCoded = galaxy.startsWith('mitre-') && code !== undefined
  // Without its number nobody would find the technique again.
  if (galaxy === CODED && !isCoded) return undefined
  return `misp-galaxy:${galaxy}="${name}${isCoded && name !== code ? ` - ${code}` : ''}"`
}

const USUAL_GALAXIES: Readonly<Record<string, string>> = {
  'intrusion-set': 'threat-actor',
  'threat-actor': 'threat-actor',
  'attack-pattern': CODED,
  malware: 'malpedia',
  tool: 'tool',
}

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
  return clusters.filter(({ galaxy, code }) => galaxy === CODED && code.startsWith('T'))
}

export function tagsOf(holder: Readonly<Record<string, unknown>>): string[] {
  return asList(holder['Tag']).map((tag) => asText(asRecord(tag)['name']))
}

import type { Engine } from '../platform/index.ts'

/** What the intelligence given says of one actor. Objects of one name are one actor; aliases never join two. */
export interface ActorProfile {
  readonly name: string
  readonly aliases: readonly string[]
  readonly description: string
  /** ATT&CK ids that it is said to use. */
  readonly techniques: readonly string[]
  /** Countries, regions or places that its objects give as its own: codes or names as they stand. */
  readonly origins: readonly string[]
  readonly languages: readonly string[]
  /** Sectors, countries and organisations that it is said to be after, as they stand. */
  readonly targets: readonly string[]
}

interface ActorRow {
  name: string
  aliases: string[]
  description: string
  techniques: string[]
  raw: string
  ends: [relation: string, name: string, country: string, region: string][]
}

/** Properties of an actor object, standard or custom, by what they tell. */
const ORIGIN_KEYS =
  /^(?:x_)?(?:[a-z]+_)?(?:country|region|origin|state_sponsor|suspected_state_sponsor)$/
const LANGUAGE_KEYS = /^(?:x_)?(?:[a-z]+_)?languages?$/
const TARGET_KEYS =
  /^(?:x_)?(?:[a-z]+_)?(?:targets?|targeted_[a-z]+|target_[a-z]+|sectors|victims|goals)$/
const ORIGIN_RELATIONS = ['originates-from', 'located-at', 'attributed-to']
/** Values kept of one property: a list beyond it is no profile of anybody. */
const VALUES_MAX = 50

/** Reads what the intelligence says of each actor, in order of name. */
export async function readActorProfiles(engine: Engine): Promise<ActorProfile[]> {
  const rows = await engine.rows<ActorRow>(ACTORS)
  const byName = new Map<string, ActorProfile>()
  for (const row of rows) {
    const key = row.name.toLowerCase()
    const found = profileOf(row)
    const known = byName.get(key)
    byName.set(key, known === undefined ? found : joined(known, found))
  }
  return [...byName.values()]
}

function profileOf(row: ActorRow): ActorProfile {
  const related = (relations: readonly string[]): string[] =>
    row.ends
      .filter(([relation]) => relations.includes(relation))
      .flatMap(([, name, country, region]) => [country, region, name])
  return {
    name: row.name,
    aliases: row.aliases,
    description: row.description,
    techniques: row.techniques,
    origins: distinct([...valuesOf(row.raw, ORIGIN_KEYS), ...related(ORIGIN_RELATIONS)]),
    languages: distinct(valuesOf(row.raw, LANGUAGE_KEYS)),
    targets: distinct([...valuesOf(row.raw, TARGET_KEYS), ...related(['targets'])]),
  }
}

function joined(a: ActorProfile, b: ActorProfile): ActorProfile {
  const both = (of: (one: ActorProfile) => readonly string[]): string[] =>
    distinct([...of(a), ...of(b)])
  return {
    name: a.name,
    aliases: both((one) => one.aliases),
    description: distinct([a.description, b.description]).join(' '),
    techniques: both((one) => one.techniques).sort(),
    origins: both((one) => one.origins),
    languages: both((one) => one.languages),
    targets: both((one) => one.targets),
  }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))].slice(0, VALUES_MAX)
}

/** Texts, or lists of texts, under the keys that match; of MISP galaxies `meta` counts like the object itself. */
function valuesOf(raw: string, keys: RegExp): string[] {
  const object = JSON.parse(raw) as Readonly<Record<string, unknown>>
  const meta = typeof object['meta'] === 'object' && object['meta'] !== null ? object['meta'] : {}
  return [...Object.entries(object), ...Object.entries(meta)]
    .filter(([key]) => keys.test(key.toLowerCase()))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter((value): value is string => typeof value === 'string')
    .map((value) => value.slice(0, 100))
}

/** Relationships of actors lead to identities and locations; the raw object holds what no column does. */
const ACTORS = `
  WITH raws AS (
    SELECT c.id AS id, any(o.raw) AS raw
    FROM intel_current AS c
    INNER JOIN intel_objects AS o ON o.type = c.type AND o.file = c.file AND o.position = c.position
    WHERE c.type IN ('intrusion-set', 'threat-actor', 'location', 'identity') AND o.problem = ''
      AND o.type IN ('intrusion-set', 'threat-actor', 'location', 'identity')
    GROUP BY id
  ),
  ends AS (
    SELECT r.source_ref AS actor_id,
           groupArray((toString(r.relationship_type), t.name, JSONExtractString(w.raw, 'country'),
                       JSONExtractString(w.raw, 'region'))) AS found
    FROM intel_current AS r
    INNER JOIN intel_current AS t ON t.id = r.target_ref
    INNER JOIN raws AS w ON w.id = t.id
    WHERE r.type = 'relationship' AND NOT r.is_revoked AND t.type IN ('location', 'identity') AND NOT t.is_revoked
      AND (r.relationship_type IN ('targets', 'originates-from', 'located-at')
           OR r.relationship_type = 'attributed-to' AND t.type = 'location')
    GROUP BY actor_id
  )
  SELECT a.name AS name, a.aliases AS aliases, a.description AS description, a.techniques AS techniques,
         w.raw AS raw, arraySort(e.found) AS ends
  FROM intel_actors AS a
  INNER JOIN raws AS w ON w.id = a.actor_id
  LEFT JOIN ends AS e ON e.actor_id = a.actor_id
  WHERE a.name != ''
  ORDER BY lowerUTF8(a.name), a.actor_id`

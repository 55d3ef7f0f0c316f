import type { NameClaim } from './name-claim.ts'

type Json = Readonly<Record<string, unknown>>
const ACTOR_TYPES = ['intrusion-set', 'threat-actor']
const ATTACK = 'mitre-attack'

const asRecord = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const asText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const asConfidence = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= 100 ? value : undefined

/**
 * Names of actors in a published file: a MISP galaxy cluster (`{"type", "values": […]}`), STIX (ATT&CK among it), or a list of our own
 * (`{"actors": [{"name", "aliases": [{"name", "sources", "confidence"}]}]}`), or ATLAS (`{"matrices", "case-studies"}`). Names of
 * techniques stand beside those of actors, each with its number. Undefined when it is none of these. Total.
 */
export function readActorFile(value: unknown, file: string): NameClaim[] | undefined {
  const head = asRecord(value)
  if (Array.isArray(head['values']))
    return head['values'].flatMap((one) => ofGalaxy(one, head, file))
  if (Array.isArray(head['objects'])) return ofStix(head['objects'], file)
  if (Array.isArray(head['matrices'])) return ofAtlas(head)
  if (Array.isArray(head['actors'])) return head['actors'].flatMap((one) => ofOwnList(one, file))
  return undefined
}

function ofGalaxy(value: unknown, head: Json, file: string): NameClaim[] {
  const cluster = asRecord(value)
  const entry = asText(cluster['value'])
  const source = `misp-galaxy/${asText(head['type']) || asText(head['name']) || file}`
  const names = [entry, ...asList(asRecord(cluster['meta'])['synonyms']).map(asText)]
  return claimsOf(names, { entry, entryId: asText(cluster['uuid']), source, confidence: undefined })
}

function ofStix(objects: readonly unknown[], file: string): NameClaim[] {
  const all = objects.map(asRecord)
  const makers = new Map(
    all
      .filter(({ type }) => type === 'identity')
      .map((one) => [asText(one['id']), asText(one['name'])]),
  )
  const techniques = all
    .filter((one) => one['type'] === 'attack-pattern' && one['revoked'] !== true)
    .flatMap((one) => {
      const code = asList(one['external_references'])
        .map(asRecord)
        .find((reference) => reference['source_name'] === ATTACK)
      return techniqueClaims(asText(one['name']), asText(code?.['external_id']), 'ATT&CK')
    })
  const actors = all
    .filter((one) => ACTOR_TYPES.includes(asText(one['type'])) && one['revoked'] !== true)
    .flatMap((one) => {
      const codes = asList(one['external_references']).map(asRecord)
      const attack = codes
        .filter((code) => code['source_name'] === ATTACK)
        .map((code) => asText(code['external_id']))
      const maker = makers.get(asText(one['created_by_ref'])) ?? asText(one['created_by_ref'])
      const entry = asText(one['name'])
      return claimsOf([entry, ...asList(one['aliases']).map(asText), ...attack], {
        entry,
        entryId: asText(one['id']),
        source: attack.length > 0 ? 'ATT&CK' : maker || file,
        confidence: asConfidence(one['confidence']),
      })
    })
  return [...actors, ...techniques]
}

/** Techniques by number and name, and whom the case studies name; who is no more than "unknown" is nobody. */
function ofAtlas(head: Json): NameClaim[] {
  const source = asText(head['id']) || 'ATLAS'
  const techniques = asList(head['matrices'])
    .flatMap((matrix) => asList(asRecord(matrix)['techniques']))
    .map(asRecord)
    .flatMap((one) => techniqueClaims(asText(one['name']), asText(one['id']), source))
  const actors = asList(head['case-studies'])
    .map(asRecord)
    .filter(({ actor }) => asText(actor) !== '' && !/^unknown\b/i.test(asText(actor)))
    .flatMap((one) => {
      const entry = asText(one['actor'])
      return claimsOf([entry], { entry, entryId: asText(one['id']), source, confidence: undefined })
    })
  return [...techniques, ...actors]
}

function techniqueClaims(name: string, code: string, source: string): NameClaim[] {
  return code === ''
    ? []
    : claimsOf([name, code], { entry: name, entryId: code, source, confidence: undefined })
}

/** An alias counts for each source that it names; `source#Entry` says under which entry the source has it. */
function ofOwnList(value: unknown, file: string): NameClaim[] {
  const actor = asRecord(value)
  const own = asText(actor['name'])
  const entryId = asText(actor['id'])
  const aliases = asList(actor['aliases']).flatMap((given) => {
    const alias = asRecord(given)
    const confidence = asConfidence(alias['confidence'])
    const sources = asList(alias['sources']).map(asText).filter(Boolean)
    return (sources.length === 0 ? [file] : sources).flatMap((text) => {
      const [source = '', entry = own] = text.split('#')
      return claimsOf([asText(alias['name'])], { entry, entryId: '', source, confidence })
    })
  })
  return [
    ...claimsOf([own], { entry: own, entryId, source: file, confidence: undefined }),
    ...aliases,
  ]
}

function claimsOf(names: readonly string[], claim: Omit<NameClaim, 'name'>): NameClaim[] {
  if (claim.entry === '') return []
  return [...new Set(names)].filter(Boolean).map((name) => ({ name, ...claim }))
}

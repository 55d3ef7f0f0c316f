import { derivedUuid } from './derived-uuid.ts'
import { WindbreakError } from '../../core/index.ts'
import { parsePattern, printPath } from '../stix-pattern/index.ts'
import { knownMarkings, strictestTlp, type Tlp, tlpOfObject } from '../stix/index.ts'
import { typeOfLanguage, typeOfPath } from './attribute-patterns.ts'
import { asRecord, asText } from './read.ts'

type Json = Readonly<Record<string, unknown>>

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
}

export interface WrittenEvent {
  readonly event: { readonly Event: Json }
  /** Indicators that MISP cannot say. */
  readonly left: ReadonlyArray<{ readonly id: string; readonly reason: string }>
}

/** Categories that MISP takes for a type; the rest of what is written is external analysis. */
const CATEGORIES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(?:ip-|domain|hostname|url|user-agent)/, 'Network activity'],
  [/^(?:md5|sha|filename|email|x509)/, 'Payload delivery'],
]
const NOVA_TEMPLATE = { uuid: '3c4669ee-c659-40c7-93ea-d4149bded584', version: '1' }

/**
 * Indicators of STIX 2.1 objects as a MISP event: one value as an attribute of its type, other patterns as
 * `stix2-pattern`, rules as their types, NOVA rules as `nova-rule` objects. UUIDs are kept. The event bears
 * the strictest TLP of its parts. Revoked indicators are deleted attributes. Total.
 */
export function mispEventOf(objects: readonly Json[], head: EventHead): WrittenEvent {
  const known = knownMarkings(objects)
  const attributes: Json[] = []
  const novaRules: Json[] = []
  const left: Array<{ id: string; reason: string }> = []
  const levels: Tlp[] = []
  for (const object of objects.filter(({ type }) => type === 'indicator')) {
    const id = asText(object['id'])
    const value = attributeValue(object)
    if (value === undefined) {
      left.push({ id, reason: `MISP has no type for rules in ${asText(object['pattern_type'])}` })
      continue
    }
    const tlp = tlpOfObject(object, known, head.sourceDefault)
    levels.push(tlp)
    const attribute = attributeOf(
      object,
      value,
      [{ name: `tlp:${tlp}` }, ...actorTags(id, objects)],
      head,
    )
    if (value.type === 'nova') novaRules.push(novaObject(attribute, object))
    else attributes.push(attribute)
  }
  const tlp = strictestTlp(levels) ?? head.sourceDefault
  const Event = {
    uuid: head.uuid,
    info: head.info,
    date: head.date,
    timestamp: String(head.timestamp),
    publish_timestamp: String(head.timestamp),
    published: true,
    analysis: '2',
    threat_level_id: '4',
    Orgc: head.organisation,
    Tag: [{ name: `tlp:${tlp}` }],
    Attribute: attributes,
    Object: novaRules,
  }
  return { event: { Event }, left }
}

interface TypedValue {
  readonly type: string
  readonly value: string
}

function attributeValue(indicator: Json): TypedValue | undefined {
  const language = asText(indicator['pattern_type'])
  const pattern = asText(indicator['pattern'])
  if (language === 'stix') return singleValue(pattern) ?? { type: 'stix2-pattern', value: pattern }
  if (language === 'nova') return { type: 'nova', value: pattern }
  const type = typeOfLanguage(language)
  return type === undefined ? undefined : { type, value: pattern }
}

/** The value of a pattern that is one equality with a text, where MISP has a type for it. */
function singleValue(text: string): TypedValue | undefined {
  try {
    const pattern = parsePattern(text, '2.1')
    if (pattern.kind !== 'observation' || pattern.comparison.kind !== 'test') return undefined
    const { path, operator, isNegated, value } = pattern.comparison
    if (operator !== '=' || isNegated || value.kind !== 'string') return undefined
    const type = typeOfPath(printPath(path))
    // MISP trims values, and a bar would part them.
    const isPlain =
      value.value.trim() === value.value && value.value !== '' && !value.value.includes('|')
    return type === undefined || !isPlain ? undefined : { type, value: value.value }
  } catch (error) {
    if (error instanceof WindbreakError) return undefined
    throw error
  }
}

function attributeOf(
  indicator: Json,
  { type, value }: TypedValue,
  Tag: readonly Json[],
  head: EventHead,
): Json {
  const modified = Date.parse(asText(indicator['modified']))
  const seconds = Number.isNaN(modified) ? head.timestamp : Math.floor(modified / 1000)
  const from = asText(indicator['valid_from'])
  return {
    uuid: uuidOf(asText(indicator['id'])),
    type: type === 'nova' ? 'text' : type,
    category: CATEGORIES.find(([shape]) => shape.test(type))?.[1] ?? 'External analysis',
    value,
    comment: asText(indicator['name']),
    to_ids: true,
    deleted: indicator['revoked'] === true,
    disable_correlation: false,
    timestamp: String(seconds),
    ...(from === '' ? {} : { first_seen: from }),
    Tag,
  }
}

/** The actors that an indicator indicates, as tags of the galaxy of actors. */
function actorTags(id: string, objects: readonly Json[]): Json[] {
  const targets = objects
    .filter((one) => one['relationship_type'] === 'indicates' && one['source_ref'] === id)
    .map((one) => one['target_ref'])
  return objects
    .filter(
      ({ type, id: own }) =>
        (type === 'intrusion-set' || type === 'threat-actor') && targets.includes(own),
    )
    .map((actor) => asText(actor['name']).replaceAll('"', "'"))
    .map((name) => ({ name: `misp-galaxy:threat-actor="${name}"` }))
}

function novaObject(attribute: Json, indicator: Json): Json {
  const name = /^[ \t]*rule[ \t]+([A-Za-z_]\w*)/m.exec(asText(attribute['value']))?.[1]
  const uuid = asText(attribute['uuid'])
  const { timestamp, deleted } = attribute
  const part = (relation: string, value: string): Json => ({
    uuid: derivedUuid(`${uuid} ${relation}`),
    type: 'text',
    category: 'External analysis',
    object_relation: relation,
    value,
    to_ids: false,
    timestamp,
    deleted,
  })
  const description = asText(asRecord(indicator)['description'])
  return {
    uuid: derivedUuid(`${uuid} object`),
    name: 'nova-rule',
    'meta-category': 'detection',
    template_uuid: NOVA_TEMPLATE.uuid,
    template_version: NOVA_TEMPLATE.version,
    timestamp,
    deleted,
    Attribute: [
      { ...attribute, object_relation: 'raw-rule', to_ids: false },
      ...(name === undefined ? [] : [part('rule-name', name)]),
      ...(description === '' ? [] : [part('description', description)]),
    ],
  }
}

function uuidOf(id: string): string {
  return id.split('--')[1] ?? derivedUuid(id)
}

import { deterministicId } from '../stix/index.ts'
import { asRecord, asText } from './read.ts'
import { type EventShare, headOf, type Json, uuidOf } from './stix-head.ts'

const HASHES: Readonly<Record<string, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}

const VALUES: Readonly<Record<string, string>> = {
  domain: 'domain-name',
  hostname: 'domain-name',
  url: 'url',
  link: 'url',
  email: 'email-addr',
  'email-src': 'email-addr',
  'email-dst': 'email-addr',
  'email-reply-to': 'email-addr',
  'mac-address': 'mac-addr',
}

/** The observable that an attribute's value is, without an id; undefined where STIX has none for its type. */
function observableOf(type: string, value: string): Json | undefined {
  const [first = '', second = ''] = value.split('|')
  if (type === 'ip-src' || type === 'ip-dst')
    return { type: value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', value }
  const named = VALUES[type]
  if (named !== undefined) return { type: named, value }
  const hash = HASHES[type]
  if (hash !== undefined) return { type: 'file', hashes: { [hash]: value } }
  if (type === 'filename') return { type: 'file', name: value }
  const both = type.startsWith('filename|') ? HASHES[type.slice('filename|'.length)] : undefined
  if (both !== undefined) return { type: 'file', name: first, hashes: { [both]: second } }
  if (type === 'mutex') return { type: 'mutex', name: value }
  const number = /^(?:AS)?(\d{1,10})$/i.exec(value)?.[1]
  return type === 'AS' && number !== undefined
    ? { type: 'autonomous-system', number: Number(number) }
    : undefined
}

/** What MISP knows of an attribute that STIX has no place for; kept under names of our own. */
export function mispProperties(attribute: Json): Json {
  const type = asText(attribute['type'])
  const category = asText(attribute['category'])
  const relation = asText(attribute['object_relation'])
  return {
    x_misp_type: type,
    ...(category === '' ? {} : { x_misp_category: category }),
    ...(relation === '' ? {} : { x_misp_object_relation: relation }),
  }
}

/**
 * An attribute that is not meant for detection, as what it says: that something was seen (observed data with its
 * observable), or a note where STIX has no observable. Neither is an indicator, so neither can accuse. The object that
 * stands for the attribute comes first. `marks` are markings and labels.
 */
export function contextObjects(
  attribute: Json,
  share: EventShare & { readonly modified: string; readonly event: string },
  marks: Json,
): Json[] {
  const { modified, event } = share
  const type = asText(attribute['type'])
  const value = asText(attribute['value'])
  if (value.trim() === '') return []
  const uuid = uuidOf(asText(attribute['uuid']), `${event} ${type} ${value}`)
  const comment = asText(attribute['comment'])
  const own = { ...marks, ...mispProperties(attribute) }
  const observable = observableOf(type, value)
  if (observable === undefined) {
    const head = headOf(share, 'note', `note--${uuid}`, modified)
    const abstract = comment === '' ? {} : { abstract: comment }
    return [{ ...head, ...abstract, content: value, object_refs: [event], ...own }]
  }
  const id = deterministicId(observable) ?? `${String(observable['type'])}--${uuid}`
  const { labels: _, ...markings } = marks
  const seen = [asText(attribute['first_seen']), asText(attribute['last_seen'])]
  const times = seen.map((text) => new Date(text === '' ? modified : text))
  const [first, last] = times.map((time) =>
    Number.isNaN(time.getTime()) ? modified : time.toISOString(),
  )
  return [
    {
      ...headOf(share, 'observed-data', `observed-data--${uuid}`, modified),
      first_observed: first ?? modified,
      last_observed: last === undefined || last < (first ?? modified) ? first : last,
      number_observed: 1,
      object_refs: [id],
      ...own,
      ...(comment === '' ? {} : { x_misp_comment: comment }),
      x_misp_value: value,
    },
    { ...observable, spec_version: '2.1', id, ...markings },
  ]
}

/** Types of MISP for the values of STIX observables that have one property worth looking up. */
const OF_VALUES: Readonly<Record<string, string>> = {
  'ipv4-addr': 'ip-dst',
  'ipv6-addr': 'ip-dst',
  'domain-name': 'domain',
  url: 'url',
  'email-addr': 'email',
  'mac-addr': 'mac-address',
}

/** The attributes that an observable is: type and value of each. */
export function valuesOfObservable(
  observable: Json,
): Array<{ readonly type: string; readonly value: string }> {
  const type = asText(observable['type'])
  const named = OF_VALUES[type]
  if (named !== undefined) return [{ type: named, value: asText(observable['value']) }]
  if (type === 'mutex') return [{ type: 'mutex', value: asText(observable['name']) }]
  if (type === 'autonomous-system')
    return [{ type: 'AS', value: `AS${asText(observable['number'])}` }]
  if (type !== 'file') return []
  const hashes = asRecord(observable['hashes'])
  const digests = Object.entries(HASHES).map(([own, name]) => ({
    type: own,
    value: asText(hashes[name]),
  }))
  return [{ type: 'filename', value: asText(observable['name']) }, ...digests]
}

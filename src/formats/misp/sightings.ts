import { asList, asRecord, asText } from './read.ts'
import type { World } from './world.ts'
import { headOf, identityOf, instantOf, type Json, uuidOf } from './stix-head.ts'

/** What others said of an attribute: objects about it, and when it ended by their word ('' if nobody said). */
export interface ReadSightings {
  readonly objects: readonly Json[]
  readonly expiredAt: string
}

/** MISP's numbers of sorts of sightings. */
export const SEEN = '0'
export const FALSE_POSITIVE = '1'
export const EXPIRED = '2'
const CONFIRMED = '3'

/**
 * Sightings of an attribute, which the object `id` stands for: seen (0) and confirmed (3) are sightings, a false positive
 * (1) is an opinion that disagrees, and an expiration (2) ends it. Each is its organisation's word.
 */
export function readSightings(attribute: Json, id: string, marks: Json): ReadSightings {
  const objects: Json[] = []
  let expiredAt = ''
  for (const sighting of asList(attribute['Sighting']).map(asRecord)) {
    const at = instantOf(sighting['date_sighting'])
    const type = asText(sighting['type']) || SEEN
    if (at === undefined) continue
    if (type === EXPIRED) {
      if (expiredAt === '' || at < expiredAt) expiredAt = at
      continue
    }
    const reporter = identityOf(asRecord(sighting['Organisation']))
    const uuid = uuidOf(asText(sighting['uuid']), `${id} ${type} ${at} ${String(reporter['id'])}`)
    const share = { maker: String(reporter['id']), began: '' }
    const source = asText(sighting['source'])
    const more = { ...marks, ...(source === '' ? {} : { x_misp_source: source }) }
    if (type === SEEN || type === CONFIRMED)
      objects.push(reporter, {
        ...headOf(share, 'sighting', `sighting--${uuid}`, at),
        sighting_of_ref: id,
        where_sighted_refs: [reporter['id']],
        first_seen: at,
        last_seen: at,
        count: 1,
        ...more,
      })
    else if (type === FALSE_POSITIVE)
      objects.push(reporter, {
        ...headOf(share, 'opinion', `opinion--${uuid}`, at),
        opinion: 'disagree',
        object_refs: [id],
        ...more,
      })
  }
  return { objects, expiredAt }
}

/** The sightings that objects tell of an indicator, as MISP has them, in the order of time; its own end among them. */
export function writeSightings(indicator: Json, world: World): Json[] {
  const told = (world.heard.get(asText(indicator['id'])) ?? []).flatMap((one): Json[] => {
    const isSighting = one['type'] === 'sighting'
    const isOpinion = asText(one['opinion']).endsWith('disagree')
    if ((!isSighting && !isOpinion) || one['count'] === 0) return []
    const [where] = asList(one['where_sighted_refs'])
    const organisation = asText(where) || asText(one['created_by_ref'])
    const [, uuid = ''] = organisation.split('--')
    return [
      {
        uuid: asText(one['id']).split('--')[1] ?? '',
        type: isSighting ? SEEN : FALSE_POSITIVE,
        date_sighting: secondsOf(asText(one['last_seen']) || asText(one['modified'])),
        source: asText(one['x_misp_source']),
        ...(uuid === ''
          ? {}
          : { Organisation: { uuid, name: asText(world.byId.get(organisation)?.['name']) } }),
      },
    ]
  })
  const end = asText(indicator['valid_until'])
  const ended = end === '' ? [] : [{ type: EXPIRED, date_sighting: secondsOf(end), source: '' }]
  const all: Json[] = [...told, ...ended].filter((one) => one['date_sighting'] !== '')
  const key = (one: Json): string =>
    `${asText(one['date_sighting']).padStart(12, '0')} ${asText(one['uuid'])}`
  return all.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** An instant as epoch seconds in a text; '' if it is none. */
export function secondsOf(text: string): string {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? '' : String(Math.floor(ms / 1000))
}

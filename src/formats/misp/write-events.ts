import { groupBy } from '../../core/index.ts'
import type { Tlp } from '../stix/index.ts'
import { derivedUuid } from './derived-uuid.ts'
import { tagOfCluster } from './clusters.ts'
import { asList, asText } from './read.ts'
import { secondsOf } from './sightings.ts'
import type { Json } from './stix-head.ts'
import { uuidOfId } from './write-attribute.ts'
import {
  type AttributeLife,
  type EventHead,
  mispEventOf,
  type WrittenEvent,
} from './write-event.ts'
import { isMispObject, refsOf } from './write-object.ts'
import { indexWorld, pick, type World } from './world.ts'

export interface EventsOrder {
  /** Whose events those are that no object names the maker of. */
  readonly organisation: EventHead['organisation']
  readonly sourceDefault: Tlp
  readonly lives?: ReadonlyMap<string, AttributeLife>
}

const PARTS = ['indicator', 'observed-data', 'note']

/**
 * STIX 2.1 objects as MISP events, by UUID: one for each report and grouping with what it holds, and one for each maker
 * with what stands in none. What several reports hold is in the first one by id: a UUID is one attribute in MISP. Total;
 * the same objects give the same events.
 */
export function mispEventsOf(objects: readonly Json[], order: EventsOrder): WrittenEvent[] {
  const world = indexWorld(objects)
  const byId = (a: Json, b: Json): number => (asText(a['id']) < asText(b['id']) ? -1 : 1)
  const reports = objects.filter(isEvent).sort(byId)
  const taken = new Set<string>()
  const events: WrittenEvent[] = []
  for (const report of reports) {
    const members = membersOf(report, world).filter(({ id }) => !taken.has(asText(id)))
    for (const { id } of members) taken.add(asText(id))
    if (members.some(isPart))
      events.push(mispEventOf(members, headOfReport(report, members, world, order)))
  }
  const left = objects.filter(
    (one) => (isPart(one) || isMispObject(one)) && !taken.has(asText(one['id'])),
  )
  const loose = groupBy(left.sort(byId), (object) => asText(object['created_by_ref']))
  for (const maker of [...loose.keys()].sort()) {
    const members = loose.get(maker) ?? []
    if (members.some(isPart))
      events.push(mispEventOf(members, headOfMaker(maker, members, world, order)))
  }
  return events
}

function isEvent(object: Json): boolean {
  const { type } = object
  return (
    (type === 'report' || type === 'grouping') &&
    !isMispObject(object) &&
    object['revoked'] !== true
  )
}

function isPart({ type }: Json): boolean {
  return PARTS.includes(asText(type))
}

/** What a report names, and what the objects of MISP in it name. */
function membersOf(report: Json, { byId }: World): Json[] {
  const named = pick(byId, refsOf(report))
  const inner = named.filter(isMispObject).flatMap((one) => pick(byId, refsOf(one)))
  return [...new Set([...named, ...inner])]
}

function headOfReport(
  report: Json,
  members: readonly Json[],
  world: World,
  { organisation, sourceDefault, lives }: EventsOrder,
): EventHead {
  const kept = ['threat_level_id', 'analysis', 'distribution'].flatMap((name) => {
    const text = asText(report[`x_misp_${name}`])
    return text === '' ? [] : [[name, text] as const]
  })
  const day = (asText(report['published']) || asText(report['created'])).slice(0, 10)
  const clusters = members.flatMap((member) => tagOfCluster(member) ?? [])
  return {
    uuid: uuidOfId(asText(report['id'])),
    info: asText(report['name']) || 'Report',
    date: asText(report['x_misp_date']) || day,
    timestamp: Number(secondsOf(asText(report['modified'])) || 0),
    organisation: organisationOf(asText(report['created_by_ref']), world) ?? organisation,
    sourceDefault,
    isPublished: report['type'] === 'report',
    tags: [...new Set([...asList(report['labels']).map(asText), ...clusters])],
    kept: Object.fromEntries(kept),
    object: report,
    world,
    ...(lives === undefined ? {} : { lives }),
  }
}

function headOfMaker(
  maker: string,
  members: readonly Json[],
  world: World,
  { organisation, sourceDefault, lives }: EventsOrder,
): EventHead {
  const changes = members.map((member) => asText(member['modified'])).sort()
  const begins = members.map((member) => asText(member['created'])).sort()
  const named = organisationOf(maker, world) ?? organisation
  return {
    uuid: derivedUuid(`event of what ${maker} made beside its reports`),
    info: `Indicators of ${named.name}`,
    date: (begins[0] ?? '').slice(0, 10),
    timestamp: Number(secondsOf(changes.at(-1) ?? '') || 0),
    organisation: named,
    sourceDefault,
    world,
    ...(lives === undefined ? {} : { lives }),
  }
}

function organisationOf(id: string, { byId }: World): EventHead['organisation'] | undefined {
  const identity = byId.get(id)
  return identity === undefined ? undefined : { name: asText(identity['name']), uuid: uuidOfId(id) }
}

import { NAMED_ACTORS } from '../actors/actor.ts'
import { chanceOf, DAY_MS, uuid } from '../chance.ts'
import type { Settings } from '../options.ts'
import type { PlannedIndicator } from './indicator.ts'

type StixObject = Readonly<Record<string, unknown>>

const TLP = {
  white: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  green: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
  amber: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
} as const

/** The partner's STIX 2.1 bundle as JSON text, one object a line. */
export function bundleText(settings: Settings, indicators: readonly PlannedIndicator[]): string {
  const id = (type: string, name: string): string =>
    `${type}--${uuid(chanceOf(settings.seed, 'stix', type, name))}`
  const bornMs = settings.startMs - 400 * DAY_MS
  const partner = id('identity', 'partner')
  const objects: StixObject[] = [
    {
      type: 'identity',
      spec_version: '2.1',
      id: partner,
      created: time(bornMs),
      modified: time(bornMs),
      name: 'Harbour Partner Intelligence (fictitious)',
      identity_class: 'organization',
    },
    ...Object.entries(TLP).map(([colour, marking]) => ({
      type: 'marking-definition',
      spec_version: '2.1',
      id: marking,
      created: '2017-01-20T00:00:00.000Z',
      definition_type: 'tlp',
      name: `TLP:${colour.toUpperCase()}`,
      definition: { tlp: colour },
    })),
  ]
  const common = (ms: number, marking: keyof typeof TLP): StixObject => ({
    spec_version: '2.1',
    created_by_ref: partner,
    created: time(ms),
    modified: time(ms),
    object_marking_refs: [TLP[marking]],
  })
  const link = (kind: string, from: string, to: string, ms: number): StixObject => ({
    type: 'relationship',
    id: id('relationship', `${from} ${kind} ${to}`),
    ...common(ms, 'green'),
    relationship_type: kind,
    source_ref: from,
    target_ref: to,
  })
  for (const technique of new Set(NAMED_ACTORS.flatMap((actor) => actor.attack)))
    objects.push({
      type: 'attack-pattern',
      id: id('attack-pattern', technique),
      ...common(bornMs, 'white'),
      name: `Technique ${technique}`,
      external_references: [{ source_name: 'mitre-attack', external_id: technique }],
    })
  for (const actor of NAMED_ACTORS) {
    const set = id('intrusion-set', actor.name)
    objects.push({
      type: 'intrusion-set',
      id: set,
      ...common(bornMs, 'white'),
      name: actor.name,
      description: actor.description,
      aliases: actor.aliases,
      confidence: 80,
    })
    for (const technique of actor.attack)
      objects.push(link('uses', set, id('attack-pattern', technique), bornMs))
  }
  const linked = new Set<string>()
  for (const indicator of indicators) {
    const own = id('indicator', indicator.key)
    objects.push(indicatorObject(own, partner, indicator))
    if (indicator.actor === null || linked.has(own)) continue
    linked.add(own)
    objects.push(
      link('indicates', own, id('intrusion-set', indicator.actor.name), indicator.createdMs),
    )
  }
  const body = objects.map((object) => JSON.stringify(object)).join(',\n')
  return `{"type":"bundle","id":"${id('bundle', 'partner')}","objects":[\n${body}\n]}\n`
}

function indicatorObject(id: string, partner: string, indicator: PlannedIndicator): StixObject {
  const marking = indicator.confidence > 75 ? 'amber' : 'green'
  return {
    type: 'indicator',
    spec_version: '2.1',
    id,
    created_by_ref: partner,
    created: time(indicator.createdMs),
    modified: time(indicator.modifiedMs),
    name: indicator.name,
    indicator_types: ['malicious-activity'],
    pattern: indicator.pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: time(indicator.fromMs),
    ...(indicator.untilMs === null ? {} : { valid_until: time(indicator.untilMs) }),
    ...(indicator.isRevoked ? { revoked: true } : {}),
    confidence: indicator.confidence,
    object_marking_refs: [TLP[marking]],
  }
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}

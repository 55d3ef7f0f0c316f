import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { validateStix } from '../stix/index.ts'
import { convertMispEvent, mispEventsOf } from './index.ts'

type Json = Record<string, unknown>
const REAL = '../shared/data/intel'
const ORDER = {
  organisation: { name: 'Invented', uuid: '00000000-0000-4000-8000-0000000000aa' },
  sourceDefault: 'amber',
} as const

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])
const tags = (holder: Json): string[] =>
  list(holder['Tag'])
    .map(({ name }) => String(name))
    .filter((name) => !name.startsWith('tlp:'))
    .sort()

/** What must come back of an attribute, of those that are not deleted. */
const attribute = (one: Json): Json => ({
  uuid: one['uuid'],
  type: one['type'],
  category: one['category'],
  value: one['value'],
  to_ids: one['to_ids'],
  comment: one['comment'] ?? '',
  timestamp: one['timestamp'],
  relation: one['object_relation'] ?? '',
  sightings: list(one['Sighting']).map(({ type, date_sighting: at, Organisation }) => ({
    type,
    at,
    by: (Organisation as Json | undefined)?.['uuid'],
  })),
})
const attributes = (holder: Json): Json[] =>
  list(holder['Attribute'])
    .filter(({ deleted }) => deleted !== true)
    .map(attribute)
    .sort((a, b) => (String(a['uuid']) < String(b['uuid']) ? -1 : 1))

function kept(event: Json): Json {
  const organisation = event['Orgc'] as Json
  return {
    uuid: event['uuid'],
    info: event['info'],
    date: event['date'],
    timestamp: event['timestamp'],
    published: event['published'],
    threat: event['threat_level_id'],
    analysis: event['analysis'],
    organisation: { name: organisation['name'], uuid: organisation['uuid'] },
    tags: tags(event),
    attributes: attributes(event),
    objects: list(event['Object']).map((object) => ({
      uuid: object['uuid'],
      name: object['name'],
      category: object['meta-category'],
      template: object['template_uuid'],
      attributes: attributes(object),
      references: list(object['ObjectReference']).map((one) => [
        one['uuid'],
        one['relationship_type'],
        one['referenced_uuid'],
      ]),
    })),
  }
}

function backAndForth(event: Json): Json | undefined {
  const { objects } = convertMispEvent({ Event: event })
  const events = mispEventsOf(JSON.parse(JSON.stringify(objects)) as Json[], ORDER)
  return events.find((one) => one.event.Event['uuid'] === event['uuid'])?.event.Event
}

const events: Array<readonly [string, Json]> = []
if (existsSync(REAL))
  for (const name of readdirSync(REAL).filter((file) => file.endsWith('.misp.json'))) {
    const whole = JSON.parse(readFileSync(join(REAL, name), 'utf8')) as Json
    const wrapped = 'response' in whole ? list(whole['response']) : [whole]
    for (const one of wrapped) events.push([name, one['Event'] as Json])
  }

describe('MISP to STIX and back', () => {
  // Skipped where the recorded events are not beside the repository.
  it.skipIf(events.length === 0).each(events)('keeps what %s says', (_name, event) => {
    const back = backAndForth(event)
    expect(back).toBeDefined()
    expect(kept(back ?? {})).toEqual(kept(event))
  })

  it.skipIf(events.length === 0).each(events)('makes valid STIX of %s', (_name, event) => {
    const { objects, rejected } = convertMispEvent({ Event: event })
    const bundle = { type: 'bundle', id: `bundle--${String(event['uuid'])}`, objects }
    const errors = validateStix(bundle).findings.filter(({ severity }) => severity === 'error')
    expect(errors).toEqual([])
    expect(rejected).toEqual([])
  })

  it('keeps sightings, galaxies, phases, references, ports and what MISP has beside', () => {
    expect(kept(backAndForth(INVENTED) ?? {})).toEqual(kept(INVENTED))
  })

  it('makes an attribute that is not for detection no indicator', () => {
    const { objects } = convertMispEvent({ Event: INVENTED })
    const byId = new Map(objects.map((one) => [one['id'], one]))
    expect(objects.filter(({ type }) => type === 'indicator')).toHaveLength(3)
    expect(byId.get(`observed-data--${uuid(3)}`)).toMatchObject({ number_observed: 1 })
    expect(byId.get(`note--${uuid(4)}`)).toMatchObject({ content: 'a remark' })
  })

  it('takes a sighting for a sighting, a false positive for an opinion, an expiration for an end', () => {
    const { objects } = convertMispEvent({ Event: INVENTED })
    const about = `indicator--${uuid(1)}`
    const indicator = objects.find(({ id }) => id === about)
    expect(indicator).toMatchObject({ valid_until: '2026-03-01T00:00:00.000Z' })
    expect(objects.filter(({ type }) => type === 'sighting')).toMatchObject([
      { sighting_of_ref: about, count: 1, last_seen: '2026-01-10T00:00:00.000Z' },
    ])
    expect(objects.filter(({ type }) => type === 'opinion')).toMatchObject([
      { object_refs: [about], opinion: 'disagree' },
    ])
    expect(objects.find(({ id }) => id === `indicator--${uuid(2)}`)).toMatchObject({
      kill_chain_phases: [{ phase_name: 'command-and-control' }],
      revoked: true,
    })
  })
})

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

const seconds = (text: string): string => String(Date.parse(text) / 1000)
const CHANGED = seconds('2026-01-05T00:00:00Z')
const OTHER = { name: 'Invented partner', uuid: uuid(90) }
const part = (number: number, type: string, value: string, more: Json = {}): Json => ({
  uuid: uuid(number),
  type,
  category: 'Other',
  value,
  to_ids: false,
  comment: '',
  timestamp: CHANGED,
  ...more,
})

const INVENTED: Json = {
  uuid: uuid(100),
  info: 'Invented event',
  date: '2026-01-01',
  timestamp: CHANGED,
  publish_timestamp: CHANGED,
  published: true,
  threat_level_id: '2',
  analysis: '1',
  Orgc: { name: 'Invented maker', uuid: uuid(91) },
  Tag: [
    { name: 'tlp:green' },
    { name: 'admiralty-scale:source-reliability="b"' },
    { name: 'misp-galaxy:threat-actor="Invented Heron"' },
    { name: 'misp-galaxy:malpedia="Invented Loader"' },
    { name: 'misp-galaxy:mitre-attack-pattern="Invented Method - T1588.007"' },
  ],
  Attribute: [
    part(1, 'ip-dst|port', '203.0.113.9|8443', {
      to_ids: true,
      Sighting: [
        {
          uuid: uuid(81),
          type: '1',
          date_sighting: seconds('2026-01-08T00:00:00Z'),
          Organisation: OTHER,
        },
        {
          uuid: uuid(80),
          type: '0',
          date_sighting: seconds('2026-01-10T00:00:00Z'),
          Organisation: OTHER,
        },
        { type: '2', date_sighting: seconds('2026-03-01T00:00:00Z') },
      ],
    }),
    part(2, 'domain', 'gone.example', {
      to_ids: true,
      deleted: true,
      Tag: [{ name: 'kill-chain:Command and Control' }],
    }),
    part(3, 'ip-src', '203.0.113.10'),
    part(4, 'comment', 'a remark', { comment: 'by whom' }),
  ],
  Object: [
    {
      uuid: uuid(50),
      name: 'file',
      'meta-category': 'file',
      template_uuid: uuid(60),
      template_version: '24',
      timestamp: CHANGED,
      Attribute: [
        part(5, 'sha256', 'a'.repeat(64), { to_ids: true, object_relation: 'sha256' }),
        part(6, 'filename', 'invented.exe', { object_relation: 'filename' }),
        part(7, 'size-in-bytes', '17', { object_relation: 'size-in-bytes' }),
      ],
      ObjectReference: [
        { uuid: uuid(70), referenced_uuid: uuid(1), relationship_type: 'Connects to' },
        { uuid: uuid(71), referenced_uuid: uuid(51), relationship_type: 'dropped-by' },
      ],
    },
    {
      uuid: uuid(51),
      name: 'process',
      timestamp: CHANGED,
      Attribute: [part(8, 'text', 'run', { object_relation: 'command-line' })],
    },
  ],
}

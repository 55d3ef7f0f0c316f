import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../test/fixtures/store.ts'
import { importIntel, readActorProfiles } from './index.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

const id = (type: string, n: number): string =>
  `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const stamp = { created: '2025-01-01T00:00:00Z', modified: '2025-01-01T00:00:00Z' }
const relate = (n: number, kind: string, from: string, to: string): object => ({
  type: 'relationship',
  id: id('relationship', n),
  ...stamp,
  relationship_type: kind,
  source_ref: from,
  target_ref: to,
})

describe('readActorProfiles', () => {
  it('gives what objects, relationships and custom properties say, one profile a name', async () => {
    const crane = id('intrusion-set', 1)
    const objects = [
      {
        type: 'intrusion-set',
        id: crane,
        ...stamp,
        name: 'Grey Crane',
        aliases: ['Heron'],
        x_acme_country: 'IR',
        languages: ['fa'],
        goals: ['maritime'],
      },
      {
        type: 'threat-actor',
        id: id('threat-actor', 2),
        ...stamp,
        name: 'grey crane',
        aliases: ['Stork'],
      },
      { type: 'intrusion-set', id: id('intrusion-set', 3), ...stamp, name: 'Heron' },
      { type: 'location', id: id('location', 4), ...stamp, name: 'Example land', country: 'KP' },
      { type: 'identity', id: id('identity', 5), ...stamp, name: 'Example Shipyard' },
      {
        type: 'attack-pattern',
        id: id('attack-pattern', 6),
        ...stamp,
        name: 'Phishing',
        external_references: [{ source_name: 'mitre-attack', external_id: 'T1566' }],
      },
      relate(7, 'originates-from', crane, id('location', 4)),
      relate(8, 'targets', crane, id('identity', 5)),
      relate(9, 'uses', crane, id('attack-pattern', 6)),
    ]
    const path = join(store.engine.path, 'actors.json')
    writeFileSync(path, JSON.stringify({ type: 'bundle', id: id('bundle', 9), objects }))
    await importIntel(store.engine, { paths: [path], now: '2026-01-01T00:00:00Z' })
    const profiles = await readActorProfiles(store.engine)
    expect(profiles).toEqual([
      {
        name: 'Grey Crane',
        aliases: ['Heron', 'Stork'],
        description: '',
        techniques: ['T1566'],
        origins: ['IR', 'KP', 'Example land'],
        languages: ['fa'],
        targets: ['maritime', 'Example Shipyard'],
      },
      {
        name: 'Heron',
        aliases: [],
        description: '',
        techniques: [],
        origins: [],
        languages: [],
        targets: [],
      },
    ])
  })
})

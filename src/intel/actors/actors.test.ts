import { existsSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KNOWN_ACTORS } from './known-actors.ts'
import { nameKey, type NameClaim, whoIsMeant } from './name-claim.ts'
import { readActorFile } from './read-actor-file.ts'

const REAL = '../shared/data/actors.json'
const entries = (name: string, claims: readonly NameClaim[]): string[] =>
  whoIsMeant(name, claims).candidates.map(
    ({ source, entry, confidence }) => `${source}: ${entry} ${confidence}`,
  )

describe('names of actors', () => {
  it('says of a name that one source gives to several that it is ambiguous, and divides the confidence', () => {
    const meaning = whoIsMeant('imperial-kitten', KNOWN_ACTORS)
    expect(meaning.ambiguousIn).toEqual(['Microsoft'])
    expect(meaning.candidates.map(({ entry, confidence }) => [entry, confidence])).toEqual([
      ['Crimson Sandstorm', 17],
      ['Cuboid Sandstorm', 17],
      ['Smoke Sandstorm', 17],
    ])
  })

  it('never merges entries of two sources, not even of one name', () => {
    expect(entries('FANCY BEAR', KNOWN_ACTORS)).toEqual([
      'ATT&CK: APT28 50',
      'Microsoft: Forest Blizzard 50',
    ])
    expect(whoIsMeant('Fancy Bear', KNOWN_ACTORS).isDisputed).toBe(true)
    expect(entries('nobody', KNOWN_ACTORS)).toEqual([])
  })

  it.each<[string, unknown, string[]]>([
    [
      'a galaxy',
      {
        type: 'threat-actor',
        values: [{ value: 'Grey Heron', uuid: 'u', meta: { synonyms: ['Heron'] } }],
      },
      ['misp-galaxy/threat-actor: Grey Heron 50'],
    ],
    [
      'STIX',
      {
        type: 'bundle',
        objects: [
          { type: 'identity', id: 'identity--1', name: 'A CERT' },
          {
            type: 'intrusion-set',
            id: 'x',
            name: 'Crane',
            aliases: ['heron'],
            created_by_ref: 'identity--1',
            confidence: 70,
          },
          { type: 'intrusion-set', id: 'y', name: 'Gone', aliases: ['heron'], revoked: true },
        ],
      },
      ['A CERT: Crane 70'],
    ],
    [
      'ATT&CK',
      {
        objects: [
          {
            type: 'intrusion-set',
            id: 'x',
            name: 'Heron',
            external_references: [{ source_name: 'mitre-attack', external_id: 'G9999' }],
          },
        ],
      },
      ['ATT&CK: Heron 85'],
    ],
    [
      'a list of our own',
      {
        actors: [
          {
            id: 'stork',
            name: 'Stork',
            aliases: [{ name: 'Heron', sources: ['a#Crane', 'b'], confidence: 40 }, null],
          },
          null,
        ],
      },
      ['a: Crane 40', 'b: Stork 40'],
    ],
  ])('reads %s', (_, value, wanted) => {
    expect(entries('Heron', readActorFile(value, 'file') ?? [])).toEqual(wanted)
  })

  it('reads anything without failing, and finds each name that it read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('values', 'objects', 'actors'), (value, key) => {
        const claims = readActorFile({ [key]: [value, { value, name: 'n', aliases: value }] }, 'f')
        for (const { name, entry } of claims ?? [])
          expect(whoIsMeant(name, claims ?? []).candidates.map((one) => one.entry)).toContain(entry)
      }),
    )
  })

  it('finds the ambiguous names of a real list (skipped where it is not at hand)', (context) => {
    if (!existsSync(REAL)) return context.skip()
    const value = JSON.parse(readFileSync(REAL, 'utf8')) as {
      actors: { aliases: { name: string }[] }[]
    }
    const claims = readActorFile(value, 'real') ?? []
    expect(claims.length).toBeGreaterThan(100)
    for (const { name } of value.actors.flatMap(({ aliases }) => aliases))
      expect(whoIsMeant(name, claims).candidates.length).toBeGreaterThan(0)
    expect(nameKey('Velvet Chollima')).toBe('velvetchollima')
  })
})

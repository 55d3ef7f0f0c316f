import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../../platform/index.ts'
import { DAY, NOW, oracle, type World, worlds } from '../../../test/fixtures/life-worlds.ts'
import { importIntel } from '../import-intel.ts'
import { type IndicatorLife, readLife } from './read-life.ts'
import { type Lifecycle, NO_LIFECYCLE } from './lifecycle.ts'

let engine: Engine
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-test-'))
  mkdirSync(join(folder, 'store'))
  engine = await openEmbeddedEngine(join(folder, 'store'))
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const iso = (atMs: number): string => new Date(atMs).toISOString()
const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const valueOf = (world: number): string => `bad-${world}.example.org`
const sourceOf = (world: number, source: number): string =>
  `identity--${uuid(10 * world + source + 1)}`

function objectsOf({ claims }: World, world = 0): object[] {
  const long = iso(NOW - 900 * DAY)
  return claims.map(({ source, from, until, confidence, isRevoked }, index) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${uuid(10 * world + index + 1)}`,
    created: long,
    modified: long,
    created_by_ref: sourceOf(world, source),
    valid_from: iso(NOW + from * DAY),
    ...(until === undefined ? {} : { valid_until: iso(NOW + (from + until) * DAY) }),
    confidence,
    revoked: isRevoked,
    pattern: `[domain-name:value = '${valueOf(world)}']`,
    pattern_type: 'stix',
  }))
}

function lifecycleOf({ words, verdicts, letters, rule }: World, world = 0): Lifecycle {
  const at = { kind: 'domain', value: valueOf(world) }
  return {
    decisions: verdicts.map(({ verdict, day, until, score }) => ({
      ...at,
      verdict,
      score: verdict === 'keep' ? score : 0,
      until: until === undefined ? null : iso(NOW + (day + until) * DAY),
      by: 'ana',
      reason: '',
      at: iso(NOW + day * DAY),
    })),
    sightings: words.map(({ reporter, day, isFalse }) => ({
      ...at,
      reporter: String(reporter),
      isFalse,
      at: iso(NOW + day * DAY),
    })),
    rules: letters.map((_, source) => ({
      sourceId: sourceOf(world, source),
      kind: 'domain',
      ...rule,
    })),
    reliability: letters.flatMap((letter, source) =>
      letter === undefined ? [] : [{ sourceId: sourceOf(world, source), letter }],
    ),
  }
}

/** All worlds in one import, each with a value and sources of its own. */
async function livesOf(all: readonly World[]): Promise<IndicatorLife[]> {
  const path = join(folder, 'bundle.json')
  writeFileSync(path, JSON.stringify({ type: 'bundle', objects: all.flatMap(objectsOf) }))
  const said = all.map(lifecycleOf)
  const lifecycle: Lifecycle = {
    decisions: said.flatMap(({ decisions }) => decisions),
    sightings: said.flatMap(({ sightings }) => sightings),
    rules: said.flatMap(({ rules }) => rules),
    reliability: said.flatMap(({ reliability }) => reliability),
  }
  await importIntel(engine, { paths: [path], now: iso(NOW), lifecycle })
  const lives = await readLife(engine, { at: iso(NOW), limit: 1000 })
  return all.map((_, world) => {
    const life = lives.find(({ value }) => value === valueOf(world))
    if (life === undefined) throw new Error(`${valueOf(world)} is not there`)
    return life
  })
}

const PLAIN: World = {
  claims: [{ source: 0, from: -45, until: undefined, confidence: 80, isRevoked: false }],
  words: [],
  verdicts: [],
  letters: [undefined, undefined, undefined],
  rule: { lifetimeDays: 90, speed: 1, threshold: 30 },
}

describe('the life of an indicator', () => {
  it('is what the plain rules say, and score, validity and revocation agree', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(worlds, { minLength: 40, maxLength: 40 }), async (all) => {
        const lives = await livesOf(all)
        for (const [index, world] of all.entries()) {
          const { state, score, revoked, ...life } = lives[index]!
          const [from, until] = [Date.parse(life.valid_from), Date.parse(life.valid_until)]
          const wanted = oracle(world)
          expect([state, world]).toEqual([wanted.state, world])
          expect(Math.abs(score - wanted.score)).toBeLessThan(0.051)
          expect(Number.isNaN(wanted.until) || Math.abs(until - wanted.until) < 1000).toBe(true)
          expect(state === 'active').toBe(from <= NOW && NOW < until && !revoked)
          expect(score > 0).toBe(state === 'active')
          expect(revoked).toBe(state === 'revoked')
        }
      }),
      { numRuns: 6, endOnFailure: true },
    )
  }, 300_000)

  it.each<[string, Partial<World>, string, number]>([
    ['falls along the polynomial', {}, 'active', 40],
    ['ends below the threshold', { rule: { ...PLAIN.rule, threshold: 41 } }, 'expired', 0],
    [
      'is fresh again when it is seen',
      { words: [{ reporter: 0, day: 0, isFalse: false }] },
      'active',
      80,
    ],
    ['is cut by a refutation', { words: [{ reporter: 0, day: 0, isFalse: true }] }, 'expired', 0],
    [
      'follows the latest word of a reporter',
      {
        words: [
          { reporter: 0, day: -9, isFalse: false },
          { reporter: 0, day: 0, isFalse: true },
        ],
      },
      'expired',
      0,
    ],
    ['is no better than its source', { letters: ['B', undefined, undefined] }, 'active', 37.5],
    [
      'keeps the score an analyst gave, after its source took it back',
      {
        claims: [{ ...PLAIN.claims[0]!, isRevoked: true }],
        verdicts: [{ verdict: 'keep', day: -1, until: undefined, score: 66 }],
      },
      'active',
      66,
    ],
    [
      'ends when an analyst says so',
      {
        verdicts: [{ verdict: 'revoke', day: -1, until: undefined, score: 1 }],
      },
      'revoked',
      0,
    ],
    [
      'goes on by itself when the decision was taken back',
      {
        verdicts: [
          { verdict: 'revoke', day: -2, until: undefined, score: 1 },
          { verdict: 'withdraw', day: -1, until: undefined, score: 1 },
        ],
      },
      'active',
      40,
    ],
  ])('%s', async (_, change, state, score) => {
    const [life] = await livesOf([{ ...PLAIN, ...change }])
    expect(life).toMatchObject({ state, score })
  })

  it('counts a sighting object, and an opinion that disagrees, of others', async () => {
    const at = iso(NOW - DAY)
    const head = { spec_version: '2.1', created: at, modified: at }
    const target = `indicator--${uuid(1)}`
    const path = join(folder, 'told.json')
    const objects = [
      ...objectsOf(PLAIN),
      {
        ...head,
        type: 'sighting',
        id: `sighting--${uuid(2)}`,
        sighting_of_ref: target,
        last_seen: at,
      },
      { ...head, type: 'sighting', id: `sighting--${uuid(3)}`, sighting_of_ref: target, count: 0 },
      {
        ...head,
        type: 'opinion',
        id: `opinion--${uuid(4)}`,
        created_by_ref: `identity--${uuid(5)}`,
        opinion: 'strongly-disagree',
        object_refs: [target],
      },
    ]
    writeFileSync(path, JSON.stringify({ type: 'bundle', objects }))
    await importIntel(engine, { paths: [path], now: iso(NOW), lifecycle: NO_LIFECYCLE })
    const [life] = await readLife(engine, { at: iso(NOW), value: valueOf(0), limit: 1 })
    expect(life).toMatchObject({ seen: 1, false_seen: 1 })
  })
})

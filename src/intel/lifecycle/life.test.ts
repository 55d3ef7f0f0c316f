import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../../platform/index.ts'
import { importIntel } from '../import-intel.ts'
import { type IndicatorLife, readLife } from './read-life.ts'
import { type Lifecycle, NO_LIFECYCLE } from './lifecycle.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-01T00:00:00.000Z')
const FOR_EVER = Date.parse('2299-12-31T00:00:00.000Z')

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

/** One source's indicator on the value; instants are days from now. */
interface Claim {
  readonly source: number
  readonly from: number
  readonly until: number | undefined
  readonly confidence: number
  readonly isRevoked: boolean
}
interface Word {
  readonly reporter: number
  readonly day: number
  readonly isFalse: boolean
}
interface Verdict {
  readonly verdict: 'keep' | 'revoke' | 'withdraw'
  readonly day: number
  readonly until: number | undefined
  readonly score: number
}
interface World {
  readonly claims: readonly Claim[]
  readonly words: readonly Word[]
  readonly verdicts: readonly Verdict[]
  readonly letters: readonly ('A' | 'B' | 'C' | 'D' | 'E' | 'F' | undefined)[]
  readonly rule: {
    readonly lifetimeDays: number
    readonly speed: number
    readonly threshold: number
  }
}

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

interface Plain {
  readonly state: string
  readonly score: number
  readonly until: number
}

/** The rules told plainly, one value at a time. */
function oracle({ claims, words, verdicts, letters, rule }: World): Plain {
  const decision = verdicts
    .filter(({ day }) => day <= 0)
    .reduce<Verdict | undefined>(
      (last, one) => (last === undefined || one.day >= last.day ? one : last),
      undefined,
    )
  const ends =
    decision?.until === undefined ? FOR_EVER : NOW + (decision.day + decision.until) * DAY
  if (decision !== undefined && decision.verdict !== 'withdraw' && NOW < ends) {
    return decision.verdict === 'keep'
      ? { state: 'active', score: decision.score, until: ends }
      : { state: 'revoked', score: 0, until: NOW + decision.day * DAY }
  }
  const told = words.filter(({ day }) => day <= 0)
  const reporters = [...new Set(told.map(({ reporter }) => reporter))].map((reporter) => {
    const own = told.filter((word) => word.reporter === reporter)
    const day = Math.max(...own.map((word) => word.day))
    return { day, isFalse: own.some((word) => word.day === day && word.isFalse) }
  })
  const seen = reporters.filter(({ isFalse }) => !isFalse)
  const cut = (1 + seen.length) / (1 + reporters.length)
  const caps = { A: 100, B: 75, C: 50, D: 25, E: 0, F: 50 }
  const begun = claims.filter(({ from }) => from <= 0)
  if (begun.length === 0) return { state: 'not-yet-valid', score: 0, until: Number.NaN }
  const standing = begun
    .filter(({ isRevoked }) => !isRevoked)
    .map(({ source, from, until, confidence }) => {
      const letter = letters[source]
      const base = Math.min(confidence, letter === undefined ? 100 : caps[letter]) * cut
      const anchor = Math.max(from, ...seen.map(({ day }) => day))
      const days =
        base < rule.threshold ? 0 : rule.lifetimeDays * (1 - rule.threshold / base) ** rule.speed
      const end = Math.min(anchor + days, until === undefined ? Infinity : from + until)
      const score = base * (1 - (Math.max(0, -anchor) / rule.lifetimeDays) ** (1 / rule.speed))
      return { end, score: end > 0 ? score : 0 }
    })
  const until = NOW + Math.max(...standing.map(({ end }) => end)) * DAY
  if (standing.length === 0) return { state: 'revoked', score: 0, until: Number.NaN }
  const score = Math.max(...standing.map((one) => one.score))
  return { state: score > 0 ? 'active' : 'expired', score, until }
}

const day = fc.integer({ min: -400, max: 30 })
const worlds: fc.Arbitrary<World> = fc.record({
  claims: fc.array(
    fc.record({
      source: fc.integer({ min: 0, max: 2 }),
      from: day,
      until: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
      confidence: fc.integer({ min: 0, max: 100 }),
      isRevoked: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  words: fc.array(
    fc.record({ reporter: fc.integer({ min: 0, max: 3 }), day, isFalse: fc.boolean() }),
    {
      maxLength: 5,
    },
  ),
  verdicts: fc.array(
    fc.record({
      verdict: fc.constantFrom('keep' as const, 'revoke' as const, 'withdraw' as const),
      day,
      until: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
      score: fc.integer({ min: 1, max: 100 }),
    }),
    { maxLength: 2 },
  ),
  letters: fc.tuple(
    ...[0, 1, 2].map(() =>
      fc.constantFrom('A' as const, 'B' as const, 'C' as const, 'E' as const, undefined),
    ),
  ),
  rule: fc.record({
    lifetimeDays: fc.integer({ min: 1, max: 600 }),
    speed: fc.constantFrom(0.5, 1, 2, 3),
    threshold: fc.integer({ min: 1, max: 60 }),
  }),
})

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

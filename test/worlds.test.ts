import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chanceFrom } from '../bench/worlds/chance.ts'
import { KINDS } from '../bench/worlds/knobs.ts'
import { readWorldArguments, writeWorld } from '../bench/worlds/make.ts'
import { TACTICS } from '../bench/worlds/phrasebook.ts'
import { scoreWorlds } from '../bench/worlds/score.ts'
import { bookOf, LANGUAGES } from '../bench/worlds/speech.ts'
import { makeWorld, type World } from '../bench/worlds/world.ts'

interface TruthRow {
  account_id: string
  truth: string
  actor: string | null
  team: string | null
  kind: string
  directly_indicated: boolean
}

const small = { accounts: 1500, actorAccounts: 40 }

interface Found {
  actors: number
  teams: number
  unknown: number
  indicated: number
}
const NONE: Found = { actors: 0, teams: 0, unknown: 0, indicated: 0 }

/** Every shape that a world with operations may take: a third of the actor accounts is 13, give or take a late sign-up. */
function usual(found: Found): Found[] {
  return [5, 6, 7].flatMap((teams) =>
    [1, 2].flatMap((unknown) =>
      [11, 12, 13, 14, 15].map((indicated) => ({
        ...found,
        actors: 40,
        teams,
        unknown,
        indicated,
      })),
    ),
  )
}

function rowsOf<Row>(world: World, path: string): Row[] {
  return (world.files.get(path) ?? []).map((line) => JSON.parse(line) as Row)
}

function addressesOf(world: World): string[] {
  const text = [...world.files]
    .filter(([path]) => path.startsWith('usage/'))
    .map(([, lines]) => lines.join('\n'))
  const gateway = /"requester_ip_address":"([^"]+)"/g
  const trace = /"client.address","value":\{"stringValue":"([^"]+)"/g
  return text.flatMap((file) =>
    [...file.matchAll(gateway), ...file.matchAll(trace)].map((match) => match[1] ?? ''),
  )
}

describe('the world maker', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    const one = makeWorld({ ...small, seed: 'a', kind: 'mild' })
    const same = makeWorld({ ...small, seed: 'a', kind: 'mild' })
    const other = makeWorld({ ...small, seed: 'b', kind: 'mild' })
    expect([...one.files]).toEqual([...same.files])
    expect(one.files.get('accounts.jsonl')).not.toEqual(other.files.get('accounts.jsonl'))
  })

  it.each(KINDS.map((kind) => [kind]))(
    '%s keeps its promises of size, truth and address',
    (kind) => {
      const world = makeWorld({ ...small, seed: '7', kind })
      const truth = rowsOf<TruthRow>(world, 'truth/accounts.jsonl')
      const accounts = rowsOf<{ account_id: string }>(world, 'accounts.jsonl')
      expect(new Set(accounts.map((row) => row.account_id)).size).toBe(small.accounts)
      expect(truth.map((row) => row.account_id)).toEqual(accounts.map((row) => row.account_id))
      const actors = truth.filter((row) => row.truth === 'actor')
      const isNull = kind === 'null' || kind === 'lookalike'
      const teams = new Map<string | null, number>()
      for (const row of actors) teams.set(row.team, (teams.get(row.team) ?? 0) + 1)
      expect([...teams.values()].filter((size) => size < 2 || size > 10)).toEqual([])
      const unknown = new Set(
        actors.flatMap(({ actor }) => (actor?.startsWith('unknown:') ? [actor] : [])),
      )
      const indicated = actors.filter((row) => row.directly_indicated).length
      const found = { actors: actors.length, teams: teams.size, unknown: unknown.size, indicated }
      expect(isNull ? [NONE] : usual(found)).toContainEqual(found)
      const ofKind = (name: string): number => truth.filter((row) => row.kind === name).length
      expect(ofKind('stolen-key-victim')).toBeGreaterThanOrEqual(kind === 'stolen-key' ? 2 : 0)
      expect(ofKind('framed') > 0).toBe(kind === 'poison')
      const reserved = /^(?:192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\.\d+$|^2001:db8:/
      const addresses = addressesOf(world)
      expect(addresses.length).toBeGreaterThan(small.accounts)
      expect(addresses.filter((address) => !reserved.test(address))).toEqual([])
    },
  )

  it('names known operations as the intel does and hides the unknown ones from it', () => {
    const world = makeWorld({ ...small, seed: '3', kind: 'mild' })
    const bundle = JSON.parse((world.files.get('intel/bundle.json') ?? []).join('\n')) as {
      objects: Array<{ type: string; name?: string }>
    }
    const sets = bundle.objects
      .filter(({ type }) => type === 'intrusion-set')
      .map(({ name }) => name)
    const actors = new Set(
      rowsOf<TruthRow>(world, 'truth/accounts.jsonl').flatMap(({ actor }) =>
        actor === null ? [] : [actor],
      ),
    )
    for (const actor of actors) expect(sets.includes(actor)).toBe(!actor.startsWith('unknown:'))
    expect(sets.length).toBeGreaterThan(actors.size)
  })

  it('gives a crew a fresh address for each request when it rotates', () => {
    const world = makeWorld({ ...small, seed: '5', kind: 'hard' })
    const actors = new Set(
      rowsOf<TruthRow>(world, 'truth/accounts.jsonl').flatMap((row) =>
        row.truth === 'actor' ? [row.account_id] : [],
      ),
    )
    const seen = new Map<string, string[]>()
    for (const [path] of world.files) {
      if (!path.startsWith('usage/gateway')) continue
      type Line = { requester_ip_address: string; metadata: { user_api_key_user_id: string } }
      for (const line of rowsOf<Line>(world, path)) {
        const account = line.metadata.user_api_key_user_id
        if (actors.has(account))
          seen.set(account, [...(seen.get(account) ?? []), line.requester_ip_address])
      }
    }
    expect(seen.size).toBeGreaterThan(3)
    const all = [...seen.values()]
    const requests = all.reduce((sum, list) => sum + list.length, 0)
    const distinct = all.reduce((sum, list) => sum + new Set(list).size, 0)
    expect(distinct / requests).toBeGreaterThan(0.9)
  })

  it('writes the files that evaluate reads, and refuses a wrong command line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'worlds-'))
    const world = makeWorld({ accounts: 200, actorAccounts: 4, seed: 'w', kind: 'null' })
    writeWorld(world, folder)
    expect(readFileSync(join(folder, 'accounts.jsonl'), 'utf8').trimEnd().split('\n')).toEqual(
      world.files.get('accounts.jsonl'),
    )
    mkdirSync(join(folder, 'out'))
    writeFileSync(join(folder, 'out/leads.jsonl'), '')
    writeFileSync(join(folder, 'out/clusters.jsonl'), '')
    const [scored] = await scoreWorlds([folder], 's')
    expect(scored?.counts).toMatchObject({ accounts: 200, actorAccounts: 0, leads: 0 })
    rmSync(folder, { recursive: true })
    expect(() => readWorldArguments(['--out', 'x', '--seed', '1', '--kind', 'soft'])).toThrow(
      /wanted all three/,
    )
    expect(() =>
      readWorldArguments(['--out', 'x', '--seed', '1', '--kind', 'mild', '--accounts', '20']),
    ).toThrow(/at least/)
  })
})

describe('the phrasebooks', () => {
  it('hold ordinary requests in at least eight languages, with every slot known', () => {
    expect(LANGUAGES.length).toBeGreaterThanOrEqual(8)
    const titles = [
      'openers',
      'things',
      'asks',
      'coding',
      'details',
      'closers',
      'targets',
      'defence',
    ]
    for (const language of LANGUAGES) {
      const book = bookOf(language)
      for (const title of titles)
        expect(book.section(title).length, `${language} ${title}`).toBeGreaterThan(0)
      const tactics = TACTICS.flatMap((tactic) => book.section(`tactics ${tactic}`))
      expect(tactics.length).toBeGreaterThanOrEqual(2)
      const slots = [...titles.flatMap((title) => book.section(title)), ...tactics].flatMap(
        (text) => [...text.matchAll(/\{(\w+)\}/g)],
      )
      const known = ['thing', 'name', 'n', 'file', 'ident', 'host', 'target']
      expect(slots.map(([, slot]) => slot ?? '').filter((slot) => !known.includes(slot))).toEqual(
        [],
      )
    }
  })

  it('draws samples without repeats and weights in proportion', () => {
    const chance = chanceFrom('weights')
    const sample = chance.sample([1, 2, 3, 4, 5], 4)
    expect(new Set(sample).size).toBe(4)
    const hits = Array.from({ length: 4000 }, () =>
      chance.weighted([
        ['a', 3],
        ['b', 1],
      ]),
    ).filter((one) => one === 'a')
    expect(Math.abs(hits.length / 4000 - 0.75)).toBeLessThan(0.04)
  })
})

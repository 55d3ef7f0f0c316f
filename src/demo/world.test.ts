import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Difficulty,
  generateWorld,
  KIND_NAMES,
  type WorldOptions,
  type WorldSummary,
} from './index.ts'

interface Truth {
  account_id: string
  truth: 'actor' | 'benign' | 'victim'
  actor: string | null
  team: string | null
  kind: string
  directly_indicated: boolean
}

const folder = mkdtempSync(join(tmpdir(), 'demo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function linesOf<T>(path: string): T[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}

function fingerprint(root: string): Record<string, string> {
  const prints: Record<string, string> = {}
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    prints[path.slice(root.length)] = createHash('sha256').update(readFileSync(path)).digest('hex')
  }
  return prints
}

describe('a demo world', () => {
  const out = join(folder, 'one')
  let summary: WorldSummary
  let truths: Truth[]
  beforeAll(async () => {
    summary = await generateWorld({ out, seed: 'one', accounts: 2000 })
    truths = linesOf<Truth>(join(out, 'truth/accounts.jsonl'))
  })

  it('has the accounts that were asked for, and their truth', () => {
    const actors = truths.filter(({ truth }) => truth === 'actor')
    const victims = truths.filter(({ truth }) => truth === 'victim')
    expect(truths.length).toBe(2040)
    expect(new Set(truths.map(({ account_id: id }) => id)).size).toBe(2040)
    expect(actors.length).toBe(40)
    expect([1, 2]).toContain(victims.length)
    expect(new Set(actors.map(({ actor }) => actor)).size).toBe(6)
    expect(summary).toMatchObject({
      accounts: 2040,
      actorAccounts: 40,
      victimAccounts: victims.length,
    })
  })

  it('lets a third of the actor accounts touch a valid indicator', () => {
    const indicated = truths.filter((truth) => truth.directly_indicated)
    expect(indicated.length).toBe(13)
    expect(indicated.every(({ truth }) => truth === 'actor')).toBe(true)
  })

  it('has every sort of innocent look-alike', () => {
    const kinds = new Set(truths.map(({ kind }) => kind))
    expect(KIND_NAMES.filter((kind) => !kinds.has(kind))).toEqual([])
  })

  it('puts crews of two to eight together', () => {
    const sizes = new Map<string, number>()
    for (const { team, truth } of truths)
      if (team !== null && truth === 'actor') sizes.set(team, (sizes.get(team) ?? 0) + 1)
    expect([...sizes.values()].every((size) => size >= 2 && size <= 8)).toBe(true)
  })

  it('gives the same bytes for the same seed, and others for another', async () => {
    const options: Partial<WorldOptions> = { accounts: 400, days: 6, actorAccounts: 12 }
    await generateWorld({ ...options, out: join(folder, 'a'), seed: 5 })
    await generateWorld({ ...options, out: join(folder, 'b'), seed: 5 })
    await generateWorld({ ...options, out: join(folder, 'c'), seed: 6 })
    expect(fingerprint(join(folder, 'a'))).toEqual(fingerprint(join(folder, 'b')))
    expect(fingerprint(join(folder, 'a'))).not.toEqual(fingerprint(join(folder, 'c')))
  })

  it.each<[Difficulty, boolean]>([
    ['mild', true],
    ['hard', false],
  ])('lets crews of a %s world share payment: %s', async (difficulty, isShared) => {
    const hard = join(folder, difficulty)
    await generateWorld({
      out: hard,
      seed: 9,
      accounts: 100,
      actorAccounts: 60,
      days: 5,
      difficulty,
    })
    const teams = new Map(
      linesOf<Truth>(join(hard, 'truth/accounts.jsonl'))
        .filter(({ truth }) => truth === 'actor')
        .map((truth) => [truth.account_id, truth.team]),
    )
    const cards = linesOf<{ account_id: string; payment_fingerprint: string | null }>(
      join(hard, 'accounts.jsonl'),
    )
      .filter(({ account_id: id, payment_fingerprint: card }) => teams.has(id) && card !== null)
      .map(({ payment_fingerprint: card }) => card)
    expect(new Set(cards).size < cards.length).toBe(isShared)
  })

  it('refuses options that make no world', async () => {
    const bad = { out: join(folder, 'bad'), seed: 1 }
    await expect(generateWorld({ ...bad, accounts: 3 })).rejects.toThrow(/accounts is 3/)
    await expect(generateWorld({ ...bad, start: 'soon' })).rejects.toThrow(/start is soon/)
    await expect(generateWorld({ ...bad, requestsPerAccount: 0 })).rejects.toThrow(
      /requestsPerAccount/,
    )
  })
})

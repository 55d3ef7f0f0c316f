import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../src/core/index.ts'
import { generateWorld } from '../src/demo/index.ts'
import { builtBinary } from './fixtures/built-binary.ts'
import { resultOf } from './fixtures/command.ts'

const SEED = 'kill 1'
/** Kills one after the other on one store, and how many stores. */
const KILLS = 3
const STORES = 2
const root = mkdtempSync(join(tmpdir(), 'windbreak-kill-screen-'))
const world = join(root, 'world')
let binary: string

/** Runs the command line in a process of its own; kills it after so many milliseconds, if they are given. */
async function screen(name: string, killAfterMs?: number): Promise<NodeJS.Signals | number> {
  const child = spawn(
    process.execPath,
    [binary, 'screen', '--usage', join(world, 'usage')].concat(
      ['--accounts', join(world, 'accounts.jsonl'), '--intel', join(world, 'intel')],
      ['--data', join(root, name, 'data'), '--out', join(root, name, 'out')],
    ),
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const exit = once(child, 'exit')
  const timer =
    killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null]
  clearTimeout(timer)
  return signal ?? code ?? -1
}

describe('a screen that is killed', () => {
  let [wholeMs, killed] = [0, 0]
  beforeAll(async () => {
    binary = await builtBinary()
    await generateWorld({
      out: world,
      seed: 'kill',
      accounts: 150,
      actorAccounts: 12,
      requestsPerAccount: 3,
      days: 3,
    })
    const startedAt = performance.now()
    await screen('whole')
    wholeMs = performance.now() - startedAt
  }, 240_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const random = seededRandom(SEED)
  const shares = Array.from({ length: STORES }, () =>
    Array.from({ length: KILLS }, (_, kill) => (kill + random()) / KILLS),
  )
  it.each(shares.map((of) => [of.map((share) => share.toFixed(3)).join(', ')]))(
    `gives the same when killed at %s of its time and run again (seed "${SEED}")`,
    async (told) => {
      const name = `killed-${told}`
      for (const share of told.split(', ')) {
        const startedAt = performance.now()
        const ended = await screen(name, wholeMs * Number(share))
        if (ended === 'SIGKILL') killed++
        // On a machine that others use, this run may have been quicker than the one that was measured.
        else wholeMs = performance.now() - startedAt
      }
      expect(await screen(name)).toBe(0)
      expect(resultOf(join(root, name, 'out'))).toEqual(resultOf(join(root, 'whole', 'out')))
    },
    240_000,
  )

  it('finds leads when it is not killed', () => {
    expect(resultOf(join(root, 'whole', 'out'))['leads.jsonl']).toContain('"rank":5')
  })

  it('was killed before it was done at least half of the times', () => {
    expect(killed).toBeGreaterThanOrEqual((STORES * KILLS) / 2)
  })
})

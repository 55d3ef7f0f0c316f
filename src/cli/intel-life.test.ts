import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeTestRecords } from '../../test/fixtures/records.ts'
import { runCommandLine } from './index.ts'

const NOW = '2026-06-01T00:00:00.000Z'
const BAD = 'bad.example.org'

let folder: string
let data: string
let intel: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-life-'))
  data = join(folder, 'data')
  await placeTestRecords(data)
  intel = join(folder, 'intel.json')
  const at = '2026-05-20T00:00:00.000Z'
  const indicator = (number: number, pattern: string): object => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--00000000-0000-4000-8000-00000000000${number}`,
    created: at,
    modified: at,
    valid_from: at,
    confidence: 90,
    pattern,
    pattern_type: 'stix',
  })
  const objects = [
    indicator(1, `[domain-name:value = '${BAD}']`),
    indicator(2, "[ipv4-addr:value = '203.0.113.9']"),
  ]
  writeFileSync(intel, JSON.stringify({ type: 'bundle', objects }))
  const use = (account: string, ip: string): string =>
    JSON.stringify({
      ts: '2026-05-25T10:00:00Z',
      account_id: account,
      ip,
      request: { model: 'm', messages: [{ role: 'user', content: 'hello' }] },
      response: { id: account },
    })
  writeFileSync(
    join(folder, 'usage.jsonl'),
    [use('acct-a', '203.0.113.9'), use('acct-b', '198.51.100.4')].join('\n'),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await runCommandLine(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    progress: () => {},
    clearProgress: () => {},
    clock: () => NOW,
  })
  return { code, out, err }
}

const states = async (...place: string[]): Promise<string[]> => {
  const { out } = await run('intel', 'list', ...place, '--json')
  const { indicators } = JSON.parse(out) as {
    indicators: { value: string; state: string; score: number }[]
  }
  return indicators.map(({ value, state, score }) => `${value} ${state} ${score}`)
}
const decide = (...args: string[]): Promise<{ code: number; err: string }> =>
  run('intel', 'decide', '--data', data, '--by', 'ana', ...args)

describe('windbreak intel list, show, decide, decay', () => {
  it('lists values by score, and an analyst decides over the sources', async () => {
    expect(await states('--intel', intel)).toEqual([`${BAD} active 84`, '203.0.113.9 active 78'])
    await decide('--value', 'BAD.example.org', '--verdict', 'revoke', '--reason', 'a shared host')
    await decide('--value', '203.0.113.9', '--verdict', 'keep', '--score', '42')
    const place = ['--intel', intel, '--data', data]
    expect(await states(...place)).toEqual(['203.0.113.9 active 42', `${BAD} revoked 0`])
    const shown = await run('intel', 'show', ...place, '--value', BAD)
    expect(shown.out).toContain('revoke by ana: a shared host')
    await decide('--value', BAD, '--verdict', 'withdraw')
    expect(await states(...place)).toEqual([`${BAD} active 84`, '203.0.113.9 active 42'])
  }, 300_000)

  it('keeps a revoked value from screen, and lists what screen read', async () => {
    const leads = async (): Promise<string[]> => {
      const out = join(folder, 'out')
      const files = ['--usage', join(folder, 'usage.jsonl'), '--intel', intel]
      const { code } = await run('screen', ...files, '--data', data, '--out', out)
      expect(code).toBe(0)
      const lines = readFileSync(join(out, 'leads.jsonl'), 'utf8').split('\n').filter(Boolean)
      return lines.map((line) => (JSON.parse(line) as { account: string }).account)
    }
    expect(await leads()).toEqual(['acct-a'])
    await decide('--value', '203.0.113.9', '--verdict', 'revoke')
    expect(await leads()).toEqual([])
    expect(await states('--data', data)).toEqual([`${BAD} active 84`, '203.0.113.9 revoked 0'])
  }, 300_000)

  it('cuts by false sightings, rates sources and changes the rules', async () => {
    const place = ['--intel', intel, '--data', data]
    await decide('--value', BAD, '--verdict', 'false-positive')
    await decide('--value', '203.0.113.9', '--verdict', 'revoke')
    expect(await states(...place, '--state', 'active')).toEqual([`${BAD} active 42`])
    const rule = ['--kind', 'domain', '--lifetime', '12', '--threshold', '5']
    expect((await run('intel', 'decay', '--data', data, ...rule)).out).toContain('lifetime 12 days')
    expect(await states(...place, '--state', 'expired')).toEqual([`${BAD} expired 0`])
    const source = ['--source', intel, '--reliability', 'E']
    expect((await run('intel', 'decay', '--data', data, ...source)).out).toContain('reliability')
  }, 300_000)

  it.each([
    [['list'], 'found no --intel and no --data'],
    [['list', '--data', 'nowhere'], 'found no intelligence'],
    [
      ['decide', '--data', 'x', '--value', '???', '--by', 'a', '--verdict', 'keep'],
      'kind cannot be told',
    ],
    [
      ['decide', '--data', 'x', '--value', BAD, '--by', 'a', '--verdict', 'keep'],
      '--score goes with',
    ],
    [['decay', '--data', 'x', '--speed', '0'], 'wanted a number from 0.1 to 10'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run('intel', ...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

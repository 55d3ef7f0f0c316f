import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateWorld, type WorldSummary } from './index.ts'

interface Span {
  startTimeUnixNano: string
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[]
}
interface Line {
  resourceSpans?: { scopeSpans: { spans: Span[] }[] }[]
  startTime?: number | string
  requester_ip_address?: string
  end_user?: string
  messages?: {
    role: string
    content: string | null
    tool_calls?: { function: { arguments: string } }[]
  }[]
  metadata?: { user_api_key_user_id: string | null }
}
interface StixObject {
  type: string
  id: string
  modified: string
  pattern?: string
  valid_from?: string
  valid_until?: string
  revoked?: boolean
  confidence?: number
  source_ref?: string
  target_ref?: string
}

const folder = mkdtempSync(join(tmpdir(), 'demo-usage-'))
const out = join(folder, 'world')
let summary: WorldSummary
const lines = new Map<string, Line[]>()
beforeAll(async () => {
  summary = await generateWorld({ out, seed: 'usage', accounts: 1200, days: 14 })
  for (const path of summary.usageFiles) lines.set(path, readLines<Line>(path))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function readLines<T>(path: string): T[] {
  const text = readFileSync(join(out, path), 'utf8')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T)
}

const spansOf = (line: Line): Span[] =>
  (line.resourceSpans ?? []).flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
const attribute = (span: Span, key: string): string | undefined =>
  span.attributes.find((entry) => entry.key === key)?.value.stringValue

describe('usage files', () => {
  it('mix both formats, by day and by gateway, and hold every request once', () => {
    const requests = [...lines.values()].flat()
    const spans = requests.flatMap(spansOf)
    const calls = requests.filter((line) => line.messages !== undefined)
    expect(spans.length).toBeGreaterThan(1000)
    expect(calls.length).toBeGreaterThan(1000)
    expect(spans.length + calls.length).toBe(summary.requests)
    expect(summary.usageFiles).toContain('usage/otlp/2026-01-06.jsonl')
    expect(summary.usageFiles).toContain('usage/litellm-us.jsonl')
    expect(summary.requests / summary.accounts).toBeGreaterThan(6)
    expect(summary.requests / summary.accounts).toBeLessThan(11)
  })

  it('name only accounts of the directory', () => {
    const known = new Set(
      readLines<{ account_id: string }>('accounts.jsonl').map((line) => line.account_id),
    )
    const named = [...lines.values()].flat().flatMap((line) => {
      if (line.metadata !== undefined) return [line.metadata.user_api_key_user_id ?? line.end_user]
      return spansOf(line).map(
        (span) => attribute(span, 'user.id') ?? attribute(span, 'enduser.id'),
      )
    })
    expect(new Set(named).size).toBe(known.size)
    expect(named.filter((id) => id === undefined || !known.has(id))).toEqual([])
  })

  it('use both spellings of the conventions, with content as JSON text', () => {
    const spans = [...lines.values()].flat().flatMap(spansOf)
    const current = spans.filter((span) => attribute(span, 'gen_ai.input.messages') !== undefined)
    const older = spans.filter((span) => attribute(span, 'gen_ai.prompt') !== undefined)
    expect(current.length + older.length).toBe(spans.length)
    expect(older.length).toBeGreaterThan(100)
    for (const span of spans) {
      const text =
        attribute(span, 'gen_ai.input.messages') ?? attribute(span, 'gen_ai.prompt') ?? ''
      const messages = JSON.parse(text) as { role: string }[]
      expect(messages.at(-1)?.role).toBe('user')
    }
  })

  it('repeat the conversation and carry tool calls with arguments', () => {
    const calls = [...lines.values()]
      .flat()
      .flatMap((line) => (line.messages === undefined ? [] : [line.messages]))
    const longest = calls.reduce((most, messages) => Math.max(most, messages.length), 0)
    const args = calls
      .flat()
      .flatMap((message) => (message.tool_calls ?? []).map((call) => call.function.arguments))
    expect(longest).toBeGreaterThanOrEqual(9)
    expect(args.length).toBeGreaterThan(10)
    for (const text of args) expect(typeof JSON.parse(text)).toBe('object')
  })

  it('come only from reserved addresses', () => {
    const reserved =
      /^(?:198\.1[89]\.|203\.0\.113\.|198\.51\.100\.|192\.0\.2\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|2001:db8:)/
    const requests = [...lines.values()].flat()
    const addresses = [
      ...requests.flatMap((line) => line.requester_ip_address ?? []),
      ...requests.flatMap(spansOf).map((span) => attribute(span, 'client.address') ?? 'none'),
      ...readLines<{ signup_ip: string }>('accounts.jsonl').map((account) => account.signup_ip),
    ]
    expect(addresses.filter((address) => !reserved.test(address))).toEqual([])
  })
})

describe('the partner bundle', () => {
  it('has right, expired, withdrawn, future, doubtful and rewritten indicators', () => {
    const text = readFileSync(join(out, 'intel/partner.json'), 'utf8')
    const { objects } = JSON.parse(text) as { objects: StixObject[] }
    const indicators = objects.filter(({ type }) => type === 'indicator')
    const ids = new Set(objects.map(({ id }) => id))
    expect(objects.filter(({ type }) => type === 'intrusion-set').length).toBe(5)
    expect(indicators.filter(({ revoked }) => revoked === true).length).toBeGreaterThan(1)
    expect(
      indicators.filter(({ valid_until: end }) => end !== undefined && end < '2026-01-05').length,
    ).toBeGreaterThan(5)
    expect(
      indicators.filter(({ valid_from: start }) => (start ?? '') > '2026-01-19').length,
    ).toBeGreaterThan(3)
    expect(indicators.filter(({ confidence }) => (confidence ?? 0) < 20).length).toBeGreaterThan(8)
    expect(new Set(indicators.map(({ id }) => id)).size).toBeLessThan(indicators.length)
    const ends = objects
      .filter(({ type }) => type === 'relationship')
      .flatMap(({ source_ref: from, target_ref: to }) => [from ?? '', to ?? ''])
    expect(ends.filter((id) => !ids.has(id))).toEqual([])
    expect(text).not.toContain('unknown:')
  })
})

describe('a large world', () => {
  it(
    'streams: 120,000 accounts stay below 450 MB in a process of their own',
    { timeout: 180_000 },
    () => {
      const code = `
      import { readFileSync } from 'node:fs'
      import { generateWorld } from ${JSON.stringify(resolve(import.meta.dirname, 'index.ts'))}
      const options = { out: ${JSON.stringify(join(folder, 'large'))}, seed: 1, accounts: 120_000, requestsPerAccount: 1 }
      const { requests } = await generateWorld(options)
      // The most that this program held, without what the one that started it held.
      const [, kilobytes] = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))
      process.stdout.write(JSON.stringify({ requests, megabytes: kilobytes / 1024 }))`
      const text = execFileSync(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', code],
        {
          cwd: resolve(import.meta.dirname, '../..'),
          encoding: 'utf8',
        },
      )
      const { requests, megabytes } = JSON.parse(text) as { requests: number; megabytes: number }
      expect(requests).toBeGreaterThanOrEqual(120_040)
      expect(megabytes).toBeLessThan(450)
    },
  )
})

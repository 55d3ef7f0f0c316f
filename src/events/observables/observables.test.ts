import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../../platform/index.ts'
import { observablesSql } from './index.ts'

const sql = observablesSql({
  ip: 'ip',
  userAgent: 'agent',
  prompt: 'prompt',
  completion: 'completion',
  toolArgs: 'args',
})
let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windbreak-observables-'))
  engine = await openEmbeddedEngine(folder)
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

type Event = Readonly<Partial<Record<'ip' | 'agent' | 'prompt' | 'completion' | 'args', string>>>
interface Found {
  readonly kind: string
  readonly relation: string
  readonly value: string
}

/** The observables of several events, in order, in one query. */
async function observe(events: readonly Event[]): Promise<string[][]> {
  const rows = await engine.rows<{ found: Found[] }>(
    `SELECT ${sql} AS found FROM (SELECT e.1 AS at, e.2 AS ip, e.3 AS agent, e.4 AS prompt, e.5 AS completion, e.6 AS args
     FROM (SELECT arrayJoin(arrayZip(range(length({ip:Array(String)})), {ip:Array(String)}, {agent:Array(String)},
       {prompt:Array(String)}, {completion:Array(String)}, {args:Array(String)})) AS e)) ORDER BY at`,
    Object.fromEntries(
      (['ip', 'agent', 'prompt', 'completion', 'args'] as const).map((name) => [
        name,
        events.map((event) => event[name] ?? ''),
      ]),
    ),
  )
  return rows.map((row) => row.found.map((one) => `${one.kind} ${one.relation} ${one.value}`))
}

/** Golden cases: read each by eye when one changes. */
const TEXTS = readFileSync(join(import.meta.dirname, 'golden/texts.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; found: string[] })

describe('observables of a text', () => {
  let found: string[][]
  beforeAll(async () => {
    found = await observe(TEXTS.map(({ text }) => ({ prompt: text })))
  })
  for (const [index, { text, found: expected }] of TEXTS.entries())
    it(`finds ${expected.length} in ${JSON.stringify(text).slice(0, 90)}`, () => {
      expect([...(found[index] ?? [])].sort()).toEqual([...expected].sort())
    })
})

describe('observables of an event', () => {
  const cases: ReadonlyArray<readonly [string, Event, readonly string[]]> = [
    [
      'takes the client',
      { ip: '203.0.113.9', agent: ' a/1 ' },
      ['ip contact 203.0.113.9', 'user_agent contact a/1'],
    ],
    ['maps IPv6 to IPv4', { ip: '::ffff:198.51.100.7' }, ['ip contact 198.51.100.7']],
    ['shortens IPv6', { ip: '2001:DB8:0:0:0:0:0:1' }, ['ip contact 2001:db8::1']],
    ['drops a port', { ip: '203.0.113.9:4711' }, ['ip contact 203.0.113.9']],
    ['drops brackets and a port', { ip: '[2001:db8::1]:443' }, ['ip contact 2001:db8::1']],
    ['takes the first hop', { ip: '203.0.113.9, 198.51.100.1' }, ['ip contact 203.0.113.9']],
    ['keeps benchmark and shared ranges', { ip: '198.18.0.1' }, ['ip contact 198.18.0.1']],
    ...[
      '10.1.2.3',
      '127.0.0.1',
      '169.254.1.1',
      '172.16.0.1',
      '172.31.9.9',
      '192.168.1.1',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      'nonsense',
      '',
    ].map((ip) => [`leaves out the client ${ip}`, { ip }, []] as const),
    ['takes nothing from the completion', { completion: 'see evil.example and a_b_c.py' }, []],
    [
      'takes arguments as use',
      { args: '{"url":"https://evil.example/a"}' },
      ['domain use evil.example', 'url use https://evil.example/a'],
    ],
    [
      'reads paths and scripts out of JSON arguments',
      { args: '{"cmd":"type C:\\\\Users\\\\ann\\\\plan.docx\\ncurl 203.0.113.9"}' },
      ['file use plan.docx', 'ip use 203.0.113.9', 'path use C:\\Users\\ann\\plan.docx'],
    ],
    [
      'counts a value once, as use',
      { prompt: 'What is evil.example?', args: 'evil.example' },
      ['domain use evil.example'],
    ],
    [
      'keeps contact beside mention',
      { ip: '203.0.113.9', prompt: 'Who has 203.0.113.9?' },
      ['ip contact 203.0.113.9', 'ip mention 203.0.113.9'],
    ],
  ]
  for (const [name, event, expected] of cases)
    it(`event: ${name}`, async () => {
      const [found] = await observe([event])
      expect([...(found ?? [])].sort()).toEqual([...expected].sort())
    })

  it('takes a pasted list of indicators as mentions, even in a code block', async () => {
    const list = Array.from({ length: 30 }, (_, n) => `203.0.113.${n + 1}`)
    const [found] = await observe([{ prompt: `\`\`\`\n${list.join('\n')}\n\`\`\`` }])
    expect(found).toEqual(list.map((ip) => `ip mention ${ip}`))
  })

  it('keeps at most 200 observables, 40 of them names, of 512 characters', async () => {
    const many = Array.from({ length: 500 }, (_, n) => `host${n}.example`).join(' ')
    const names = Array.from({ length: 90 }, (_, n) => `crew_tool_${n} = 1;`).join('\n')
    const long = `https://evil.example/${'ü'.repeat(900)}`
    const found = await observe([
      { ip: '203.0.113.9', prompt: many },
      { prompt: names },
      { prompt: long },
    ])
    expect(found[0]).toHaveLength(199)
    expect(found[1]).toHaveLength(40)
    const url = found[2]?.find((one) => one.startsWith('url')) ?? ''
    expect(Array.from(url.slice('url mention '.length))).toHaveLength(512)
  })
})

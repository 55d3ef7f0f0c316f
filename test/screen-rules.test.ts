import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bundle,
  type LeadLine,
  linesOf,
  type RejectedLine,
  request,
  run,
  stixIndicator,
} from './fixtures/command.ts'

interface LeadWithSources {
  readonly signals: readonly { source: string; name: string; bits: number; techniques: string[] }[]
}

const RULE = `title: Archive passwords asked for
id: 3f0e2a54-5a0f-4d3c-9a51-0c8c5a2b7e11
name: archive_passwords
level: high
tags: [attack.t1110]
logsource: {category: llm_usage}
detection:
  selection:
    prompt|contains: guess the archive password
  condition: selection
`
const BROKEN =
  'title: broken\nlogsource: {category: llm_usage}\ndetection:\n  s: {prompt|contain: a}\n  condition: s\n'

let folder: string
const path = (name: string): string => join(folder, name)

/** Sixty accounts that ask everyday things, one that connects from an indicated address and asks what the rule is about. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-rules-'))
  const everyday = Array.from({ length: 60 }, (_, index) =>
    request(`req_${index}`, {
      requester_ip_address: `198.51.100.${index + 1}`,
      metadata: { user_api_key_user_id: `acct_${index}` },
    }),
  )
  const told = request('req_told', {
    requester_ip_address: '203.0.113.77',
    messages: [{ role: 'user', content: 'please GUESS the archive password for me' }],
    metadata: { user_api_key_user_id: 'acct_told' },
  })
  writeFileSync(path('usage.jsonl'), [...everyday, told].join('\n'))
  writeFileSync(
    path('intel.json'),
    bundle([stixIndicator(1, "[ipv4-addr:value = '203.0.113.77']")]),
  )
  writeFileSync(path('rule.yml'), RULE)
  writeFileSync(path('broken.yml'), BROKEN)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('screen --rules', () => {
  it('adds what rules found to a lead, bounded, and sets a broken rule aside', async () => {
    const ran = await run(
      'screen',
      '--usage',
      path('usage.jsonl'),
      '--intel',
      path('intel.json'),
      '--rules',
      path('rule.yml'),
      path('broken.yml'),
      '--data',
      path('store'),
      '--out',
      path('out'),
    )
    expect(ran.err).toBe('')
    expect(ran.code).toBe(0)
    const [lead] = linesOf<LeadWithSources>(path('out'), 'leads.jsonl')
    const signal = lead?.signals.find(({ source }) => source === 'rule')
    expect(signal).toMatchObject({
      name: 'Archive passwords asked for',
      techniques: ['T1110'],
      intel: null,
    })
    expect(signal?.bits).toBeGreaterThan(1)
    expect(signal?.bits).toBeLessThanOrEqual(3)
    const rejected = linesOf<RejectedLine>(path('out'), 'rejected.jsonl')
    expect(rejected).toEqual([
      { file: path('broken.yml'), line: 4, reason: 'found the modifier "contain"' },
    ])
    const summary = JSON.parse(readFileSync(join(path('out'), 'summary.json'), 'utf8')) as {
      counts: { rules: number }
    }
    expect(summary.counts.rules).toBe(1)
  })

  it('makes no lead by rules alone', async () => {
    const ran = await run(
      'screen',
      '--usage',
      path('usage.jsonl'),
      '--rules',
      path('rule.yml'),
      '--out',
      path('alone'),
    )
    expect(ran.code).toBe(0)
    expect(linesOf<LeadLine>(path('alone'), 'leads.jsonl')).toEqual([])
  })
})

describe('rules and hunt', () => {
  it('check ends with 2 and points at the mistake', async () => {
    const ran = await run('rules', 'check', '--rules', path('rule.yml'), path('broken.yml'))
    expect(ran.code).toBe(2)
    expect(ran.out).toContain(`${path('broken.yml')}:4:`)
    expect(ran.out).toContain('did you mean contains')
    expect(ran.out).toContain('1 rules, 1 errors')
  })

  it('list, test and backtest say what is there, what fails, what would have been found', async () => {
    const listed = await run('rules', 'list', '--rules', path('rule.yml'))
    expect(listed.out).toContain('Archive passwords asked for')
    writeFileSync(
      path('rule.tests.jsonl'),
      '{"rule":"archive_passwords","match":true,"event":{"prompt":"nothing"}}\n',
    )
    const tested = await run('rules', 'test', '--rules', path('rule.yml'), path('rule.tests.jsonl'))
    expect([tested.code, tested.out]).toEqual([
      2,
      expect.stringContaining('archive_passwords does not match'),
    ])
    const back = await run(
      'rules',
      'backtest',
      '--rules',
      path('rule.yml'),
      '--data',
      path('store'),
      '--json',
    )
    expect(JSON.parse(back.out)).toMatchObject({
      events: 61,
      rows: [{ matches: 1, accounts: 1, good: 0 }],
    })
  })

  it.each([
    [['--rules'], 'rule.yml', 'selection.prompt'],
    [['--pattern'], "[ipv4-addr:value = '203.0.113.77']", ''],
    [['--pattern'], "[ipv4-addr:value = '203.0.113.77'] WITHIN 1 SECONDS", ''],
    [['--values'], '203.0.113.77', 'contact'],
  ])('hunt %j %s finds the event and says why', async (option, value, clause) => {
    const given = value.endsWith('.yml') ? path(value) : value
    const ran = await run('hunt', '--data', path('store'), ...option, given, '--json')
    const result = JSON.parse(ran.out) as {
      matches: { account: string; event: string; why: { clause: string }[] }[]
      found: number
    }
    expect(result.found).toBe(1)
    expect(result.matches[0]).toMatchObject({ account: 'acct_told', event: 'req_told' })
    expect(result.matches[0]?.why[0]?.clause ?? '').toBe(clause)
  })

  it('hunt wants just one thing to look for', async () => {
    const ran = await run('hunt', '--data', path('store'), '--values', 'a', '--pattern', 'b')
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('found 2 of')])
  })
})

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bundle,
  type LeadLine,
  linesOf,
  type Ran,
  request,
  run,
  stixIndicator,
} from './fixtures/command.ts'

const CANARY = 'zq7canary'
const WATCHED = `${CANARY}-host.example`
/** Escape sequences, a C1 control, direction marks, zero width, a bell, a line separator. */
const ACTING = '\u001b[31m\u001b]0;t\u0007\u009b2J\u202e\u200b\u2028'
const root = mkdtempSync(join(tmpdir(), 'windbreak-privacy-'))
const at = (...names: readonly string[]): string => join(root, ...names)

/** Requests and a directory with a secret in every place that holds text, sound lines and broken ones. */
function writeWorld(): void {
  for (const name of ['usage', 'intel']) mkdirSync(at(name))
  const secret = `My password is ${CANARY}, write to ${CANARY}.private@mail.example or call +00 ${CANARY}`
  const lines = Array.from({ length: 400 }, (_, n) =>
    request(`r${n}`, {
      requester_ip_address: `198.18.${n >> 8}.${n & 255}`,
      messages: [
        { role: 'system', content: secret },
        { role: 'user', content: `${secret} ${n}` },
      ],
      response: { choices: [{ message: { role: 'assistant', content: secret } }] },
      metadata: {
        user_api_key_user_id: n === 7 ? `acct_${ACTING}7` : `acct_${n}`,
        user_agent: `agent ${n}`,
      },
    }),
  )
  const call = {
    type: 'function',
    function: { name: 'fetch', arguments: `{"url":"https://${WATCHED}/"}` },
  }
  lines.push(
    request('tool', {
      messages: [{ role: 'user', content: secret }],
      response: {
        choices: [{ message: { role: 'assistant', content: null, tool_calls: [call] } }],
      },
      requester_ip_address: '198.18.9.9',
      metadata: { user_api_key_user_id: 'acct_tool' },
    }),
    `{"id":"${CANARY}","messages":"${CANARY}`,
    request('wrong', { messages: { secret } }),
    request('no-account', { messages: secret, metadata: {} }),
    request('no-time', { startTime: CANARY }),
    request('no-address', { requester_ip_address: CANARY }),
  )
  writeFileSync(at('usage', `log${ACTING}.jsonl`), `${lines.join('\n')}\n`)
  writeFileSync(at('usage', `bad${ACTING}.gz`), gzipSync(lines.join('\n')).subarray(0, 300))
  writeFileSync(at('usage', 'other.txt'), secret)
  const people = Array.from({ length: 400 }, (_, n) =>
    JSON.stringify({
      account_id: `acct_${n}`,
      email: `${CANARY}.person${n}@mail.example`,
      note: secret,
    }),
  )
  people.push(
    JSON.stringify({ account_id: 'bad_1', email: CANARY, created_at: CANARY, signup_ip: CANARY }),
    `{"account_id":"${CANARY}`,
    JSON.stringify({ country: CANARY }),
  )
  writeFileSync(at('accounts.jsonl'), `${people.join('\n')}\n`)
  const name = { name: `Evil ${ACTING} Bear` }
  const objects = [
    stixIndicator(1, "[ipv4-addr:value = '198.18.0.7']", name),
    stixIndicator(2, `[domain-name:value = '${WATCHED}']`),
    stixIndicator(3, "[ipv4-addr:value = '198.18.0.8']", { pattern_type: `x${ACTING}` }),
    stixIndicator(4, `[x-${ACTING}:value = 'a']`),
  ]
  writeFileSync(at('intel', `b${ACTING}.json`), bundle(objects))
  writeFileSync(at('intel', 'not-intel.json'), `{"a":"${ACTING}"`)
}

const args = [
  'screen',
  '--usage',
  at('usage'),
  '--intel',
  at('intel'),
  '--accounts',
  at('accounts.jsonl'),
]
const ACTS =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u
let table: Ran
let json: Ran
beforeAll(async () => {
  writeWorld()
  table = await run(...args, '--data', at('data'), '--out', at('out'))
  json = await run(...args, '--data', at('data'), '--json')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('what people wrote', () => {
  it('is in nothing that is printed, counted or set aside', () => {
    expect([table.code, table.err, json.code, json.err]).toEqual([0, '', 0, ''])
    expect(linesOf(at('out'), 'rejected.jsonl').length).toBeGreaterThan(8)
    const files = ['summary.json', 'rejected.jsonl', 'clusters.jsonl'].map((name) =>
      readFileSync(at('out', name), 'utf8'),
    )
    // The watched host is evidence, so the table may name it.
    for (const text of [table.out.replaceAll(WATCHED, ''), json.out, ...files])
      expect(text).not.toContain(CANARY)
  })

  it('is in a lead only as the value that was observed', () => {
    const leads = linesOf<LeadLine>(at('out'), 'leads.jsonl')
    const observed = leads.flatMap((lead) => lead.signals.map((signal) => signal.observed))
    expect(observed).toContain(WATCHED)
    for (const value of observed) expect(value.replaceAll(WATCHED, '')).not.toContain(CANARY)
    const rest = readFileSync(at('out', 'leads.jsonl'), 'utf8').replaceAll(WATCHED, '')
    expect(rest).not.toContain(CANARY)
  })

  it('is in no error', async () => {
    writeFileSync(at('secret.jsonl'), `${CANARY}\n{"${CANARY}":"${CANARY}"}\n`)
    writeFileSync(at('secret.csv'), `name,${CANARY}\n${CANARY},x\n`)
    for (const more of [
      ['--usage', at('secret.jsonl')],
      ['--usage', at('usage'), '--accounts', at('secret.csv')],
      ['--usage', at('usage'), '--accounts', at('secret.jsonl')],
      ['--usage', at('usage'), '--intel', at('secret.jsonl')],
    ]) {
      const ran = await run('screen', '--data', at('data-errors'), ...more)
      expect([ran.code, ran.out]).toEqual([2, ''])
      expect(ran.err).not.toContain(CANARY)
    }
  })
})

describe('text that acts on a terminal', () => {
  it('is shown as marks in the table and as escapes in JSON', () => {
    expect(table.out).toContain('acct_·[31m')
    for (const text of [table.out, json.out]) expect(text).not.toMatch(ACTS)
    for (const name of ['leads.jsonl', 'clusters.jsonl', 'rejected.jsonl', 'summary.json'])
      expect(readFileSync(at('out', name), 'utf8')).not.toMatch(ACTS)
    expect(linesOf<LeadLine>(at('out'), 'leads.jsonl').map((lead) => lead.account)).toContain(
      `acct_${ACTING}7`,
    )
  })

  it.each([
    ['a command', [ACTING]],
    ['an option', ['screen', `--x${ACTING}`]],
    ['a value', ['demo', '--accounts', ACTING]],
    ['an instant', [...args, '--as-of', ACTING]],
    ['a path of usage', ['screen', '--usage', at(`none${ACTING}`)]],
    ['a path of intel', [...args, '--intel', at(`none${ACTING}`)]],
    ['a path of accounts', [...args, '--accounts', at(`none${ACTING}`)]],
    ['a folder of results', [...args, '--out', at('accounts.jsonl', ACTING)]],
    ['a file that cannot be read', ['screen', '--usage', at('usage', `bad${ACTING}.gz`)]],
    ['a folder to evaluate', ['evaluate', '--truth', at(ACTING), '--out', at(ACTING)]],
  ])('is shown as marks in an error about %s', async (_, wrong) => {
    const ran = await run(...wrong)
    expect([ran.code > 1, ran.out]).toEqual([true, ''])
    expect(ran.err).toContain('·')
    expect(ran.err).not.toMatch(ACTS)
  })
})

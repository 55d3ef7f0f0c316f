import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWebhookSecret, verifyWebhook } from '../src/actions/index.ts'
import type { ServedTables } from '../src/api/index.ts'
import { openAllRecords } from '../src/cli/open-all-records.ts'
import { createEventTables } from '../src/events/index.ts'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { decisionOn } from './fixtures/decision.ts'
import { type JsonServer, startJsonServer } from './fixtures/json-server.ts'
import { type ScimServer, startScimServer } from './fixtures/scim-server.ts'
import {
  askServed,
  FROM_SOURCE,
  prepareServed,
  type Served,
  startServed,
  until,
} from './fixtures/served.ts'
import { insertEvents, insertRows } from './fixtures/store.ts'

/** The real process, from its settings file to what arrives at real receivers. */
const folder = mkdtempSync(join(tmpdir(), 'windbreak-serve-'))
const KEY = newWebhookSecret()
const notices: Record<string, string>[] = []
const everything: string[] = []
let scim: ScimServer
let receiver: JsonServer
let served: Served
let tokens: Readonly<Record<string, string>>

beforeAll(async () => {
  scim = await startScimServer({ patch: true })
  for (const account of ['acct_1', 'acct_2', 'acct_3', 'acct_4', 'acct_5'])
    scim.users.set(account, { id: account, userName: account, active: true })
  receiver = await startJsonServer((request) => {
    if (request.path === '/health') return { status: 200 }
    const isSigned = verifyWebhook([KEY], request.headers as never, request.text, Date.now() / 1000)
    if (!isSigned) return { status: 401 }
    notices.push(request.json['data'] as never)
    return { status: 202 }
  })
  const people = { ines: 'investigator', ada: 'approver', pia: 'privacy-officer' } as const
  const prepared = await prepareServed(folder, settings(), people, async () => undefined)
  tokens = prepared.tokens
  writeFileSync(join(folder, 'scim.token'), 'scim-token\n')
  const engine = await openEmbeddedEngine(join(folder, 'data'))
  await createEventTables(engine)
  const later = new Date(Date.now() + 86_400_000).toISOString()
  const got = ['acct_1', 'acct_2', 'acct_3', 'acct_4', 'acct_5']
  await insertEvents(
    engine,
    got.map((account) => ({ account, at: later, met: [] })),
  )
  const known = { account_id: 'acct_1', email: 'an.na@mail.example', payment_fingerprint: 'fp_1' }
  await insertRows(engine, 'accounts', [known])
  await engine.close()
  served = await startServed(FROM_SOURCE, folder, { HOOK_KEY: KEY })
}, 120_000)
afterAll(async () => {
  served.child.kill('SIGKILL')
  scim.close()
  receiver.close()
  rmSync(folder, { recursive: true, force: true })
})

const settings = (): string => `
[http]
allow = ["${receiver.host}", "${scim.host}"]
[connectors.directory]
type = "scim"
url = "${scim.url}"
token = { file = "scim.token" }
[notices]
url = "${receiver.url}/notices"
keys = [{ env = "HOOK_KEY" }]
appealUrl = "https://service.example/appeal"
[health]
url = "${receiver.url}/health"
[leaks]
graceMinutes = 0
everyMinutes = 0.05
`

async function as(who: string, method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await askServed(served, method, `/api/v1${path}`, tokens[who], body)
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer)}`)
  return answer.body
}

/** A lead becomes a case with evidence and a decision. */
async function decided(account: string): Promise<{ decision: string; evidence: string }> {
  const lead = { account, probability: 0.99, verdict: 'actor', cluster: null }
  await as('ines', 'POST', '/leads', { leads: [lead] })
  const { items } = await as('ines', 'GET', '/cases')
  const found = (items as { id: string; title: string }[]).find((c) => c.title.endsWith(account))
  const caseId = found?.id ?? ''
  await as('ines', 'POST', `/cases/${caseId}/assign`)
  const frozen = { why: 'the lead as it came', content: lead }
  const evidence = await as('ines', 'POST', `/cases/${caseId}/evidence`, frozen)
  const decision = await as(
    'ines',
    'POST',
    `/cases/${caseId}/decisions`,
    decisionOn(account, String(evidence['id'])),
  )
  return { decision: String(decision['id']), evidence: String(evidence['id']) }
}

async function startedPlan(action: 'terminate' | 'suspend', ids: readonly string[]) {
  const { decision, evidence } = await decided(ids[0] ?? '')
  const until_ = new Date(Date.now() + 86_400_000).toISOString()
  const content = {
    action,
    parameters: action === 'suspend' ? { until: until_ } : {},
    targets: ids.map((id) => ({ kind: 'account', id, protected: false })),
    evidence: [evidence],
    decision,
    connector: 'directory',
    notBefore: '',
  }
  const plan = await as('ines', 'POST', '/plans', content)
  const id = String(plan['id'])
  await as('ines', 'POST', `/plans/${id}/propose`)
  const approval = { hash: plan['hash'], role: 'approver' }
  await as('ada', 'POST', `/plans/${id}/approve`, approval)
  if (action === 'terminate')
    await as('pia', 'POST', `/plans/${id}/approve`, { ...approval, role: 'privacy-officer' })
  await as('ada', 'POST', `/plans/${id}/start`)
  return id
}

const stateOf = async (id: string) => (await as('ada', 'GET', `/plans/${id}`))['state']

describe('windbreak serve', () => {
  it('carries an approved plan out at a real service, reads it back, and tells the holder how to appeal', async () => {
    const id = await startedPlan('terminate', ['acct_1'])
    await until('the plan to be verified', async () => (await stateOf(id)) === 'verified')
    expect(scim.users.get('acct_1')?.['active']).toBe(false)
    expect(scim.users.get('acct_2')?.['active']).toBe(true)
    await until('the notice', () => notices.length > 0)
    const [notice] = notices
    expect(notice).toMatchObject({ account: 'acct_1', appealUrl: 'https://service.example/appeal' })
    expect(notice?.['text']).toContain('your account is closed')
    const body = { token: notice?.['appealToken'], text: 'I translate for a newspaper.' }
    const filed = await askServed(served, 'POST', '/api/v1/appeals', undefined, body)
    expect(filed.status).toBe(201)
  }, 120_000)

  it('suspends the first ones of a plan, and holds the rest back while one of them still gets through', async () => {
    const id = await startedPlan('suspend', ['acct_2', 'acct_3', 'acct_4', 'acct_5'])
    await until('the rest to be held back', async () => (await stateOf(id)) !== 'executing')
    expect(await stateOf(id)).toBe('partially_failed')
    const stopped = [...scim.users.values()].filter((user) => user['active'] === false)
    expect(stopped).toHaveLength(4)
  }, 120_000)

  it('ends when it is told to, with nothing under way, and has logged no secret', async () => {
    expect(await served.stop()).toBe(0)
    everything.push(served.output())
    for (const secret of [KEY, 'scim-token', ...Object.values(tokens)])
      expect(everything.join()).not.toContain(secret)
    expect(everything.join().trim().split('\n')).toHaveLength(1)
  })

  it('has noticed who still gets through, and kept tokens of the closed account', async () => {
    const data = join(folder, 'data')
    const records = await openAllRecords<ServedTables>({ databaseUrl: undefined, data })
    try {
      const { db } = records
      const leaks = await db
        .selectFrom('action_leaks as l')
        .innerJoin('plan_actions as a', 'a.id', 'l.action_id')
        .select(['a.target_id', 'l.events'])
        .execute()
      expect(leaks).toContainEqual({ target_id: 'acct_1', events: 1 })
      const kept = await db.selectFrom('return_tokens').select(['family', 'account']).execute()
      expect(kept.map(({ family }) => family).sort()).toEqual(['mail', 'pay'])
      const ends = await db.selectFrom('action_follow_ups').select(['kind', 'state']).execute()
      expect(ends).toContainEqual({ kind: 'notice', state: 'done' })
      expect(ends).toContainEqual({ kind: 'keep-tokens', state: 'done' })
    } finally {
      await records.close()
    }
  })
})

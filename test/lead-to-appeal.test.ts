import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Connector,
  newWebhookSecret,
  runActions,
  SAFEGUARDS,
  scimConnector,
  settleWaiting,
  verifyWebhook,
  webhookConnector,
} from '../src/actions/index.ts'
import { findPerson, openAuditKey, verifyExport } from '../src/cases/index.ts'
import { runCommandLine } from '../src/cli/index.ts'
import { seededRandom } from '../src/core/index.ts'
import { openHttp } from '../src/platform/index.ts'
import { type ApiTestServer, startApiServer } from './fixtures/api-server.ts'
import { decisionOn } from './fixtures/decision.ts'
import { type JsonServer, startJsonServer } from './fixtures/json-server.ts'
import { addRoot, addTestPerson, type Answer, ask, logInAs } from './fixtures/people.ts'
import { type ScimServer, startScimServer } from './fixtures/scim-server.ts'

/** From a lead of a demo world to an account that is given back, all by HTTP but the worker, which has no address. */
let folder: string
let server: ApiTestServer
let scim: ScimServer
let hook: JsonServer
let connectors: Record<string, Connector>
let lead: { account: string }
let now = Date.parse('2026-11-25T08:00:00.000Z')
const clock = () => new Date(now).toISOString()
const KEY = newWebhookSecret()
const closed = new Set<string>()
const sessions: Record<string, string> = {}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-whole-'))
  const quiet = { out: () => {}, err: () => {}, progress: () => {}, clearProgress: () => {} }
  const args = ['demo', '--accounts', '1000', '--days', '10', '--out', join(folder, 'demo')]
  await runCommandLine(args, { ...quiet, clock })
  const [first = ''] = readFileSync(join(folder, 'demo', 'out', 'leads.jsonl'), 'utf8').split('\n')
  lead = JSON.parse(first) as { account: string }
  const auditKey = await openAuditKey(folder)
  server = await startApiServer({ clock, auditKey })
  const { db } = server.records
  const root = await addRoot(db, clock)
  const people = [
    ['ines', 'investigator'],
    ['ada', 'approver'],
    ['pia', 'privacy-officer'],
    ['bo', 'approver'],
    ['aud', 'auditor'],
  ] as const
  for (const [login, role] of people) {
    const person = await addTestPerson(db, clock, root, login, [role])
    sessions[login] = await logInAs(server.app, clock, person)
  }
  scim = await startScimServer({ patch: true })
  scim.users.set('1', { id: '1', userName: lead.account, active: true })
  scim.users.set('2', { id: '2', userName: 'acct_of_somebody_else', active: true })
  hook = await startJsonServer(receive)
  const http = openHttp({ allow: [scim.host, hook.host] })
  connectors = {
    directory: scimConnector(http, {
      name: 'directory',
      baseUrl: scim.url,
      token: 'scim-token',
      lookup: 'userName',
    }),
    service: webhookConnector(http, clock, {
      name: 'service',
      url: `${hook.url}/hook`,
      keys: [KEY],
      actions: ['terminate'],
      targets: ['account'],
      read: { method: 'GET', url: `${hook.url}/closed/{target}`, pointer: '/closed', equals: true },
    }),
  }
}, 240_000)
afterAll(async () => {
  await server.close()
  scim.close()
  hook.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A receiver that does what a signed message says, and nothing that is not signed. */
function receive(request: JsonServer['requests'][number]): { status: number; body?: unknown } {
  if (request.method === 'GET')
    return { status: 200, body: { closed: closed.has(request.path.split('/').at(-1) ?? '') } }
  const isSigned = verifyWebhook([KEY], request.headers as never, request.text, now / 1000)
  if (!isSigned) return { status: 401 }
  const { type, data } = request.json as { type: string; data: { target: { id: string } } }
  if (type === 'windbreak.action.apply') closed.add(data.target.id)
  else closed.delete(data.target.id)
  return { status: 204 }
}

async function as(
  who: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  status = 200,
): Promise<Answer['body']> {
  const answer = await ask(server.app, method, `/api/v1${path}`, { session: sessions[who], body })
  expect([path, answer.status, answer.body['detail']]).toEqual([path, status, undefined])
  return answer.body
}

/** Lets the real worker do what is due, hour by hour; sessions are kept alive as pages would. */
async function work(): Promise<void> {
  const { db } = server.records
  const deps = {
    db,
    clock,
    random: seededRandom('whole'),
    safeguards: SAFEGUARDS,
    findPerson: (id: string, trx: typeof db) => findPerson(trx, id),
  }
  for (let step = 0; step < 16; step += 1) {
    await runActions({ deps, connectors, name: 'worker', at: () => undefined }, 100)
    await settleWaiting(deps)
    now += 10 * 60_000
    for (const who of Object.keys(sessions)) await as(who, 'GET', '/session')
  }
}

describe('from lead to appeal, from outside', () => {
  it('a lead becomes a case, an account is closed by several people, given back by another, and all of it is provable', async () => {
    await as('ines', 'POST', '/leads', { leads: [lead] })
    const cases = (await as('ines', 'GET', '/cases'))['items'] as { id: string }[]
    const caseId = cases[0]?.id ?? ''
    await as('ines', 'POST', `/cases/${caseId}/assign`)
    const frozen = { why: 'the lead as it came', content: lead }
    const evidence = await as('ines', 'POST', `/cases/${caseId}/evidence`, frozen, 201)
    const reading = { reason: 'active-case', reference: caseId, level: 'L3' }
    const read = await as('ines', 'POST', `/evidence/${String(evidence['id'])}/read`, reading)
    expect(read['content']).toEqual(lead)
    const decision = await as(
      'ines',
      'POST',
      `/cases/${caseId}/decisions`,
      decisionOn(lead.account, String(evidence['id'])),
      201,
    )
    const plans: string[] = []
    for (const connector of ['service', 'directory'])
      plans.push(await terminate(connector, String(decision['id']), String(evidence['id'])))
    await work()
    const actions = []
    for (const plan of plans) {
      const found = await as('ada', 'GET', `/plans/${plan}`)
      expect(found['state']).toBe('verified')
      actions.push((found['actions'] as { id: string; state: string }[])[0])
    }
    expect(actions.map((action) => action?.state)).toEqual(['verified', 'verified'])
    expect(closed).toEqual(new Set([lead.account]))
    expect(scim.users.get('1')?.['active']).toBe(false)
    expect(scim.users.get('2')?.['active']).toBe(true)
    for (const action of actions) await appeal(action?.id ?? '')
    await work()
    expect(closed.size).toBe(0)
    expect(scim.users.get('1')?.['active']).toBe(true)
    const stated = await as('ines', 'POST', `/actions/${actions[0]?.id}/statement`, GROUNDS)
    expect(stated).toMatchObject({ decision_account: 'DECISION_ACCOUNT_TERMINATED' })
    await verifyOffline()
  }, 120_000)
})

async function terminate(connector: string, decision: string, evidence: string): Promise<string> {
  const content = {
    action: 'terminate',
    parameters: {},
    targets: [{ kind: 'account', id: lead.account, protected: false }],
    evidence: [evidence],
    decision,
    connector,
    notBefore: '',
  }
  const plan = await as('ines', 'POST', '/plans', content, 201)
  const id = String(plan['id'])
  await as('ines', 'POST', `/plans/${id}/propose`)
  const approve = (role: string) => ({ hash: plan['hash'], role })
  await as('ada', 'POST', `/plans/${id}/approve`, approve('approver'))
  const early = await ask(server.app, 'POST', `/api/v1/plans/${id}/start`, {
    session: sessions['ada'],
  })
  expect(early.status).toBe(409)
  await as('pia', 'POST', `/plans/${id}/approve`, approve('privacy-officer'))
  await as('ada', 'POST', `/plans/${id}/start`, undefined, 202)
  return id
}

/** The holder appeals without a login; who took part may not decide, somebody else does. */
async function appeal(action: string): Promise<void> {
  const { token } = await as('ada', 'POST', `/actions/${action}/appeal-token`, undefined, 201)
  const body = { token, text: 'I translate reports for a newspaper.' }
  const filed = await ask(server.app, 'POST', '/api/v1/appeals', { body })
  expect(filed.status).toBe(201)
  expect((await ask(server.app, 'POST', '/api/v1/appeals', { body })).status).toBe(422)
  const url = `/appeals/${String(filed.body['id'])}/decide`
  const decided = { decision: 'overturned', reason: 'A newspaper confirms the work.' }
  const session = sessions['ada']
  const own = await ask(server.app, 'POST', `/api/v1${url}`, { session, body: decided })
  expect(own.status).toBe(403)
  await as('bo', 'POST', url, decided)
}

async function verifyOffline(): Promise<void> {
  const answer = await server.app.inject({
    url: '/api/v1/audit/export',
    headers: { cookie: `__Host-windbreak=${sessions['aud']}` },
  })
  expect(answer.statusCode).toBe(200)
  const file = join(folder, 'audit.jsonl')
  writeFileSync(file, answer.body)
  expect((await verifyExport(file)).fault).toBeUndefined()
  for (const action of ['evidence.read', 'appeal.overturned', 'session.started'])
    expect(answer.body).toContain(action)
  writeFileSync(file, answer.body.replace('appeal.overturned', 'appeal.upheld____'))
  expect((await verifyExport(file)).fault).toBeDefined()
}

const GROUNDS = {
  facts: 'The account shares infrastructure with a known operation.',
  clause: 'Terms 4.2',
  explanation: 'Use for the preparation of intrusions.',
  category: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
  keywords: [],
  detectedBy: 'both',
  accountType: null,
  territories: ['DE'],
}

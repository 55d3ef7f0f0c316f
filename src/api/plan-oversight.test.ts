import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accounts,
  ADA,
  approvedPlan,
  type Desk,
  openDesk,
} from '../../test/fixtures/action-desk.ts'
import { addRoot, addTestPerson, ask, logInAs } from '../../test/fixtures/people.ts'
import { insertEvents, insertRows, openStore, type Store } from '../../test/fixtures/store.ts'
import { issueAppealToken, startPlan } from '../actions/index.ts'
import { createServer } from './index.ts'

let desk: Desk
let store: Store
let app: FastifyInstance
let session: string

beforeAll(async () => {
  desk = await openDesk()
  store = await openStore()
  const { db, clock } = desk.deps
  app = await createServer({
    db,
    clock,
    title: 'A server',
    connectors: { fake: desk.service.connector },
    withEvents: (work) => work(store.engine),
  })
  const root = await addRoot(db, clock)
  const bo = await addTestPerson(db, clock, root, 'bo', ['approver'])
  session = await logInAs(app, clock, bo)
  await insertRows(store.engine, 'accounts', [
    { account_id: 'acct_1', organization: 'org_1', plan: 'pro', country: 'DE' },
    { account_id: 'acct_2', organization: 'org_1', plan: 'free', country: 'FR' },
    { account_id: 'acct_3', organization: 'org_1' },
  ])
  const at = '2026-11-20T08:00:00.000Z'
  const active = ['acct_1', 'acct_2', 'acct_3', 'acct_4']
  await insertEvents(
    store.engine,
    active.map((account) => ({ account, at, met: [] })),
  )
})
afterAll(async () => {
  await app.close()
  await store.close()
})

const as = (method: 'GET' | 'POST', path: string, body?: unknown) =>
  ask(app, method, `/api/v1${path}`, { session, body })

describe('a plan', () => {
  it('is previewed from directory, events and the service, and nothing is changed', async () => {
    const id = await approvedPlan(desk, { targets: accounts('acct_1', 'acct_2', 'absent_1') })
    const { status, body } = await as('GET', `/plans/${id}/preview`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      targets: 3,
      organizations: 1,
      paying: 1,
      seats: 6,
      countries: { DE: 1, FR: 1 },
      unknown: ['absent_1'],
      shareOfActive: 0.75,
      atService: { acct_1: 'would-change', acct_2: 'would-change', absent_1: 'absent' },
    })
    expect(desk.service.changes).toEqual([])
    const none = await as('GET', '/plans/3b241101-e2bb-4255-8caf-4136c566a962/preview')
    expect(none.status).toBe(404)
  })

  it('is taken back by one person', async () => {
    const id = await approvedPlan(desk, { targets: accounts('acct_7') })
    await startPlan(desk.deps, ADA, id)
    await desk.work()
    const { status, body } = await as('POST', `/plans/${id}/reverse`, { reason: 'wrong account' })
    expect([status, typeof body['plan']]).toEqual([202, 'string'])
    await desk.work()
    expect(desk.service.stopped.has('acct_7')).toBe(false)
    expect((await as('POST', `/plans/${id}/resume`, { reason: 'go on' })).status).toBe(409)
  })
})

describe('an appeal', () => {
  it('is amended: the account is given back, and a lighter action waits for approval', async () => {
    const id = await approvedPlan(desk, {
      action: 'terminate',
      parameters: {},
      targets: accounts('acct_8'),
    })
    await startPlan(desk.deps, ADA, id)
    await desk.work()
    const [action] = await desk.actions(id)
    const token = await issueAppealToken(desk.deps, action?.id ?? '')
    const filed = await as('POST', '/appeals', { token, text: 'It was my brother.' })
    const decide = `/appeals/${String(filed.body['id'])}/decide`
    const amended = { decision: 'amended', reason: 'a shared account' }
    expect((await as('POST', decide, amended)).status).toBe(400)
    const heavier = { action: 'terminate', parameters: {} }
    expect((await as('POST', decide, { ...amended, instead: heavier })).status).toBe(422)
    const instead = { action: 'rate-limit', parameters: { rpm: 5 } }
    const { status, body } = await as('POST', decide, { ...amended, instead })
    expect(status).toBe(200)
    await desk.work()
    expect(desk.service.stopped.has('acct_8')).toBe(false)
    const draft = await as('GET', `/plans/${String(body['instead'])}`)
    expect(draft.body).toMatchObject({ state: 'draft', content: { action: 'rate-limit' } })
  })
})

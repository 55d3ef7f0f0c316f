import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../fixtures/api-server.ts'
import { decideTestCase } from '../fixtures/cases.ts'
import {
  addRoot,
  addTestPerson,
  type Answer,
  ask,
  codeOf,
  logInAs,
  PASSWORD,
  type TestPerson,
} from '../fixtures/people.ts'
import type { Role } from '../../src/cases/index.ts'

/**
 * Suite 12 over HTTP: what may happen once happens once, however many ask at the same time. Workers at once, undo in the
 * middle of a call and broken clocks are attacked in src/actions/outbox and src/actions/plans.
 */
const AT_ONCE = 8
let now = Date.parse('2026-01-05T08:12:00.000Z')
const clock = () => new Date(now).toISOString()
let server: ApiTestServer
const sessions: Record<string, string> = {}
const people: Record<string, TestPerson> = {}

beforeAll(async () => {
  server = await startApiServer({ clock })
  const root = await addRoot(server.records.db, clock)
  for (const [login, role] of [
    ['ines', 'investigator'],
    ['ivo', 'investigator'],
    ['ada', 'approver'],
    ['bo', 'approver'],
  ] as const satisfies ReadonlyArray<readonly [string, Role]>) {
    people[login] = await addTestPerson(server.records.db, clock, root, login, [role])
    sessions[login] = await logInAs(server.app, clock, people[login])
  }
})
afterAll(() => server.close())

const as = (who: string, path: string, body?: unknown): Promise<Answer> =>
  ask(server.app, 'POST', `/api/v1${path}`, { session: sessions[who], body })
/** Statuses of the same request many times at once, in order. */
async function atOnce(asking: (index: number) => Promise<Answer>): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => asking(index)))
  return answers.map(({ status }) => status).toSorted((a, b) => a - b)
}
const once = (right: number, wrong: number): number[] =>
  [right, ...Array.from({ length: AT_ONCE - 1 }, () => wrong)].toSorted((a, b) => a - b)

async function newPlan(account: string): Promise<{ id: string; hash: unknown }> {
  const grounds = await decideTestCase(
    server.records.db,
    clock,
    people['ivo'] as TestPerson,
    account,
  )
  const plan = await as('ines', '/plans', {
    action: 'warn',
    parameters: { notice: 'Please read the terms.' },
    targets: [{ kind: 'account', id: account, protected: false }],
    evidence: [grounds.evidence],
    decision: grounds.decision,
    connector: 'none',
    notBefore: '',
  })
  const id = String(plan.body['id'])
  await as('ines', `/plans/${id}/propose`)
  return { id, hash: plan.body['hash'] }
}

describe('asked for many times at once', () => {
  it('a plan is approved once by a person', async () => {
    const { id, hash } = await newPlan('acct_1')
    const approve = () => as('ada', `/plans/${id}/approve`, { hash, role: 'approver' })
    const statuses = await atOnce(approve)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const { db } = server.records
    const given = await db
      .selectFrom('plan_approvals')
      .selectAll()
      .where('plan_id', '=', id)
      .execute()
    expect(given).toHaveLength(1)
  })

  it('a plan is started once, and an action stands in the outbox once', async () => {
    const { id, hash } = await newPlan('acct_2')
    await as('ada', `/plans/${id}/approve`, { hash, role: 'approver' })
    expect(await atOnce(() => as('bo', `/plans/${id}/start`))).toEqual(once(202, 409))
    const { db } = server.records
    const actions = await db
      .selectFrom('plan_actions')
      .select('id')
      .where('plan_id', '=', id)
      .execute()
    expect(actions).toHaveLength(1)
  })

  it('a plan that is stopped while it is started is one or the other, and says which', async () => {
    const { id, hash } = await newPlan('acct_3')
    await as('ada', `/plans/${id}/approve`, { hash, role: 'approver' })
    const stop = () => as('bo', `/plans/${id}/stop`, { reason: 'wrong account' })
    await Promise.all([
      as('ada', `/plans/${id}/start`),
      stop(),
      as('bo', `/plans/${id}/start`),
      stop(),
    ])
    const { db } = server.records
    const plan = await db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const due = await db
      .selectFrom('plan_actions')
      .select('state')
      .where('plan_id', '=', id)
      .execute()
    const goes = due.filter(({ state }) => ['due', 'held'].includes(state))
    expect(goes.length > 0).toBe(['executing', 'scheduled'].includes(plan.state))
  })

  it('a case is of one person', async () => {
    const leads = [{ account: 'acct_9', probability: 0.9, verdict: 'actor', cluster: null }]
    const imported = await Promise.all([1, 2, 3, 4].map(() => as('ines', '/leads', { leads })))
    const opened = imported.reduce((sum, { body }) => sum + Number(body['opened']), 0)
    expect(opened).toBe(1)
    const list = await ask(server.app, 'GET', '/api/v1/cases', { session: sessions['ines'] })
    const cases = list.body['items'] as { id: string; title: string }[]
    const view = cases.find(({ title }) => title.endsWith('acct_9'))
    const assign = (index: number) =>
      as(index % 2 === 0 ? 'ines' : 'ivo', `/cases/${view?.id}/assign`)
    expect(await atOnce(assign)).toEqual(once(200, 409))
  })

  it('a code lets in once', async () => {
    now += 60_000
    const ivo = people['ivo'] as TestPerson
    const body = { login: 'ivo', password: PASSWORD, code: codeOf(ivo.totp, clock()) }
    const logIn = () => ask(server.app, 'POST', '/api/v1/session', { body })
    expect(await atOnce(logIn)).toEqual(once(201, 401))
  })

  it('an appeal is filed once', async () => {
    const { db } = server.records
    const action = await db.selectFrom('plan_actions').select('id').executeTakeFirstOrThrow()
    const { body } = await as('ada', `/actions/${action.id}/appeal-token`)
    const appeal = { token: body['token'], text: 'I translate for a newspaper.' }
    const file = () => ask(server.app, 'POST', '/api/v1/appeals', { body: appeal })
    expect(await atOnce(file)).toEqual(once(201, 422))
    const { count } = await db
      .selectFrom('appeals')
      .select((of) => of.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(1)
  })
})

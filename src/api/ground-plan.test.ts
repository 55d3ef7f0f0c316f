import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../test/fixtures/api-server.ts'
import { decideTestCase } from '../../test/fixtures/cases.ts'
import {
  addRoot,
  addTestPerson,
  type Answer,
  ask,
  logInAs,
  type TestPerson,
} from '../../test/fixtures/people.ts'

const clock = () => '2026-01-05T08:12:00.000Z'
const sessions: Record<string, string> = {}
const people: Record<string, TestPerson> = {}
let server: ApiTestServer
let grounds: { evidence: string; decision: string }
let elsewhere: { evidence: string; decision: string }

beforeAll(async () => {
  server = await startApiServer({ clock })
  const { db } = server.records
  const root = await addRoot(db, clock)
  for (const login of ['ines', 'ivo']) {
    const person = await addTestPerson(db, clock, root, login, ['investigator'])
    people[login] = person
    sessions[login] = await logInAs(server.app, clock, person)
  }
  grounds = await decideTestCase(db, clock, people['ivo'] as TestPerson, 'acct_1')
  elsewhere = await decideTestCase(db, clock, people['ivo'] as TestPerson, 'acct_2')
})
afterAll(() => server.close())

const draft = (more: object): Promise<Answer> =>
  ask(server.app, 'POST', '/api/v1/plans', {
    session: sessions['ines'],
    body: {
      action: 'warn',
      parameters: { notice: 'Please read the terms.' },
      targets: [{ kind: 'account', id: 'acct_1', protected: false }],
      evidence: [grounds.evidence],
      decision: grounds.decision,
      connector: 'none',
      notBefore: '',
      ...more,
    },
  })

describe('a plan that is drafted', () => {
  it('binds the hash and the editor that the records have of its evidence', async () => {
    const { status, body } = await draft({})
    expect(status).toBe(201)
    const read = await ask(server.app, 'GET', `/api/v1/plans/${String(body['id'])}`, {
      session: sessions['ines'],
    })
    const { hash } = await server.records.db
      .selectFrom('evidence_snapshots')
      .select('hash')
      .where('id', '=', grounds.evidence)
      .executeTakeFirstOrThrow()
    expect(JSON.stringify(read.body)).toContain(hash)
    const kept = await server.records.db.selectFrom('plans').select('content').executeTakeFirst()
    expect(JSON.parse(kept?.content ?? '')).toMatchObject({
      evidence: [{ id: grounds.evidence, sha256: hash, by: people['ivo']?.id }],
    })
  })

  it.each([
    ['a decision that nobody made', () => ({ decision: 'd1' }), 'decision'],
    ['evidence that nobody froze', () => ({ evidence: ['e1'] }), 'evidence[0]'],
    ['evidence of another case', () => ({ evidence: [elsewhere.evidence] }), 'evidence[0]'],
    ['an editor that its author names', () => ({ evidence: [{ id: 'e1', by: 'x' }] }), 'evidence'],
  ])('may not rest on %s', async (_, more, place) => {
    const { status, body } = await draft(more())
    expect([400, 422]).toContain(status)
    expect(JSON.stringify(body)).toContain(place)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../../test/fixtures/api-server.ts'
import {
  addRoot,
  addTestPerson,
  ask,
  codeOf,
  HOST,
  logInAs,
  PASSWORD,
  type TestPerson,
} from '../../../test/fixtures/people.ts'
import { addPerson, disablePerson, setRoles } from '../../cases/index.ts'

let server: ApiTestServer
let root: TestPerson
let ann: TestPerson
let now = Date.parse('2026-01-05T08:00:00Z')
const clock = () => new Date(now).toISOString()
const minutes = (count: number) => void (now += count * 60_000)
const me = (session?: string) => ask(server.app, 'GET', '/api/v1/session', { session })
let count = 0

beforeAll(async () => {
  server = await startApiServer({ clock })
  root = await addRoot(server.records.db, clock)
  ann = await addTestPerson(server.records.db, clock, root, 'ann', ['triage'])
})
afterAll(() => server.close())

/** Codes are good once, so each login is in a step of its own. */
async function logIn(person: TestPerson = ann): Promise<string> {
  minutes(1)
  return logInAs(server.app, clock, person)
}

async function newPerson(roles: Parameters<typeof addTestPerson>[4]): Promise<TestPerson> {
  count += 1
  return addTestPerson(server.records.db, clock, root, `p${count}`, roles)
}

describe('a login', () => {
  it('needs the right name, password and unused code, and refuses all else alike', async () => {
    minutes(1)
    const code = codeOf(ann.totp, clock())
    const wrong = [
      { login: 'nobody', password: PASSWORD, code },
      { login: 'ann', password: `${PASSWORD}.`, code },
      { login: 'ann', password: PASSWORD },
      { login: 'ann', password: PASSWORD, code: '000000' },
    ]
    const bodies = []
    for (const body of wrong) {
      const answer = await ask(server.app, 'POST', '/api/v1/session', { body })
      expect([answer.status, answer.session]).toEqual([401, undefined])
      bodies.push({ ...answer.body, request: '' })
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    const right = { login: 'ann', password: PASSWORD, code }
    expect((await ask(server.app, 'POST', '/api/v1/session', { body: right })).status).toBe(201)
    expect((await ask(server.app, 'POST', '/api/v1/session', { body: right })).status).toBe(401)
  })

  it('gives a cookie that scripts, other hosts and other sites do not get', async () => {
    minutes(1)
    const body = { login: 'ann', password: PASSWORD, code: codeOf(ann.totp, clock()) }
    const { headers } = await ask(server.app, 'POST', '/api/v1/session', { body })
    expect(headers['set-cookie']).toMatch(
      /^__Host-windbreak=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    )
  })

  it('ends the session that the browser had, and a planted one lets nobody in', async () => {
    const old = await logIn()
    minutes(1)
    const body = { login: 'ann', password: PASSWORD, code: codeOf(ann.totp, clock()) }
    const planted = await ask(server.app, 'POST', '/api/v1/session', {
      body,
      session: 'a'.repeat(43),
    })
    expect(planted.session).not.toBe('a'.repeat(43))
    expect((await me('a'.repeat(43))).status).toBe(401)
    minutes(1)
    const again = { ...body, code: codeOf(ann.totp, clock()) }
    const fresh = await ask(server.app, 'POST', '/api/v1/session', { body: again, session: old })
    expect((await me(old)).status).toBe(401)
    expect((await me(fresh.session)).status).toBe(200)
  })

  it('without a second factor may only set one up, and gets a new session when it has', async () => {
    const { db } = server.records
    await addPerson(db, root, clock, {
      login: 'new',
      name: 'N',
      roles: ['triage'],
      password: PASSWORD,
    })
    const first = { login: 'new', password: PASSWORD }
    const { session } = await ask(server.app, 'POST', '/api/v1/session', { body: first })
    expect((await me(session)).body).toMatchObject({ needsTotp: true, permissions: [] })
    const token = { name: 't', scopes: ['cases.read'], days: 1 }
    const asked = await ask(server.app, 'POST', '/api/v1/tokens', { session, body: token })
    expect(asked.status).toBe(403)
    const offer = await ask(server.app, 'POST', '/api/v1/totp/offer', { session })
    const secret = String(offer.body['secret'])
    const confirm = { secret, code: codeOf(secret, clock()), password: PASSWORD }
    const wrong = { ...confirm, password: 'another sentence of words' }
    const refused = await ask(server.app, 'POST', '/api/v1/totp', { session, body: wrong })
    expect(refused.status).toBe(401)
    const set = await ask(server.app, 'POST', '/api/v1/totp', { session, body: confirm })
    expect((await me(session)).status).toBe(401)
    expect((await me(set.session)).body).toMatchObject({ needsTotp: false })
    expect((await me(set.session)).body['permissions']).toContain('cases.read')
  })

  it('is refused for a quarter of an hour after ten wrong ones, right or not', async () => {
    const person = await newPerson(['triage'])
    const body = { login: person.login, password: 'wrong sentence of words' }
    for (let n = 0; n < 10; n += 1)
      expect((await ask(server.app, 'POST', '/api/v1/session', { body })).status).toBe(401)
    const right = { login: person.login.toUpperCase(), password: PASSWORD }
    const refused = await ask(server.app, 'POST', '/api/v1/session', { body: right })
    expect(refused.status).toBe(429)
    expect(refused.headers['retry-after']).toBe('900')
    minutes(16)
    await expect(logIn(person)).resolves.toHaveLength(43)
  })
})

describe('a session', () => {
  it('ends on the server when logged out', async () => {
    const session = await logIn()
    const answer = await ask(server.app, 'DELETE', '/api/v1/session', { session })
    expect(answer.headers['set-cookie']).toContain('Max-Age=0')
    expect((await me(session)).status).toBe(401)
  })

  it('ends after half an hour of rest, and after twelve hours whatever happens', async () => {
    const idle = await logIn()
    minutes(31)
    expect((await me(idle)).status).toBe(401)
    const busy = await logIn()
    for (let n = 0; n < 35; n += 1) {
      minutes(20)
      expect((await me(busy)).status).toBe(200)
    }
    minutes(25)
    expect((await me(busy)).status).toBe(401)
  })

  it('ends at once when its person is disabled or gets other roles', async () => {
    const { db } = server.records
    const person = await newPerson(['triage'])
    const before = await logIn(person)
    await setRoles(db, root, clock, person.id, ['auditor'])
    expect((await me(before)).status).toBe(401)
    const after = await logIn(person)
    expect((await me(after)).body).toMatchObject({ permissions: ['audit.read'] })
    await disablePerson(db, root, clock, person.id)
    expect((await me(after)).status).toBe(401)
  })

  it('counts for nothing when its cookie comes twice', async () => {
    const session = await logIn()
    const cookie = `__Host-windbreak=${session}; __Host-windbreak=other`
    expect((await ask(server.app, 'GET', '/api/v1/session', { headers: { cookie } })).status).toBe(
      401,
    )
  })
})

describe('a request from another site', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another origin of a like name', { origin: `http://${HOST}.evil.example` }],
    ['an opaque origin', { origin: 'null' }],
    ['a neighbouring site', { 'sec-fetch-site': 'same-site' }],
    ['no word of where it comes from', { origin: undefined }],
  ])('with %s changes nothing', async (_what, headers) => {
    const session = await logIn()
    const answer = await ask(server.app, 'DELETE', '/api/v1/session', { session, headers })
    expect([answer.status, answer.body['type']]).toEqual([403, 'urn:windbreak:problem:cross-site'])
    expect((await me(session)).status).toBe(200)
  })

  it('logs nobody in', async () => {
    const headers = { origin: 'https://evil.example' }
    const body = { login: 'ann', password: PASSWORD, code: codeOf(ann.totp, clock()) }
    const answer = await ask(server.app, 'POST', '/api/v1/session', { headers, body })
    expect(answer.status).toBe(403)
  })

  it('sent as text or as a form is not read', async () => {
    const session = await logIn()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { 'content-type': type }
      const body = '{"name":"t","scopes":["cases.read"],"days":1}'
      const answer = await ask(server.app, 'POST', '/api/v1/tokens', { session, headers, body })
      expect(answer.status).toBe(415)
    }
  })
})

describe('a token', () => {
  it('may what it was made for, of what its person may, until it ends', async () => {
    const session = await logIn(root)
    const make = (scopes: string[]) =>
      ask(server.app, 'POST', '/api/v1/tokens', { session, body: { name: 't', scopes, days: 1 } })
    expect((await make(['cases.read'])).status).toBe(403)
    const made = await make(['people.manage'])
    const token = String(made.body['secret'])
    const list = () =>
      ask(server.app, 'GET', '/api/v1/people', { token, headers: { origin: undefined } })
    expect((await list()).status).toBe(200)
    const settings = await make(['settings.manage'])
    const other = { token: String(settings.body['secret']) }
    expect((await ask(server.app, 'GET', '/api/v1/people', other)).status).toBe(403)
    expect((await ask(server.app, 'GET', '/api/v1/session', { token })).status).toBe(403)
    const id = String(made.body['id'])
    await ask(server.app, 'DELETE', `/api/v1/tokens/${id}`, { session })
    expect((await list()).status).toBe(401)
  })
})

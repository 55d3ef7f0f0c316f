import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../../test/fixtures/api-server.ts'
import { type Gesture, SoftwareAuthenticator } from '../../../test/fixtures/authenticator.ts'
import {
  addRoot,
  type Answer,
  ask,
  PASSWORD,
  type TestPerson,
} from '../../../test/fixtures/people.ts'
import { addPerson, disablePerson, setPassword } from '../../cases/index.ts'

const ORIGIN = 'https://windbreak.example'
const SITE = { origin: ORIGIN, rpId: 'windbreak.example' }
let now = Date.parse('2026-01-05T08:00:00Z')
const clock = () => new Date(now).toISOString()
let server: ApiTestServer
let root: TestPerson
let count = 0

beforeAll(async () => {
  server = await startApiServer({ clock, origin: ORIGIN })
  root = await addRoot(server.records.db, clock)
})
afterAll(() => server.close())

const post = (path: string, body?: unknown, session?: string): Promise<Answer> =>
  ask(server.app, 'POST', `/api/v1${path}`, { session, body, headers: { origin: ORIGIN } })
const get = (path: string, session?: string): Promise<Answer> =>
  ask(server.app, 'GET', `/api/v1${path}`, { session })

interface Holder {
  readonly id: string
  readonly login: string
  readonly session: string | undefined
  readonly key: SoftwareAuthenticator
}

async function newPerson(): Promise<Holder> {
  count += 1
  now += 1000
  const login = `holder${count}`
  const added = { login, name: 'H', roles: ['triage'], password: PASSWORD } as const
  const id = await addPerson(server.records.db, root, clock, added)
  const { session } = await post('/session', { login, password: PASSWORD })
  return { id, login, session, key: new SoftwareAuthenticator() }
}

async function register(holder: Holder, change: Partial<Gesture> = {}, password = PASSWORD) {
  const offer = await post('/passkeys/offer', undefined, holder.session)
  const challenge = String(offer.body['challenge'])
  const response = holder.key.create({ ...SITE, challenge, ...change })
  return post('/passkeys', { name: 'a key', password, response }, holder.session)
}

async function logIn(key: SoftwareAuthenticator, change: Partial<Gesture> = {}) {
  const offer = await post('/session/passkey/offer')
  const challenge = String(offer.body['challenge'])
  const response = key.get({ ...SITE, challenge, ...change })
  return { answer: await post('/session/passkey', { response }), response }
}

describe('a passkey', () => {
  it('is kept with the password, rotates the session, and is two factors by itself', async () => {
    const holder = await newPerson()
    expect((await get('/session', holder.session)).body).toMatchObject({ permissions: [] })
    expect((await register(holder, {}, 'another sentence of words')).status).toBe(401)
    const kept = await register(holder)
    expect(kept.status).toBe(201)
    expect((await get('/session', holder.session)).status).toBe(401)
    const { answer } = await logIn(holder.key, { userHandle: holder.id })
    expect(answer.status).toBe(201)
    const me = await get('/session', answer.session)
    expect(me.body).toMatchObject({ login: holder.login, needsTotp: false })
    expect(me.body['permissions']).toContain('cases.read')
    const alone = await post('/session', { login: holder.login, password: PASSWORD })
    expect([alone.status, alone.session]).toEqual([401, undefined])
    const listed = await get('/passkeys', answer.session)
    expect(listed.body['items']).toMatchObject([{ name: 'a key', lastUsedAt: clock() }])
  })

  it('names nobody before it answers', async () => {
    const offer = await post('/session/passkey/offer')
    expect(offer.body['allowCredentials'] ?? []).toEqual([])
    expect(offer.body).toMatchObject({ rpId: SITE.rpId, userVerification: 'required' })
  })

  it.each<[string, Partial<Gesture>]>([
    ['for another page', { origin: 'https://evil.example' }],
    ['for a page of a like name', { origin: 'https://windbreak.example.evil.example' }],
    ['for the same host without TLS', { origin: 'http://windbreak.example' }],
    ['for another host', { rpId: 'evil.example' }],
    ['to another question', { challenge: Buffer.alloc(32, 1).toString('base64url') }],
    ['without asking its holder', { isVerified: false }],
    ['of a registration', { type: 'webauthn.create' }],
    ['for another person', { userHandle: '3b241101-e2bb-4255-8caf-4136c566a962' }],
  ])('that answers %s lets nobody in', async (_what, change) => {
    const holder = await newPerson()
    expect((await register(holder)).status).toBe(201)
    const { answer } = await logIn(holder.key, change)
    expect([answer.status, answer.session]).toEqual([401, undefined])
    expect((await logIn(holder.key)).answer.status).toBe(201)
  })

  it.each<[string, Partial<Gesture>]>([
    ['for another page', { origin: 'https://evil.example' }],
    ['for another host', { rpId: 'evil.example' }],
    ['to no question', { challenge: Buffer.alloc(32, 1).toString('base64url') }],
    ['without asking its holder', { isVerified: false }],
    ['as a login', { type: 'webauthn.get' }],
  ])('that is made %s is not kept', async (_what, change) => {
    const answer = await register(await newPerson(), change)
    expect([answer.status, answer.body['code']]).toEqual([422, 'WB_CASES_BAD_INPUT'])
  })

  it('answers once: the same answer again lets nobody in, nor two at once', async () => {
    const holder = await newPerson()
    await register(holder)
    const { answer, response } = await logIn(holder.key)
    expect(answer.status).toBe(201)
    expect((await post('/session/passkey', { response })).status).toBe(401)
    const offer = await post('/session/passkey/offer')
    const twice = holder.key.get({ ...SITE, challenge: String(offer.body['challenge']) })
    const both = await Promise.all([1, 2].map(() => post('/session/passkey', { response: twice })))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 401])
  })

  it('answers in five minutes or not at all', async () => {
    const holder = await newPerson()
    await register(holder)
    const offer = await post('/session/passkey/offer')
    now += 5 * 60_000 + 1
    const response = holder.key.get({ ...SITE, challenge: String(offer.body['challenge']) })
    expect((await post('/session/passkey', { response })).status).toBe(401)
  })

  it('that counts backwards was copied, and lets nobody in', async () => {
    const holder = await newPerson()
    await register(holder)
    expect((await logIn(holder.key, { counter: 9 })).answer.status).toBe(201)
    expect((await logIn(holder.key, { counter: 9 })).answer.status).toBe(401)
    expect((await logIn(holder.key, { counter: 3 })).answer.status).toBe(401)
    expect((await logIn(holder.key, { counter: 10 })).answer.status).toBe(201)
  })

  it('of a stranger, of somebody disabled, and with another signature lets nobody in', async () => {
    const [holder, gone] = [await newPerson(), await newPerson()]
    expect((await logIn(new SoftwareAuthenticator())).answer.status).toBe(401)
    await register(gone)
    await disablePerson(server.records.db, root, clock, gone.id)
    expect((await logIn(gone.key)).answer.status).toBe(401)
    await register(holder)
    const forged = new SoftwareAuthenticator()
    const offer = await post('/session/passkey/offer')
    const response = forged.get({ ...SITE, challenge: String(offer.body['challenge']) })
    const as = { ...response, id: holder.key.id, rawId: holder.key.id }
    expect((await post('/session/passkey', { response: as })).status).toBe(401)
  })

  it('of one cannot be kept by another, nor removed; one of ones own can', async () => {
    const [one, other] = [await newPerson(), await newPerson()]
    const kept = await register(one)
    const again = await register({ ...other, key: one.key })
    expect(again.status).toBe(409)
    await register(other)
    const session = (await logIn(one.key)).answer.session
    const theirs = (await logIn(other.key)).answer.session
    const remove = (id: string, who?: string) =>
      ask(server.app, 'DELETE', `/api/v1/passkeys/${id}`, {
        session: who,
        headers: { origin: ORIGIN },
      })
    const id = String(kept.body['id'])
    expect((await remove(id, theirs)).status).toBe(404)
    expect((await remove(id, session)).status).toBe(200)
    expect((await logIn(one.key)).answer.status).toBe(401)
    // Without it the password leads to setting up another second factor, and to nothing else.
    const { session: next } = await post('/session', { login: one.login, password: PASSWORD })
    expect((await get('/session', next)).body).toMatchObject({ needsTotp: true, permissions: [] })
  })

  it('stays when an administrator sets a new password, which alone lets nobody in', async () => {
    const holder = await newPerson()
    await register(holder)
    await setPassword(server.records.db, root, clock, holder.id, 'another sentence of words')
    const alone = await post('/session', {
      login: holder.login,
      password: 'another sentence of words',
    })
    expect(alone.status).toBe(401)
    expect((await logIn(holder.key)).answer.status).toBe(201)
  })
})

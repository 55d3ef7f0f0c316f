import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addIdentity, addPerson } from '../../src/cases/index.ts'
import { type ApiTestServer, startApiServer } from '../fixtures/api-server.ts'
import { type Forgery, type Impostor, startImpostor } from '../fixtures/oidc-impostor.ts'
import { addRoot } from '../fixtures/people.ts'

/** Suite 11. Logins at a real provider, replay and mix-up of browsers are in src/api/login/provider.test.ts. */
const clock = () => new Date().toISOString()
const CLIENT = { id: 'windbreak', secret: 'a secret of the client that is long enough' }
let impostor: Impostor
let server: ApiTestServer

beforeAll(async () => {
  impostor = await startImpostor(CLIENT)
  const { issuer } = impostor
  const oidc = { issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret }
  server = await startApiServer({ clock, oidc, origin: 'http://windbreak.example' })
  const { db } = server.records
  const root = await addRoot(db, clock)
  const ann = await addPerson(db, root, clock, { login: 'ann', name: 'A', roles: ['triage'] })
  await addIdentity(db, root, clock, ann, { issuer, subject: 'ann-at-provider' })
  const eve = await addPerson(db, root, clock, { login: 'eve', name: 'E', roles: ['triage'] })
  await addIdentity(db, root, clock, eve, { issuer: 'https://other.example', subject: 'eve' })
})
afterAll(async () => {
  await server.close()
  impostor.close()
})

/** A whole login with a token as forged. Gives the status of the callback and whether a session began. */
async function logIn(forge: Forgery, change: (back: URL) => void = () => undefined) {
  impostor.forge = forge
  const start = '/api/v1/login/provider'
  const begun = await server.app.inject({ url: start })
  const cookie = String(begun.headers['set-cookie']).split(';')[0] ?? ''
  const asked = await fetch(String(begun.headers['location']), { redirect: 'manual' })
  const back = new URL(asked.headers.get('location') ?? '')
  change(back)
  const answer = await server.app.inject({ url: back.pathname + back.search, headers: { cookie } })
  return {
    status: answer.statusCode,
    session: /__Host-windbreak=[\w-]{43}/.test(String(answer.headers['set-cookie'])),
    location: answer.headers['location'],
  }
}

const past = Math.floor(Date.now() / 1000) - 3600
const FORGERIES: ReadonlyArray<readonly [string, Forgery]> = [
  ['is not signed', { signedBy: 'none' }],
  ['is signed by a key of nobody', { signedBy: 'stranger' }],
  ['is signed by the secret that client and provider share', { signedBy: 'secret' }],
  ['comes from another issuer', { claims: { iss: 'https://other.example' } }],
  ['names no issuer', { claims: { iss: undefined } }],
  ['is for another client', { claims: { aud: 'another' } }],
  ['is for several, and does not say which asked', { claims: { aud: ['another', 'third'] } }],
  ['has run out', { claims: { exp: past, iat: past - 60 } }],
  ['never runs out', { claims: { exp: undefined } }],
  ['is an answer to another question', { claims: { nonce: 'of-another-login' } }],
  ['is an answer to no question', { claims: { nonce: undefined } }],
  ['is about nobody', { claims: { sub: undefined } }],
  ['is about several', { claims: { sub: ['ann-at-provider', 'eve'] } }],
  ['is about a number', { claims: { sub: 7 } }],
  [
    'is about somebody unknown, with the login of another as e-mail',
    { claims: { sub: 'x', email: 'ann' } },
  ],
  [
    'is about somebody unknown, with several e-mails',
    { claims: { sub: 'x', email: ['ann', 'eve'] } },
  ],
  [
    'is about somebody unknown, whose e-mail is nothing',
    { claims: { sub: 'undefined', email: null } },
  ],
  ['is about a person of another issuer', { claims: { sub: 'eve' } }],
  ['is about a person by another letter case', { claims: { sub: 'ANN-at-provider' } }],
  ['needs what nobody here understands', { header: { crit: ['x'], x: 1 } }],
]

describe('an id token that', () => {
  it('is right lets its person in, to a fixed address', async () => {
    const found = await logIn({}, (back) => back.searchParams.set('next', 'https://evil.example'))
    expect(found).toEqual({ status: 302, session: true, location: '/' })
  })

  it.each(FORGERIES)('%s lets nobody in', async (_what, forge) => {
    expect(await logIn(forge)).toMatchObject({ status: 401, session: false })
  })

  it('comes with the name of another issuer in the address lets nobody in', async () => {
    const mixed = await logIn({}, (back) => back.searchParams.set('iss', 'https://other.example'))
    expect(mixed).toMatchObject({ status: 401, session: false })
  })

  it('comes with a parameter twice lets nobody in', async () => {
    const twice = await logIn({}, (back) => back.searchParams.append('code', 'another'))
    expect(twice.session).toBe(false)
    expect([400, 401]).toContain(twice.status)
  })
})

import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, ask } from '../../test/fixtures/people.ts'
import { NOW, RISC, type SsfDesk, startSsfDesk, suspend } from '../../test/fixtures/ssf-desk.ts'
import { pollTransmitter } from '../actions/index.ts'

let desk: SsfDesk
beforeAll(async () => {
  desk = await startSsfDesk()
})
afterAll(() => desk.close())

describe('the receiver', () => {
  const FROM = 'https://idp.example'
  const US = 'https://windbreak.example'
  const claims = {
    iss: FROM,
    aud: US,
    jti: 'j1',
    iat: Date.parse(NOW) / 1000,
    sub_id: { format: 'opaque', id: 'acct_9' },
    events: { [`${RISC}account-disabled`]: { reason: 'hijacking' } },
  }
  let bearer: string
  let theirs: Awaited<ReturnType<typeof generateKeyPair>>
  const sign = (more: object = {}, header: object = {}, by = theirs.privateKey): Promise<string> =>
    new SignJWT({ ...claims, ...more })
      .setProtectedHeader({ alg: 'ES256', typ: 'secevent+jwt', kid: 'k', ...header })
      .sign(by)

  beforeAll(async () => {
    theirs = await generateKeyPair('ES256', { extractable: true })
    const jwk = { ...(await exportJWK(theirs.publicKey)), kid: 'k', alg: 'ES256' }
    const body = { issuer: FROM, audience: US, jwks: { keys: [jwk] } }
    const made = await ask(desk.server.app, 'POST', '/api/v1/ssf/transmitters', {
      session: desk.admin,
      body,
    })
    bearer = String(made.body['token'])
  })

  async function pushed(set: string, token = bearer): Promise<Answer> {
    const headers = {
      host: new URL(desk.issuer).host,
      origin: undefined,
      'content-type': 'application/secevent+jwt',
    }
    return ask(desk.server.app, 'POST', '/ssf/events', { token, body: set, headers })
  }
  const received = async () => {
    const answer = await ask(desk.server.app, 'GET', '/api/v1/ssf/received', {
      session: desk.triage,
    })
    return answer.body['items'] as { jti: string }[]
  }

  it('keeps an event once, as a claim for people to read', async () => {
    const set = await sign()
    expect((await pushed(set)).status).toBe(202)
    expect((await pushed(set)).status).toBe(202)
    expect(await received()).toMatchObject([
      {
        issuer: FROM,
        jti: 'j1',
        type: `${RISC}account-disabled`,
        subject: claims.sub_id,
        body: { reason: 'hijacking' },
      },
    ])
  })

  const many = { [`${RISC}account-disabled`]: {}, [`${RISC}account-enabled`]: {} }
  it.each<[string, string, () => Promise<string> | string]>([
    ['an id token', 'invalid_request', () => sign({ jti: 'x' }, { typ: 'JWT' })],
    ['a token that runs out', 'invalid_request', () => sign({ jti: 'x', exp: claims.iat + 60 })],
    ['a token about "sub"', 'invalid_request', () => sign({ jti: 'x', sub: 'acct_9' })],
    ['two events', 'invalid_request', () => sign({ jti: 'x', events: many })],
    ['no event', 'invalid_request', () => sign({ jti: 'x', events: {} })],
    ['no subject', 'invalid_request', () => sign({ jti: 'x', sub_id: undefined })],
    ['no id', 'invalid_request', () => sign({ jti: undefined })],
    ['a token of the future', 'invalid_request', () => sign({ jti: 'x', iat: claims.iat + 400 })],
    ['text', 'invalid_request', () => 'no token'],
    ['no signature', 'invalid_key', () => new UnsecuredJWT({ ...claims, jti: 'x' }).encode()],
    ['another issuer', 'invalid_issuer', () => sign({ jti: 'x', iss: 'https://evil.example' })],
    [
      'another audience',
      'invalid_audience',
      () => sign({ jti: 'x', aud: 'https://other.example' }),
    ],
    [
      'a stranger as signer',
      'invalid_key',
      async () => sign({ jti: 'x' }, {}, (await generateKeyPair('ES256')).privateKey),
    ],
    ['a key that is not published', 'invalid_key', () => sign({ jti: 'x' }, { kid: 'other' })],
  ])('refuses %s as %s', async (_what, err, make) => {
    const before = (await received()).length
    const answer = await pushed(await make())
    expect([answer.status, answer.body]).toEqual([400, { err, description: 'not taken' }])
    expect(await received()).toHaveLength(before)
  })

  it('refuses whoever has no token for it', async () => {
    const answer = await pushed(await sign({ jti: 'y' }), 'nobody')
    expect(answer.body).toMatchObject({ err: 'authentication_failed' })
  })

  it('polls a transmitter, acknowledges what is right, and says what is not', async () => {
    const { id, token } = await desk.newReceiver()
    await desk.as(token, 'POST', '/ssf/streams', {})
    const body = {
      issuer: desk.issuer,
      audience: 'https://idp.example',
      jwks: { keys: [desk.key.jwk] },
    }
    await ask(desk.server.app, 'POST', '/api/v1/ssf/transmitters', { session: desk.admin, body })
    for (const name of ['p', 'q']) await desk.connect(id).apply(suspend, name, {})
    const { db } = desk.server.records
    const damaged = db
      .selectFrom('ssf_sets')
      .select('jti')
      .where('receiver_id', '=', id)
      .orderBy('jti')
      .limit(1)
    await db.updateTable('ssf_sets').set({ token: 'a.b.c' }).where('jti', '=', damaged).execute()
    const asked = {
      issuer: desk.issuer,
      endpoint: `${desk.issuer}/ssf/poll`,
      authorization: `Bearer ${token}`,
    }
    expect(await pollTransmitter({ db, clock: () => NOW }, desk.http, asked)).toEqual({
      taken: 1,
      refused: 1,
      more: false,
    })
    const rows = await db.selectFrom('ssf_sets').selectAll().where('receiver_id', '=', id).execute()
    expect(rows.map(({ state, error }) => `${state} ${error}`).toSorted()).toEqual([
      'refused invalid_request',
      'taken null',
    ])
    expect(await pollTransmitter({ db, clock: () => NOW }, desk.http, asked)).toEqual({
      taken: 0,
      refused: 0,
      more: false,
    })
  })
})

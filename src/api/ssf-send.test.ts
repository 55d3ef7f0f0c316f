import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CAEP,
  NOW,
  RISC,
  type SsfDesk,
  startSsfDesk,
  suspend,
} from '../../test/fixtures/ssf-desk.ts'
import { openSignalKey } from '../actions/index.ts'

let desk: SsfDesk
beforeAll(async () => {
  desk = await startSsfDesk()
})
afterAll(() => desk.close())

const push = () => ({
  delivery: {
    method: 'urn:ietf:rfc:8935',
    endpoint_url: `${desk.receiver.server.url}/events`,
    authorization_header: 'Bearer of-the-receiver',
  },
})

describe('the transmitter', () => {
  it('says what it can and shows the key that it signs with, and no more of it', async () => {
    const about = await desk.as('', 'GET', '/.well-known/ssf-configuration')
    expect(about.body).toMatchObject({
      spec_version: '1_0',
      issuer: desk.issuer,
      jwks_uri: `${desk.issuer}/ssf/jwks.json`,
    })
    const { keys } = (await desk.as('', 'GET', '/ssf/jwks.json')).body as { keys: object[] }
    expect(keys.map((one) => Object.keys(one).toSorted())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ])
    expect((await openSignalKey(desk.folder)).jwk).toEqual(desk.key.jwk)
  })

  it('pushes what was done and what was taken back, signed, once for a key', async () => {
    const { id, token } = await desk.newReceiver()
    const made = await desk.as(token, 'POST', '/ssf/streams', push())
    expect(made.body).toMatchObject({ stream_id: id, aud: 'https://idp.example' })
    const connector = desk.connect(id)
    expect(await connector.apply(suspend, 'key-1', {})).toMatchObject({ state: 'applied' })
    expect(await connector.apply(suspend, 'key-1', {})).toMatchObject({ state: 'applied' })
    expect(await connector.revert(suspend, 'key-2', {})).toMatchObject({ state: 'applied' })
    const sessions = { ...suspend, action: 'revoke-sessions', parameters: {} } as const
    expect(await connector.apply(sessions, 'key-3', {})).toMatchObject({ state: 'applied' })
    await expect.poll(() => desk.receiver.taken.length).toBe(3)
    const subject = { format: 'opaque', id: 'acct_7' }
    const told = desk.receiver.taken.splice(0)
    const events = told.map(({ events: some }) => some)
    expect(events[0]).toEqual({ [`${RISC}account-disabled`]: {} })
    expect(events[1]).toEqual({ [`${RISC}account-enabled`]: {} })
    expect(events[2]).toMatchObject({ [`${CAEP}session-revoked`]: { initiating_entity: 'policy' } })
    for (const claims of told) {
      expect(Object.keys(claims).toSorted()).toEqual([
        'aud',
        'events',
        'iat',
        'iss',
        'jti',
        'sub_id',
      ])
      expect(claims['sub_id']).toEqual(subject)
    }
    expect(new Set(told.map(({ jti }) => jti)).size).toBe(3)
    expect((await connector.read(suspend, {})).state).toBe('unknown')
    expect((await connector.preview({ ...suspend, action: 'warn' })).state).toBe('unsupported')
  })

  it('takes 202 alone as taken, 400 as refused, and tries the same token again after all else', async () => {
    const { id, token } = await desk.newReceiver()
    await desk.as(token, 'POST', '/ssf/streams', push())
    const connector = desk.connect(id)
    const refusal = { status: 400, body: { err: 'invalid_audience', description: 'x' } }
    desk.receiver.answers.push(refusal)
    expect((await connector.apply(suspend, 'a', {})).state).toBe('refused')
    desk.receiver.server.requests.length = 0
    desk.receiver.answers.push(
      { status: 200 },
      { status: 302, headers: { location: '/x' } },
      { status: 500 },
    )
    const states = []
    for (let n = 0; n < 4; n += 1) states.push((await connector.apply(suspend, 'b', {})).state)
    expect(states).toEqual(['unknown', 'unknown', 'unknown', 'applied'])
    expect(new Set(desk.receiver.server.requests.map(({ text }) => text)).size).toBe(1)
    const { db } = desk.server.records
    const rows = await db.selectFrom('ssf_sets').selectAll().where('receiver_id', '=', id).execute()
    expect(rows.map(({ state, error }) => `${state} ${error}`).toSorted()).toEqual([
      'refused invalid_audience',
      'taken null',
    ])
    await expect.poll(() => desk.receiver.taken.length).toBe(1)
    desk.receiver.taken.length = 0
  })

  it('keeps events for a poll until they are acknowledged, and gives them to nobody else', async () => {
    const [one, other] = [await desk.newReceiver(), await desk.newReceiver()]
    for (const { token } of [one, other]) await desk.as(token, 'POST', '/ssf/streams', {})
    const connector = desk.connect(one.id)
    for (const name of ['a', 'b', 'c']) await connector.apply(suspend, name, {})
    const poll = (token: string, body: object) => desk.as(token, 'POST', '/ssf/poll', body)
    const first = (await poll(one.token, { maxEvents: 2 })).body as { sets: Record<string, string> }
    expect(first).toMatchObject({ moreAvailable: true })
    const jtis = Object.keys(first.sets)
    expect(jtis).toHaveLength(2)
    const keys = createLocalJWKSet({ keys: [desk.key.jwk] })
    const verified = await jwtVerify(first.sets[jtis[0] ?? ''] ?? '', keys, {
      issuer: desk.issuer,
      currentDate: new Date(NOW),
    })
    expect(verified.payload.jti).toBe(jtis[0])
    expect((await poll(other.token, { ack: jtis })).body).toEqual({
      sets: {},
      moreAvailable: false,
    })
    const setErrs = { [jtis[1] ?? '']: { err: 'invalid_key', description: 'x' } }
    const second = await poll(one.token, { ack: [jtis[0]], setErrs })
    expect(Object.keys(second.body['sets'] as object)).toHaveLength(1)
    const body = { stream_id: one.id, status: 'paused' }
    await desk.as(one.token, 'POST', '/ssf/status', body)
    expect((await poll(one.token, {})).body['sets']).toEqual({})
    await desk.as(one.token, 'POST', '/ssf/status', { ...body, status: 'enabled' })
    expect(Object.keys((await poll(one.token, {})).body['sets'] as object)).toHaveLength(1)
  })

  it('answers a verification with the state, and is of the token alone', async () => {
    const { id, token } = await desk.newReceiver()
    expect((await desk.as(token, 'GET', '/ssf/streams')).status).toBe(404)
    await desk.as(token, 'POST', '/ssf/streams', push())
    expect((await desk.as(token, 'POST', '/ssf/streams', push())).status).toBe(409)
    const state = 'a state of the receiver'
    expect((await desk.as(token, 'POST', '/ssf/verify', { stream_id: id, state })).status).toBe(204)
    await expect.poll(() => desk.receiver.taken.length).toBe(1)
    const [claims] = desk.receiver.taken.splice(0)
    expect(Object.values(claims?.['events'] as object)).toEqual([{ state }])
    expect(claims?.['sub_id']).toEqual({ format: 'opaque', id })
    const foreign = await desk.as(token, 'POST', '/ssf/verify', { stream_id: 'another' })
    expect(foreign.status).toBe(404)
    for (const wrong of ['', 'x'])
      for (const path of ['/ssf/streams', '/ssf/status'])
        expect((await desk.as(wrong, 'GET', path)).status).toBe(401)
    expect((await desk.as(token, 'DELETE', '/ssf/streams')).status).toBe(204)
    expect((await desk.connect(id).apply(suspend, 'late', {})).state).toBe('refused')
  })
})

import { generateKeyPairSync } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type JsonAnswer,
  type JsonServer,
  startJsonServer,
} from '../../../test/fixtures/json-server.ts'
import { openHttp } from '../../platform/index.ts'
import type { Operation } from './connector.ts'
import { genericHttpConnector } from './generic-http.ts'
import { newWebhookSecret, signWebhook, verifyWebhook } from './webhook-signature.ts'
import { webhookConnector } from './webhook.ts'

const NOW = '2026-11-25T08:00:00.000Z'
const NOW_S = Date.parse(NOW) / 1000
const suspend: Operation = {
  action: 'suspend',
  target: { kind: 'account', id: 'acct 7/"}' },
  parameters: { until: '2026-12-01T00:00:00.000Z' },
}
let server: JsonServer | undefined
afterEach(() => server?.close())

describe('webhook signatures', () => {
  it('are those of the published vector', () => {
    const headers = signWebhook(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      atS: 1614265330,
      body: '{"test": 2432232314}',
    })
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('by ed25519 are those of the key pair alone', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
    const message = { id: 'm', atS: NOW_S, body: 'x' }
    const signed = signWebhook([`whsk_${seed.toString('base64')}`], message)
    expect(signed['webhook-signature']).toMatch(/^v1a,/)
    const key = `whpk_${raw.toString('base64')}`
    expect(verifyWebhook([key], signed, 'x', NOW_S)).toBe(true)
    expect(verifyWebhook([key], signed, 'y', NOW_S)).toBe(false)
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
    const wrong = `whpk_${other.subarray(-32).toString('base64')}`
    expect(verifyWebhook([wrong], signed, 'x', NOW_S)).toBe(false)
  })

  it('hold for one of several keys, and for five minutes', () => {
    const [older, newer] = [newWebhookSecret(), newWebhookSecret()]
    const signed = signWebhook([newer, older], { id: 'm', atS: NOW_S, body: 'x' })
    expect(verifyWebhook([older], signed, 'x', NOW_S + 300)).toBe(true)
    expect(verifyWebhook([older], signed, 'x', NOW_S + 301)).toBe(false)
    expect(verifyWebhook([older], signed, 'x', NOW_S - 301)).toBe(false)
    expect(verifyWebhook([newWebhookSecret()], signed, 'x', NOW_S)).toBe(false)
    expect(verifyWebhook([older], { ...signed, 'webhook-id': 'n' }, 'x', NOW_S)).toBe(false)
  })

  it.each(['whsec_c2hvcnQ=', 'secret', 'whsk_', ''])('refuse the key %j', (key) => {
    expect(() => signWebhook([key], { id: 'm', atS: 1, body: '' })).toThrow('another shape')
  })
})

async function connect(answer: () => JsonAnswer | undefined, key = newWebhookSecret()) {
  server = await startJsonServer(answer)
  return webhookConnector(openHttp({ allow: [server.host] }), () => NOW, {
    name: 'receiver',
    url: `${server.url}/hook`,
    keys: [key],
    actions: ['suspend'],
    targets: ['account'],
  })
}

describe('a webhook', () => {
  it('is one that the library of the standard takes for genuine, with a thin body', async () => {
    const key = newWebhookSecret()
    const connector = await connect(() => ({ status: 204 }), key)
    expect(await connector.apply(suspend, 'msg_1', {})).toMatchObject({ state: 'applied' })
    const [got] = server?.requests ?? []
    const stamp = String(Math.floor(NOW_S))
    expect(got?.headers).toMatchObject({ 'webhook-id': 'msg_1', 'webhook-timestamp': stamp })
    expect(got?.json['data']).toEqual({ ...suspend })
    // The library has a clock of its own, so the same message is signed anew for its present.
    const wall = new Date()
    const atS = Math.floor(wall.getTime() / 1000)
    const body = got?.text ?? ''
    const signed = signWebhook([key], { id: 'msg_1', atS, body })
    expect(new Webhook(key).verify(body, { ...signed })).toMatchObject({
      data: { action: 'suspend' },
    })
  })

  it.each<[JsonAnswer | undefined, string, number | undefined]>([
    [{ status: 200 }, 'applied', undefined],
    [{ status: 302, headers: { location: '/x' } }, 'refused', undefined],
    [{ status: 410 }, 'refused', undefined],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'retry', 7000],
    [{ status: 503 }, 'retry', undefined],
    [{ status: 504 }, 'unknown', undefined],
    [undefined, 'unknown', undefined],
  ])('that is answered with %j is %s', async (answer, state, retryAfterMs) => {
    const connector = await connect(() => answer)
    const outcome = await connector.apply(suspend, 'msg_1', {})
    expect([outcome.state, outcome.retryAfterMs]).toEqual([state, retryAfterMs])
  })

  it('cannot be read back, and says so', async () => {
    const connector = await connect(() => ({ status: 200 }))
    expect(await connector.read(suspend, {})).toMatchObject({ state: 'unknown' })
    expect((await connector.capabilities()).reads).toBe(false)
  })
})

describe('a service described by templates', () => {
  it('gets the target encoded in the URL and as a value in the body, and is read back', async () => {
    let blocked = false
    server = await startJsonServer((request) => {
      if (request.method === 'POST') blocked = request.json['blocked'] === true
      return { status: 200, body: { state: { blocked } } }
    })
    const path = `${server.url}/accounts/{target}`
    const read = { method: 'GET', url: path, pointer: '/state/blocked', equals: true } as const
    const change = (value: boolean) => {
      const body = { blocked: value, who: '{target}', until: '{until}', text: 'about {target}' }
      return { method: 'POST', url: path, body } as const
    }
    const connector = genericHttpConnector(openHttp({ allow: [server.host] }), {
      name: 'desk',
      targets: ['account'],
      actions: { suspend: { apply: change(true), revert: change(false), read } },
    })
    const { state } = await connector.preview(suspend)
    expect(state).toBe('would-change')
    await connector.apply(suspend, 'key-1', {})
    expect(await connector.read(suspend, {})).toMatchObject({ state: 'in-effect' })
    const sent = server.requests.find(({ method }) => method === 'POST')
    expect(sent?.path).toBe('/accounts/acct%207%2F%22%7D')
    expect(sent?.headers['idempotency-key']).toBe('key-1')
    const { who, until, text } = sent?.json ?? {}
    expect([who, until, text]).toEqual(['acct 7/"}', suspend.parameters['until'], 'about {target}'])
    await connector.revert(suspend, 'key-2', {})
    expect(await connector.read(suspend, {})).toMatchObject({ state: 'not-in-effect' })
  })
})

import { readFileSync } from 'node:fs'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiTestServer, startApiServer } from '../../test/fixtures/api-server.ts'
import { printOpenapi } from '../../scripts/make-openapi.ts'
import { PROBLEMS } from './problem.ts'
import { defineRoute, type Route } from './route.ts'
import { ROUTES } from './routes/index.ts'

const echo: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/echo/:id',
  access: 'public',
  summary: 'Gives back what it got',
  params: z.object({ id: z.uuid() }),
  query: z.strictObject({ limit: z.coerce.number().int().max(10).optional() }),
  body: z.strictObject({ text: z.string(), more: z.unknown().optional() }),
  answer: z.object({ text: z.string() }),
  run: async ({ body }) => ({ text: body.text }),
})
const broken: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/broken',
  access: 'public',
  summary: 'Fails',
  answer: z.object({}),
  run: async () => {
    throw new TypeError('secret prompt text\n2026-01-01 forged line')
  },
})
const ID = '3b241101-e2bb-4255-8caf-4136c566a962'
const JSON_TYPE = { 'content-type': 'application/json' }
let server: ApiTestServer

beforeAll(async () => {
  server = await startApiServer({ routes: [...ROUTES, echo, broken] })
})
afterAll(() => server.close())

const post = (payload: string, url = `/api/v1/echo/${ID}`): InjectOptions => ({
  method: 'POST',
  url,
  payload,
  headers: JSON_TYPE,
})
const nested = (depth: number): string =>
  `{"text":"a","more":${'['.repeat(depth)}${']'.repeat(depth)}}`

describe('refusals are problem details', () => {
  it.each<[string, InjectOptions, number, string]>([
    ['an address that is not there', { url: '/nowhere' }, 404, 'not-found'],
    ['an address that is not there below api', { url: '/api/v1/nowhere' }, 404, 'not-found'],
    ['an address that cannot be decoded', { url: '/api/%ZZ' }, 400, 'bad-request'],
    ['another method', { method: 'DELETE', url: `/api/v1/echo/${ID}` }, 405, 'method-not-allowed'],
    ['broken JSON', post('{"text":'), 400, 'bad-request'],
    ['an empty body', post(''), 400, 'bad-request'],
    ['__proto__', post('{"text":"a","__proto__":{"x":1}}'), 400, 'bad-request'],
    ['__proto__ in escapes', post('{"text":"a","\\u005f_proto__":{"x":1}}'), 400, 'bad-request'],
    ['constructor', post('{"text":"a","constructor":{"prototype":{}}}'), 400, 'bad-request'],
    ['an unknown field', post('{"text":"a","isAdmin":true}'), 400, 'not-valid'],
    ['another type', post('{"text":["a"]}'), 400, 'not-valid'],
    ['no id', post('{"text":"a"}', '/api/v1/echo/7'), 400, 'not-valid'],
    [
      'a parameter twice',
      post('{"text":"a"}', `/api/v1/echo/${ID}?limit=1&limit=2`),
      400,
      'not-valid',
    ],
    ['more than a mebibyte', post(`{"text":"a"${',"k":1'.repeat(200_000)}}`), 413, 'too-large'],
    [
      'a body that says it is text',
      { ...post('{"text":"a"}'), headers: { 'content-type': 'text/plain' } },
      415,
      'media-type',
    ],
    [
      'a form',
      { ...post('text=a'), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'media-type',
    ],
    ['JSON nested ten thousand deep', post(nested(10_000)), 400, 'not-valid'],
    ['JSON nested one too deep', post(nested(100)), 400, 'not-valid'],
    ['half of a character', post('{"text":"a\\ud800"}'), 400, 'not-valid'],
    ['half of a character in a name', post('{"text":"a","more":{"\\udfff":1}}'), 400, 'not-valid'],
    ['a fault of ours', { url: '/api/v1/broken' }, 500, 'internal'],
  ])('%s', async (_what, asked, status, name) => {
    const answer = await server.app.inject(asked)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    const type = `urn:windbreak:problem:${name}`
    expect(answer.json()).toMatchObject({
      type,
      status,
      request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it('are all told of in the reference with their status, and no others', () => {
    const page = readFileSync('docs/reference/api.md', 'utf8')
    const told = [...page.matchAll(/^\| `([a-z-]+)` \| (\d{3})/gm)].map(([, name, status]) => [
      name,
      Number(status),
    ])
    expect(told).toEqual(Object.entries(PROBLEMS).map(([name, [status]]) => [name, status]))
  })

  it('tells which methods an address takes', async () => {
    const answer = await server.app.inject({ method: 'PUT', url: '/healthz' })
    expect(answer.headers['allow']).toBe('GET')
  })

  it('take JSON nested as deep as the limit where a schema allows it', async () => {
    expect((await server.app.inject(post(nested(99)))).json()).toEqual({ text: 'a' })
  })

  it('reports a fault in one line that quotes nothing, and answers nothing of it', async () => {
    server.reported.length = 0
    const answer = await server.app.inject({ url: '/api/v1/broken?q=secret' })
    expect(answer.body).not.toContain('secret')
    expect(server.reported).toHaveLength(1)
    const [line = ''] = server.reported
    expect(line.trimEnd()).not.toContain('\n')
    expect(line).not.toContain('secret')
    expect(JSON.parse(line)).toMatchObject({ error: 'TypeError', route: '/api/v1/broken' })
  })
})

describe('the server', () => {
  it('sends the headers that keep its pages to themselves, and HSTS only where it is reached by TLS', async () => {
    const { headers } = await server.app.inject({ url: '/healthz' })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['strict-transport-security']).toBeUndefined()
    const tls = await startApiServer({ origin: 'https://windbreak.example' })
    const secure = await tls.app.inject({ url: '/healthz' })
    await tls.close()
    expect(secure.headers['strict-transport-security']).toContain('max-age=')
  })

  it('is ready while the records answer and not after', async () => {
    const other = await startApiServer()
    expect((await other.app.inject({ url: '/readyz' })).statusCode).toBe(200)
    await other.records.close()
    const answer = await other.app.inject({ url: '/readyz' })
    expect(answer.statusCode).toBe(503)
    expect((await other.app.inject({ url: '/healthz' })).statusCode).toBe(200)
    await other.app.close()
  })

  it('counts requests by route pattern, never by address, and shows that to nobody behind a proxy', async () => {
    await server.app.inject(post('{"text":"a"}'))
    const { body } = await server.app.inject({ url: '/metrics' })
    expect(body).toContain(
      'windbreak_http_requests_total{method="POST",route="/api/v1/echo/:id",status="200"}',
    )
    expect(body).not.toContain(ID)
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    expect((await server.app.inject({ url: '/metrics', headers })).statusCode).toBe(404)
  })

  it('describes every route in the committed OpenAPI 3.1 file', async () => {
    // `npx tsx scripts/make-openapi.ts` writes the file again.
    const committed = readFileSync('schemas/openapi.json', 'utf8')
    expect(committed).toBe(await printOpenapi())
    const { openapi, paths } = JSON.parse(committed) as {
      openapi: string
      paths: Record<string, Record<string, unknown>>
    }
    expect(openapi).toMatch(/^3\.1\./)
    for (const { path, method } of ROUTES)
      expect(paths[path.replace(/:(\w+)/g, '{$1}')]).toHaveProperty(method.toLowerCase())
  })

  it('answers what it has begun before it stops', async () => {
    let finish: () => void = () => undefined
    let begun: () => void = () => undefined
    const started = new Promise<void>((resolve) => (begun = resolve))
    const slow = defineRoute({
      method: 'GET',
      path: '/api/v1/slow',
      access: 'public',
      summary: 'Waits',
      answer: z.object({ done: z.boolean() }),
      run: async () => {
        begun()
        await new Promise<void>((resolve) => (finish = resolve))
        return { done: true }
      },
    })
    const other = await startApiServer({ routes: [slow] })
    const address = await other.app.listen({ host: '127.0.0.1', port: 0 })
    const answer = fetch(`${address}/api/v1/slow`)
    await started
    const closing = other.close()
    finish()
    expect(await (await answer).json()).toEqual({ done: true })
    await closing
    await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed')
  })
})

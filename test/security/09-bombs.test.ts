import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseNova } from '../../src/formats/nova/index.ts'
import { parseSigma } from '../../src/formats/sigma/index.ts'
import { parsePattern } from '../../src/formats/stix-pattern/index.ts'
import { validateStix } from '../../src/formats/stix/index.ts'
import { gate } from '../../src/sharing/index.ts'
import { type ApiTestServer, startApiServer } from '../fixtures/api-server.ts'
import { addRoot, addTestPerson, HOST, logInAs } from '../fixtures/people.ts'
import { indicator, startTestServer, type TestServer } from '../fixtures/taxii-server.ts'

/** Suite 9 over HTTP and in rules; archives are attacked in src/formats/zip and src/formats/zstd, logs in test/bad-input.test.ts. */
const clock = () => '2026-01-05T08:12:00.000Z'
const MS_MAX = 5_000
let server: ApiTestServer
let taxii: TestServer
let session: string

beforeAll(async () => {
  server = await startApiServer({ clock })
  const root = await addRoot(server.records.db, clock)
  const person = await addTestPerson(server.records.db, clock, root, 'tri', ['triage'])
  session = await logInAs(server.app, clock, person)
  taxii = await startTestServer()
})
afterAll(async () => {
  await server.close()
  await taxii.close()
})

const post = async (payload: string | Buffer, headers: object = {}) => {
  const start = performance.now()
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/leads',
    payload,
    headers: {
      host: HOST,
      origin: `http://${HOST}`,
      cookie: `__Host-windbreak=${session}`,
      'content-type': 'application/json',
      ...headers,
    },
  })
  return { status: answer.statusCode, ms: performance.now() - start }
}
const lead = (more: string): string =>
  `{"leads":[{"account":"a","probability":0.5,"verdict":"x","cluster":null${more}}]}`

describe('a body', () => {
  it.each<[string, string, number]>([
    ['nested 10,000 deep', lead(`,"x":${'['.repeat(10_000)}${']'.repeat(10_000)}`), 400],
    ['nested 500,000 deep', lead(`,"x":${'['.repeat(500_000)}${']'.repeat(500_000)}`), 400],
    ['nested without an end', lead(`,"x":${'{"a":'.repeat(200_000)}`), 400],
    ['of a hundred thousand keys', lead(`,${keys(100_000)}`), 413],
    ['of fifty thousand keys', lead(`,${keys(50_000)}`), 200],
    ['of a number of 100,000 digits', lead(`,"x":${'9'.repeat(100_000)}`), 400],
    ['of a number that is no number', lead(',"x":1e999'), 400],
    ['of a key twice', lead(',"verdict":"victim-key"'), 200],
    ['that names a prototype', lead(',"x":{"__proto__":{"isAdmin":true}}'), 400],
    ['that names a constructor', lead(',"constructor":{"prototype":{"isAdmin":true}}'), 400],
  ])('%s is answered in time and hurts nothing', async (_what, payload, status) => {
    const answer = await post(payload)
    expect(answer.status).toBe(status)
    expect(answer.ms).toBeLessThan(MS_MAX)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  it('that is packed is not unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(50_000_000, 'a'))
    const answer = await post(packed, { 'content-encoding': 'gzip' })
    expect([answer.status, answer.ms < 1000]).toEqual([400, true])
  })

  it('is not read before it is known who sends it', async () => {
    const payload = 'x'.repeat(5_000_000)
    expect((await post(payload, { cookie: '' })).status).toBe(401)
    const headers = { authorization: 'Bearer nobody', 'content-type': 'application/json' }
    const url = `${taxii.url}/objects/`
    const answer = await taxii.app.inject({ method: 'POST', url, headers, payload })
    expect(answer.statusCode).toBe(401)
  })
})

function keys(count: number): string {
  return Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')
}

describe('a partner that sends', () => {
  it.each<[string, (object: Record<string, unknown>) => string]>([
    [
      'an object nested 20,000 deep',
      (object) =>
        JSON.stringify(object).replace('{', `{"x":${'['.repeat(20_000)}1${']'.repeat(20_000)},`),
    ],
    [
      'a pattern of 20,000 parentheses',
      (object) => JSON.stringify({ ...object, pattern: deepPattern() }),
    ],
    [
      'a name of half a million letters',
      (object) => JSON.stringify({ ...object, name: 'a'.repeat(500_000) }),
    ],
    [
      'references to itself',
      (object) => JSON.stringify({ ...object, object_refs: [object['id']] }),
    ],
    ['half of a character', (object) => JSON.stringify(object).replace('{', '{"x":"\\ud800",')],
    ['NUL', (object) => JSON.stringify(object).replace('{', '{"x":"a\\u0000b",')],
  ])('%s is told so, by a status or in it, and never by a fault', async (_what, make) => {
    const start = performance.now()
    const object = indicator(7) as Record<string, unknown>
    const payload = `{"objects":[${make(object)}]}`
    const answer = await taxii.ask('POST', `${taxii.url}/objects/`, { payload })
    expect([202, 400, 422]).toContain(answer.status)
    expect(performance.now() - start).toBeLessThan(MS_MAX)
    expect((await taxii.ask('GET', `${taxii.url}/objects/`)).status).toBe(200)
  })
})

const deepPattern = (): string => `[${'('.repeat(20_000)}a:b = 1${')'.repeat(20_000)}]`
const circle = ['a', 'b', 'c'].map((name, index, all) => ({
  type: 'report',
  id: `report--00000000-0000-4000-8000-00000000000${index}`,
  object_refs: [`report--00000000-0000-4000-8000-00000000000${(index + 1) % all.length}`],
  name,
}))
const aliases = Array.from({ length: 30 }, (_, index) =>
  index === 0 ? 'a0: &a0 [x, x]' : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
).join('\n')

describe('a file of rules or intelligence', () => {
  it.each<[string, () => unknown]>([
    ['aliases of aliases', () => parseSigma(aliases)],
    [
      'parentheses in a condition',
      () => parseSigma(`title: a\ndetection:\n  a: {b: c}\n  condition: ${'('.repeat(50_000)}a`),
    ],
    [
      'a condition of 100,000 words',
      () =>
        parseSigma(`title: a\ndetection:\n  a: {b: c}\n  condition: ${'not '.repeat(100_000)}a`),
    ],
    ['parentheses of a pattern', () => parsePattern(deepPattern())],
    [
      'parentheses of a NOVA condition',
      () =>
        parseNova(
          `rule a\n{\n  keywords:\n    $a = "x"\n  condition:\n    ${'('.repeat(50_000)}keywords.$a\n}`,
        ),
    ],
    [
      'an object nested deep',
      () =>
        validateStix(
          [JSON.parse(`{"type":"x-a","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
          {},
        ),
    ],
    ['reports that name one another in a circle', () => gate(circle, 'red', 'red')],
  ])('with %s is read or refused with a code, in time', (_what, read) => {
    const start = performance.now()
    expect(codeOf(read)).toMatch(/^(?:read|WB_[A-Z_]+)$/)
    expect(performance.now() - start).toBeLessThan(MS_MAX)
  })
})

function codeOf(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indicator, startTestServer, type TestServer } from '../../../test/fixtures/taxii-server.ts'

const TAXII = 'application/taxii+json;version=2.1'
let server: TestServer
let objects: string

beforeAll(async () => {
  server = await startTestServer({ pageSizeMax: 10 })
  objects = `${server.url}/objects/`
})
afterAll(() => server.close())

const post = (list: readonly unknown[], headers = {}) =>
  server.ask('POST', objects, { payload: JSON.stringify({ objects: list }), headers })

describe('what TAXII servers commonly get wrong', () => {
  it.each([
    ['application/taxii+json', 200],
    ['application/taxii+json;version=2.1', 200],
    ['application/taxii+json; version="2.1"', 200],
    ['text/html, application/taxii+json;q=0.5', 200],
    ['*/*', 200],
    ['application/taxii+json;version=2.0', 406],
    ['application/json', 406],
    ['application/taxii+json;q=0', 406],
  ])('Accept: %s is answered with %i', async (accept, status) => {
    const answer = await server.ask('GET', '/taxii2/', { headers: { accept } })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe(TAXII)
  })

  it.each([
    ['GET', '/taxii2/nowhere/', 404],
    ['GET', '/taxii2/north', 404],
    ['PUT', '/taxii2/north/', 404],
    ['GET', '/taxii2/north/status/1/', 404],
    ['GET', '/taxii2/north/status/00000000-0000-4000-8000-000000000000/', 404],
    ['GET', '/taxii2/north/collections/other/', 404],
    ['GET', '/taxii2/north/collections/%00/', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?limit=0', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?limit=ten', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?limit=1&limit=2', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?added_after=yesterday', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?added_after=2026-02-31T00:00:00Z', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?match[version]=newest', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?match[version]=all,last', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?match[spec_version]=two', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?match[id]=a,,b', 400],
    ['GET', '/taxii2/north/collections/shared/objects/?next=zzz', 400],
    ['GET', '/taxii2/north/collections/shared/objects/indicator--x/', 404],
    ['GET', '/taxii2/north/collections/shared/objects/indicator--x/versions/', 404],
    ['DELETE', '/taxii2/north/collections/shared/objects/indicator--x/', 404],
  ])('%s %s is a TAXII error of %i', async (method, path, status) => {
    const answer = await server.ask(method as 'GET', path)
    expect(answer).toMatchObject({ status, body: { http_status: String(status) } })
    expect(answer.headers['content-type']).toBe(TAXII)
    expect(typeof answer.body['title']).toBe('string')
  })

  it.each([[''], ['Basic bm9ydGg6d3Jvbmc='], ['Basic !!'], ['Bearer nothing'], ['Digest x']])(
    'Authorization "%s" is 401 with a challenge and a TAXII body',
    async (authorization) => {
      const answer = await server.ask('GET', '/taxii2/', { headers: { authorization } })
      expect(answer).toMatchObject({ status: 401, body: { http_status: '401' } })
      expect(answer.headers['www-authenticate']).toContain('Basic')
    },
  )

  it('an empty page is an empty object, and match[type] of anything is no error', async () => {
    const empty = await server.ask('GET', `${objects}?match[type]=x-acme&match[colour]=red`)
    expect(empty).toMatchObject({ status: 200, body: {} })
    expect(Object.keys(empty.body)).toEqual([])
    expect(empty.headers['x-taxii-date-added-first']).toBeUndefined()
  })

  it.each([
    ['text/plain', '{}', 415],
    ['application/json', '{}', 415],
    [TAXII, '{', 400],
    [TAXII, '{}', 422],
    [TAXII, '[]', 422],
    [TAXII, 'null', 422],
    [TAXII, '{"objects":[]}', 422],
    [TAXII, JSON.stringify({ objects: ['x'.repeat(1_000_001)] }), 413],
    [TAXII, JSON.stringify({ objects: ['x'.repeat(2_000_001)] }), 413],
  ])('POST as %s of %.20s is %i', async (type, payload, status) => {
    const answer = await server.ask('POST', objects, { payload, headers: { 'content-type': type } })
    expect(answer).toMatchObject({ status, body: { http_status: String(status) } })
  })

  it('each object that cannot be taken fails by itself, with the reason', async () => {
    const red = {
      object_marking_refs: ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'],
    }
    const bad = [
      7,
      { id: 'x' },
      indicator(900, 'soon'),
      indicator(901, undefined, { type: 'malware' }),
      indicator(902, undefined, red),
    ]
    const { status, body } = await post([...bad, indicator(903), indicator(903)])
    expect(status).toBe(202)
    expect(body).toMatchObject({
      status: 'complete',
      total_count: 7,
      success_count: 2,
      failure_count: 5,
      pending_count: 0,
    })
    const messages = (body['failures'] as Array<{ message: string }>).map(({ message }) => message)
    expect(messages.join(' ')).toContain('TLP:RED is above what this collection may hold')
    const kept = await server.ask('GET', `/taxii2/north/status/${String(body['id'])}/`)
    expect(kept.body).toEqual(body)
    const other = await post([indicator(903, undefined, { name: 'changed' })])
    expect(other.body).toMatchObject({ success_count: 0, failure_count: 1 })
  })

  it('added_after is the time of adding, not of the object, and leaves out its own instant', async () => {
    await post([indicator(910), indicator(911)])
    const all = await server.ask(
      'GET',
      `${server.url}/manifest/?match[id]=${idOf(910)},${idOf(911)}`,
    )
    const dates = (all.body['objects'] as Array<{ date_added: string }>).map(
      (one) => one.date_added,
    )
    expect(dates.every((date) => /\.\d{6}Z$/.test(date))).toBe(true)
    expect(dates[0] !== undefined && dates[1] !== undefined && dates[0] < dates[1]).toBe(true)
    const later = await server.ask(
      'GET',
      `${objects}?match[type]=indicator&added_after=${dates[0]}&limit=1`,
    )
    expect(later.body['objects']).toMatchObject([{ id: idOf(911) }])
    expect(later.headers['x-taxii-date-added-first']).toBe(dates[1])
  })

  it('pages neither skip nor repeat while objects arrive, and next is bound to its filters', async () => {
    await post(
      Array.from({ length: 25 }, (_, n) =>
        indicator(n, undefined, { type: 'indicator', name: 'page' }),
      ),
    )
    const seen: string[] = []
    const first = await server.ask('GET', `${objects}?limit=4`)
    const token = first.body['next'] as string
    const moved = await server.ask('GET', `${objects}?limit=4&match[type]=malware&next=${token}`)
    expect(moved.status).toBe(400)
    for (let n = 0, page = first; ; n += 1) {
      seen.push(...(page.body['objects'] as Array<{ id: string }>).map(({ id }) => id))
      const next = page.body['next'] as string | undefined
      expect(page.body['more']).toBe(next !== undefined)
      if (n < 5) await post([indicator(100 + n)])
      if (next === undefined) break
      page = await server.ask('GET', `${objects}?limit=4&next=${next}`)
    }
    expect(new Set(seen).size).toBe(seen.length)
    for (const n of [...Array(25).keys(), 100, 101, 102, 103, 104]) expect(seen).toContain(idOf(n))
  })

  it('versions: last by default, first, all, one by its instant; deleting takes the last', async () => {
    const times = [
      '2026-01-01T00:00:00.000Z',
      '2026-01-02T00:00:00.000Z',
      '2026-01-03T00:00:00.000Z',
    ]
    await post(times.map((time) => indicator(700, time)))
    const path = `${objects}${idOf(700)}/`
    const modified = async (query: string) =>
      (
        (await server.ask('GET', path + query)).body['objects'] as
          | Array<{ modified: string }>
          | undefined
      )?.map((one) => one.modified)
    expect(await modified('')).toEqual([times[2]])
    expect(await modified('?match[version]=first')).toEqual([times[0]])
    expect(await modified('?match[version]=all')).toEqual(times)
    expect(await modified('?match[version]=2026-01-02T01:00:00%2B01:00')).toEqual([times[1]])
    expect(await modified('?match[version]=first,last')).toEqual([times[0], times[2]])
    expect((await server.ask('DELETE', path)).status).toBe(200)
    expect(await modified('')).toEqual([times[1]])
    expect((await server.ask('GET', `${path}versions/`)).body['versions']).toEqual(
      times.slice(0, 2),
    )
    expect((await server.ask('DELETE', `${path}?match[version]=all`)).status).toBe(200)
    expect((await server.ask('GET', `${path}versions/`)).status).toBe(404)
  })

  it('keeps what it does not know, in the order in which it came', async () => {
    const odd = { ...indicator(800), x_acme: { b: 1.5, a: [] }, __proto__x: '\u0000\ud800' }
    await post([odd])
    const answer = await server.ask('GET', `${objects}${idOf(800)}/`)
    expect(answer.body['objects']).toEqual([odd])
  })
})

function idOf(n: number): string {
  return (indicator(n) as { id: string }).id
}

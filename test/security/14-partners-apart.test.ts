import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addCollection,
  addCredential,
  addPartner,
  grantCollection,
} from '../../src/sharing/index.ts'
import { indicator, startTestServer, type TestServer } from '../fixtures/taxii-server.ts'

/**
 * Suite 14. An installation serves one operator, so those who must not see each other are its partners: whatever one may
 * read, no other finds by any address, filter, count or error. Rights of one partner are in src/api/taxii/rights.test.ts.
 */
const CLOCK = () => '2026-01-05T08:12:00.000Z'
let server: TestServer
const object = indicator(41) as { id: string }
const south: { url?: string; auth?: object } = {}
let status: string

beforeAll(async () => {
  server = await startTestServer()
  const { db } = server.records
  const partner = await addPartner(db, CLOCK, {
    name: 'South',
    agreement: 'A-2',
    clearance: 'red',
    unmarkedAs: 'amber',
  })
  const { secret } = await addCredential(db, CLOCK, partner, { kind: 'bearer', name: '' })
  const id = await addCollection(db, { apiRoot: 'north', title: 'South only', ceiling: 'amber' })
  await grantCollection(db, partner, id, { canRead: true, canWrite: true })
  south.url = `/taxii2/north/collections/${id}`
  south.auth = { authorization: `Bearer ${secret}` }
  const payload = JSON.stringify({ objects: [object] })
  const added = await server.ask('POST', `${server.url}/objects/`, { payload })
  status = `/taxii2/north/status/${String(added.body['id'])}/`
})
afterAll(() => server.close())

describe('what one partner reads', () => {
  it('is there for that one', async () => {
    for (const path of [`${server.url}/objects/`, `${server.url}/objects/${object.id}/`, status]) {
      const answer = await server.ask('GET', path)
      expect([path, answer.status]).toEqual([path, 200])
    }
    const whole = await server.ask('GET', `${server.url}/objects/`)
    expect(JSON.stringify(whole.body)).toContain(object.id)
  })

  it('no other finds in its own collection, by whatever question', async () => {
    const questions = [
      '',
      `${object.id}/`,
      `${object.id}/versions/`,
      `?match[id]=${object.id}`,
      '?match[version]=all',
      '?added_after=2000-01-01T00:00:00Z',
    ]
    for (const question of questions)
      for (const path of [
        `${south.url}/objects/${question}`,
        `${south.url}/manifest/${question.startsWith('?') ? question : ''}`,
      ]) {
        const answer = await server.ask('GET', path, { headers: south.auth as never })
        expect([200, 404]).toContain(answer.status)
        const told = JSON.stringify(answer.body).replaceAll(path, '')
        expect([path, told.includes(object.id) && answer.status === 200]).toEqual([path, false])
        expect(answer.headers['x-taxii-date-added-first']).toBeUndefined()
      }
  })

  it('no other tells from what is nowhere', async () => {
    const nowhere = server.url.replace(/[0-9a-f]{8}(?=-)/, '00000000')
    const unlike: string[] = []
    for (const method of ['GET', 'DELETE'] as const)
      for (const end of [
        '/',
        '/objects/',
        '/manifest/',
        `/objects/${object.id}/`,
        `/objects/${object.id}/versions/`,
      ]) {
        const [theirs, none] = await Promise.all(
          [server.url, nowhere].map((url) =>
            server.ask(method, url + end, { headers: south.auth as never }),
          ),
        )
        const said = (answer: typeof theirs) =>
          JSON.stringify([answer?.status, answer?.body['title'], answer?.body['description']])
        if (said(theirs) !== said(none))
          unlike.push(`${method} ${end}: ${said(theirs)} ${said(none)}`)
      }
    expect(unlike).toEqual([])
    const other = await server.ask('GET', status, { headers: south.auth as never })
    expect(other.status).toBe(404)
  })

  it('no other changes: what it sends under the same id stays with it', async () => {
    const marked = { ...object, pattern: "[ipv4-addr:value = '198.51.100.7']" }
    const payload = JSON.stringify({ objects: [marked] })
    const more = {
      payload,
      headers: {
        ...south.auth,
        'content-type': 'application/taxii+json;version=2.1',
        accept: 'application/taxii+json;version=2.1',
      },
    }
    await server.ask('POST', `${south.url}/objects/`, more)
    await server.ask('DELETE', `${south.url}/objects/${object.id}/`, {
      headers: south.auth as never,
    })
    const answer = await server.ask('GET', `${server.url}/objects/${object.id}/`)
    expect(JSON.stringify(answer.body)).not.toContain('198.51.100.7')
    expect(JSON.stringify(answer.body)).toContain(object.id)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCollection, addCredential, addPartner, grantCollection } from '../../sharing/index.ts'
import { indicator, startTestServer, type TestServer } from '../../../test/fixtures/taxii-server.ts'

const CLOCK = () => '2026-01-05T08:12:00.000Z'
let server: TestServer
const urls: Record<string, string> = {}

beforeAll(async () => {
  server = await startTestServer()
  const { db } = server.records
  const partner = await db.selectFrom('partners').select('id').executeTakeFirstOrThrow()
  for (const [name, canRead, canWrite] of [
    ['both', true, true],
    ['read', true, false],
    ['write', false, true],
    ['neither', false, false],
  ] as const) {
    const id = await addCollection(db, { apiRoot: 'north', title: name, ceiling: 'green' })
    await grantCollection(db, partner.id, id, { canRead, canWrite })
    urls[name] = `/taxii2/north/collections/${id}`
  }
})
afterAll(() => server.close())

describe('rights of a partner in a collection', () => {
  it.each([
    ['both', 200, 202, 200],
    ['read', 200, 403, 403],
    ['write', 403, 202, 403],
    ['neither', 403, 403, 404],
  ])('%s: read %i, add %i, delete %i', async (name, read, add, remove) => {
    const objects = `${urls[name]}/objects/`
    const marked = {
      object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
    }
    const object = indicator(1, undefined, marked) as { id: string }
    const payload = JSON.stringify({ objects: [object] })
    expect((await server.ask('POST', objects, { payload })).status).toBe(add)
    for (const path of [objects, `${urls[name]}/manifest/`])
      expect((await server.ask('GET', path)).status).toBe(read)
    expect((await server.ask('DELETE', `${objects}${object.id}/`)).status).toBe(remove)
    expect((await server.ask('GET', `${urls[name]}/`)).status).toBe(200)
  })

  it('an unmarked object counts as its sender said, so it may be above the ceiling', async () => {
    const payload = JSON.stringify({ objects: [indicator(2)] })
    const answer = await server.ask('POST', `${urls['both']}/objects/`, { payload })
    expect(answer.body).toMatchObject({ failure_count: 1 })
  })

  it('what was not granted does not exist, for root, collection, object and status alike', async () => {
    const { db } = server.records
    const other = await addPartner(db, CLOCK, {
      name: 'South',
      agreement: 'A-2',
      clearance: 'green',
      unmarkedAs: 'red',
    })
    const { secret } = await addCredential(db, CLOCK, other, { kind: 'bearer', name: '' })
    const headers = { authorization: `Bearer ${secret}` }
    const payload = JSON.stringify({ objects: [indicator(3)] })
    const status = await server.ask('POST', `${server.url}/objects/`, { payload })
    const paths = [
      '/taxii2/north/',
      '/taxii2/north/collections/',
      `${server.url}/`,
      `${server.url}/objects/`,
    ]
    for (const path of [...paths, `/taxii2/north/status/${String(status.body['id'])}/`])
      expect((await server.ask('GET', path, { headers })).status).toBe(404)
    const discovery = await server.ask('GET', '/taxii2/', { headers })
    expect(discovery.body['api_roots']).toBeUndefined()
  })

  it('a partner cannot be granted what is above its clearance, and stops at once when sharing ends', async () => {
    const { db } = server.records
    const partner = await addPartner(db, CLOCK, {
      name: 'West',
      agreement: 'A-3',
      clearance: 'green',
      unmarkedAs: 'red',
    })
    const granting = grantCollection(db, partner, server.collection, {
      canRead: true,
      canWrite: false,
    })
    await expect(granting).rejects.toMatchObject({ code: 'WB_SHARING_ABOVE_CLEARANCE' })
    const { secret } = await addCredential(db, CLOCK, partner, { kind: 'bearer', name: '' })
    const headers = { authorization: `Bearer ${secret}` }
    expect((await server.ask('GET', '/taxii2/', { headers })).status).toBe(200)
    await db.updateTable('partners').set({ ended_at: CLOCK() }).where('id', '=', partner).execute()
    expect((await server.ask('GET', '/taxii2/', { headers })).status).toBe(401)
  })
})

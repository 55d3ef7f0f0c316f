import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../../test/fixtures/api-server.ts'
import {
  addCredential,
  addPartner,
  answerMatch,
  askMatch,
  endPartner,
  type Identifier,
  keepMatchAnswer,
  listWaitingMatches,
  parseMatchAnswer,
  readMatch,
  waitingMatch,
} from '../../sharing/index.ts'

const NOW = '2026-01-05T08:12:00.000Z'
const clock = (): string => NOW
const person = (name: string): Identifier => ({ kind: 'email', value: `${name}@mail.example` })
const some = (count: number): Identifier[] =>
  Array.from({ length: count }, (_, number) => person(`p${number}`))

let server: ApiTestServer
let south: string
beforeAll(async () => {
  server = await startApiServer()
  south = await partner('south')
  await partner('east')
})
afterAll(async () => server.close())

async function partner(name: string): Promise<string> {
  const { db } = server.records
  const terms = { agreement: 'A-1', clearance: 'green', unmarkedAs: 'amber' } as const
  const id = await addPartner(db, clock, { name, ...terms })
  await addCredential(db, clock, id, { kind: 'basic', name, secret: 'secret' })
  return id
}

async function ask(method: 'GET' | 'POST', path: string, name: string, body?: object) {
  const authorization = `Basic ${Buffer.from(`${name}:secret`).toString('base64')}`
  const response = await server.app.inject({
    method,
    url: `/matching/requests${path}`,
    headers: { authorization },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: response.statusCode, text: response.body, headers: response.headers }
}

describe('blind matching over HTTP', () => {
  it('keeps a request until people answer it, and gives the answer to who asked alone', async () => {
    const { db } = server.records
    const { request, secret } = askMatch([person('ann'), person('bea')])
    expect((await ask('POST', '', 'south', request)).status).toBe(202)
    expect((await ask('POST', '', 'south', request)).status).toBe(202)
    expect(await listWaitingMatches(db)).toMatchObject([
      { id: request.id, partner: south, asked: 2 },
    ])
    expect((await ask('GET', `/${request.id}`, 'south')).status).toBe(202)
    const waiting = await waitingMatch(db, request.id)
    await keepMatchAnswer(db, clock, answerMatch(waiting.request, [person('bea'), person('cleo')]))
    expect((await ask('GET', `/${request.id}`, 'east')).status).toBe(404)
    const answered = await ask('GET', `/${request.id}`, 'south')
    expect(answered.status).toBe(200)
    expect(readMatch(secret, parseMatchAnswer(answered.text))).toEqual([person('bea')])
    expect(answered.text).not.toContain('mail.example')
    await ask('GET', `/${request.id}`, 'south')
    const entries = await db.selectFrom('audit_log').select(['entry']).orderBy('seq').execute()
    const told = entries.map(({ entry }) => (JSON.parse(entry) as { action: string }).action)
    expect(told.filter((action) => action.startsWith('match.'))).toEqual([
      'match.asked',
      'match.answered',
      'match.fetched',
    ])
  })

  it('lets nobody in who is no partner, or no longer one', async () => {
    const refused = await ask('POST', '', 'nobody', askMatch(some(1)).request)
    expect([refused.status, refused.headers['content-type']]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ])
    const gone = await partner('gone')
    await endPartner(server.records.db, clock, gone)
    expect((await ask('GET', '/x', 'gone')).status).toBe(401)
  })

  it('refuses what is no request, and an id that another request has', async () => {
    const { request } = askMatch(some(1))
    expect((await ask('POST', '', 'south', { form: 'x' })).status).toBe(422)
    expect((await ask('POST', '', 'south', { ...request, id: 'x' })).status).toBe(400)
    await ask('POST', '', 'south', request)
    expect((await ask('POST', '', 'east', request)).status).toBe(422)
    expect((await ask('GET', '/not-an-id', 'south')).status).toBe(404)
  })

  it('lets few requests wait, and a partner ask for few values in a day', async () => {
    await partner('west')
    const many = askMatch(some(20)).request
    const points = Array.from({ length: 9990 }, () => many.blinded[0] ?? '')
    expect((await ask('POST', '', 'west', { ...many, blinded: points })).status).toBe(202)
    const refused = await ask('POST', '', 'west', askMatch(some(20)).request)
    expect([refused.status, refused.text.includes('WB_SHARING_MATCH_LIMIT')]).toEqual([429, true])
    for (let sent = 0; sent < 4; sent++)
      expect((await ask('POST', '', 'west', askMatch(some(1)).request)).status).toBe(202)
    expect((await ask('POST', '', 'west', askMatch(some(1)).request)).status).toBe(429)
  })
})

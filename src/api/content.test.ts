import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../test/fixtures/api-server.ts'
import { addRoot, addTestPerson, type Answer, ask, logInAs } from '../../test/fixtures/people.ts'
import { insertRows, openStore, type Store } from '../../test/fixtures/store.ts'
import { CONTENT_QUOTA } from '../cases/index.ts'

let now = Date.parse('2026-01-05T08:12:00.000Z')
const clock = () => new Date(now).toISOString()
const sessions: Record<string, string> = {}
let server: ApiTestServer
let store: Store
let caseId: string

const event = (id: string, account: string, prompt: string, at: string) => ({
  event_id: id,
  account_id: account,
  ts: at,
  model: 'm-1',
  operation: 'chat',
  prompt,
  completion: 'Done.',
  tokens_in: 10,
  tokens_out: 5,
})

beforeAll(async () => {
  store = await openStore()
  const mail = 'My name is Harriet Olwen, write to h.olwen@mail.example'
  const many = Array.from({ length: 60 }, (_, n) =>
    event(`n${n}`, 'acct_1', `text ${n}`, `2026-01-02T08:00:${String(n).padStart(2, '0')}.000Z`),
  )
  await insertRows(store.engine, 'events', [
    event('e1', 'acct_1', mail, '2026-01-04T08:00:00.000Z'),
    event('e2', 'acct_1', 'again h.olwen@mail.example', '2026-01-03T08:00:00.000Z'),
    event('x1', 'acct_9', 'a stranger', '2026-01-03T08:00:00.000Z'),
    ...many,
  ])
  server = await startApiServer({ clock, withEvents: (work) => work(store.engine) })
  const { db } = server.records
  const root = await addRoot(db, clock)
  for (const [login, role] of [
    ['ines', 'investigator'],
    ['tim', 'triage'],
    ['pia', 'privacy-officer'],
  ] as const) {
    const person = await addTestPerson(db, clock, root, login, [role])
    sessions[login] = await logInAs(server.app, clock, person)
  }
  const lead = { account: 'acct_1', probability: 0.9, verdict: 'actor', cluster: null }
  await as('ines', 'POST', '/leads', { leads: [lead] })
  const { body } = await as('ines', 'GET', '/cases')
  caseId = (body['items'] as { id: string }[])[0]?.id ?? ''
  await as('ines', 'POST', `/cases/${caseId}/assign`)
})
afterAll(async () => {
  await server.close()
  await store.close()
})

function as(who: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  return ask(server.app, method, `/api/v1${path}`, { session: sessions[who], body })
}

const asked = (more: object = {}): object => ({
  account: 'acct_1',
  caseId,
  reason: 'active-case',
  reference: 'the lead of today',
  ...more,
})
async function granted(who: string, more: object = {}): Promise<string> {
  const { status, body } = await as(who, 'POST', '/content/grants', asked(more))
  expect([status, body['detail']]).toEqual([201, undefined])
  return String(body['id'])
}
const read = (who: string, grant: string, body: object = {}) =>
  as(who, 'POST', `/content/grants/${grant}/read`, body)
const textsOf = ({ body }: Answer) => JSON.stringify(body['items'])

describe('content', () => {
  it('is redacted unless more is asked for, with one mark for one value', async () => {
    const grant = await granted('ines')
    const answer = await read('ines', grant, { events: ['e1', 'e2'] })
    expect(answer.status).toBe(200)
    const [first, second] = answer.body['items'] as { texts: { prompt: string } }[]
    expect(first?.texts.prompt).toBe('My name is [name 1], write to [email 1]')
    expect(second?.texts.prompt).toBe('again [email 1]')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('has four levels, and a grant gives its own and those below', async () => {
    const grant = await granted('ines', { level: 'L3' })
    const levels = await Promise.all(
      ['L0', 'L1', 'L2', 'L3'].map((level) => read('ines', grant, { level, limit: 5 })),
    )
    expect(levels.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const [l0 = '', l1 = '', l2 = '', l3 = ''] = levels.map(textsOf)
    expect(l0).not.toContain('e1')
    expect(l0).toContain('"events":60')
    expect(l1).toContain('"chars"')
    expect(l1).not.toContain('Done.')
    expect(l2).toContain('[email 1]')
    expect(l3).toContain('h.olwen@mail.example')
    const lower = await granted('ines', { level: 'L1' })
    expect((await read('ines', lower, { level: 'L2' })).status).toBe(403)
  })

  it('is of the account that was granted, whatever events are named', async () => {
    const grant = await granted('ines')
    expect(textsOf(await read('ines', grant, { events: ['x1'] }))).toBe('[]')
  })

  it.each([
    ['raw without the right', 'tim', { reason: 'triage-alert', level: 'L3' }, 403],
    ['a case of somebody else', 'tim', {}, 403],
    ['an account that is no subject', 'ines', { account: 'acct_9' }, 403],
    ['no case', 'ines', { caseId: null }, 422],
    ['a case that is not there', 'ines', { caseId: '3b241101-e2bb-4255-8caf-4136c566a962' }, 404],
    ['too long', 'ines', { minutes: 241 }, 400],
    ['no reason of ours', 'ines', { reason: 'curiosity' }, 400],
    ['an emergency in a word', 'ines', { reason: 'break-glass', reference: 'urgent' }, 422],
    ['by the officer', 'pia', {}, 403],
  ])('is not granted: %s', async (_what, who, more, status) => {
    expect((await as(who, 'POST', '/content/grants', asked(more))).status).toBe(status)
  })

  it('is not read with the grant of another, nor after its end', async () => {
    const grant = await granted('ines', { minutes: 5 })
    expect((await read('tim', grant)).status).toBe(403)
    now += 5 * 60_000
    expect((await read('ines', grant)).status).toBe(403)
  })

  it('of an emergency is granted for an hour, shown to the officer, reviewed once, and can be ended', async () => {
    const reference = 'A hospital called: the account plans an attack tonight.'
    const emergency = { reason: 'break-glass', caseId: null, account: 'acct_9', reference }
    const grant = await granted('tim', emergency)
    expect((await read('tim', grant)).status).toBe(200)
    const open = await as('pia', 'GET', '/privacy/access?review=open')
    const items = open.body['items'] as Record<string, unknown>[]
    expect(items).toContainEqual(
      expect.objectContaining({ id: grant, reads: 1, events: 1, isWithoutWork: true }),
    )
    expect(JSON.stringify(open.body)).not.toContain('stranger')
    expect((await as('tim', 'GET', '/privacy/access')).status).toBe(403)
    await as('pia', 'POST', `/privacy/grants/${grant}/revoke`, { reason: 'it is over' })
    expect((await read('tim', grant)).status).toBe(403)
    const review = { outcome: 'justified', note: 'the call is on record' }
    const path = `/privacy/grants/${grant}/review`
    expect((await as('pia', 'POST', path, review)).status).toBe(200)
    expect((await as('pia', 'POST', path, review)).status).toBe(409)
  })

  it('is read up to a measure a day', async () => {
    const grant = await granted('tim', { reason: 'triage-alert' })
    let last = 200
    let events = 0
    for (let n = 0; n < 20 && last === 200; n += 1) {
      const answer = await read('tim', grant, { limit: 50 })
      last = answer.status
      if (last === 200) events += (answer.body['items'] as unknown[]).length
    }
    expect(last).toBe(429)
    expect(events).toBeGreaterThan(CONTENT_QUOTA.L2 - 51)
    expect(events).toBeLessThanOrEqual(CONTENT_QUOTA.L2)
  })

  it('leaves an entry in the audit log for every read, without a word of it', async () => {
    const { db } = server.records
    const reads = await db.selectFrom('content_reads').selectAll().execute()
    const entries = await db
      .selectFrom('audit_log')
      .select('entry')
      .where('action', '=', 'content.read')
      .execute()
    expect(entries).toHaveLength(reads.length)
    const all = JSON.stringify([...reads, ...entries])
    expect(all).not.toMatch(/olwen|text \d|stranger/i)
    expect(all).toContain('active-case the lead of today')
  })

  it('that is too old is counted for the officer, and erased only where a key signs for it', async () => {
    const plan = await as('pia', 'GET', '/retention')
    expect(plan.status).toBe(200)
    const rows = plan.body['rows'] as { class: string; count: number }[]
    expect(rows.map((row) => row.class)).toContain('texts')
    expect((await as('pia', 'POST', '/retention', {})).status).toBe(400)
    expect((await as('pia', 'POST', '/retention', { confirm: 'erase' })).status).toBe(503)
    expect((await as('pia', 'GET', '/retention/certificates')).body).toEqual({ items: [] })
  })

  it('without an event store is unavailable', async () => {
    const other = await startApiServer({ clock })
    const root = await addRoot(other.records.db, clock)
    const person = await addTestPerson(other.records.db, clock, root, 'ines', ['investigator'])
    const session = await logInAs(other.app, clock, person)
    const path = '/api/v1/content/grants/3b241101-e2bb-4255-8caf-4136c566a962/read'
    const answer = await ask(other.app, 'POST', path, { session, body: {} })
    expect(answer.status).toBe(503)
    await other.close()
  })
})

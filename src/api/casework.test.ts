import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../test/fixtures/api-server.ts'
import { addRoot, addTestPerson, type Answer, ask, logInAs } from '../../test/fixtures/people.ts'
import type { Role } from '../cases/index.ts'

/** What people do with a case, over HTTP: each right thing once, and what the state of the case refuses. */
let now = Date.parse('2026-01-05T08:00:00Z')
const clock = () => new Date((now += 10)).toISOString()
let server: ApiTestServer
const sessions: Record<string, string> = {}
const ids: Record<string, string> = {}
let count = 0

beforeAll(async () => {
  server = await startApiServer({ clock })
  const root = await addRoot(server.records.db, clock)
  for (const [login, role] of [
    ['ana', 'investigator'],
    ['ben', 'investigator'],
    ['lea', 'attribution-lead'],
    ['pia', 'privacy-officer'],
  ] as const satisfies ReadonlyArray<readonly [string, Role]>) {
    const person = await addTestPerson(server.records.db, clock, root, login, [role])
    ids[login] = person.id
    sessions[login] = await logInAs(server.app, clock, person)
  }
})
afterAll(() => server.close())

type Method = 'GET' | 'POST' | 'PUT'
async function as(who: string, method: Method, path: string, body?: unknown): Promise<Answer> {
  return ask(server.app, method, `/api/v1${path}`, { session: sessions[who], body })
}

/** A case of Ana about a new account and its crew. */
async function newCase(cluster: string | null = null): Promise<{ id: string; account: string }> {
  count += 1
  const account = `acct_${count}`
  const leads = [{ account, probability: 0.9, verdict: 'actor', cluster }]
  await as('ana', 'POST', '/leads', { leads })
  const found = await as('ana', 'GET', `/cases?account=${account}`)
  const id = (found.body['items'] as { id: string }[])[0]?.id ?? ''
  await as('ana', 'POST', `/cases/${id}/assign`)
  return { id, account }
}

describe('a case over HTTP', () => {
  it('is taken, given back, moved to another queue, and found by each of these', async () => {
    const { id } = await newCase()
    const mine = await as('ana', 'GET', '/cases?assignee=me&status=assigned&queue=triage')
    expect((mine.body['items'] as { id: string }[]).map((one) => one.id)).toEqual([id])
    expect((await as('ben', 'POST', `/cases/${id}/assign`)).status).toBe(409)
    expect((await as('ana', 'POST', `/cases/${id}/release`)).body).toMatchObject({ assignee: null })
    expect((await as('ana', 'POST', `/cases/${id}/release`)).status).toBe(409)
    const moved = await as('ana', 'POST', `/cases/${id}/queue`, { queue: 'attribution' })
    expect(moved.body).toMatchObject({ queue: 'attribution', status: 'open' })
    const queue = await as('ben', 'GET', '/cases?queue=attribution')
    expect((queue.body['items'] as { id: string }[]).map((one) => one.id)).toEqual([id])
    expect((await as('ben', 'GET', '/cases?assignee=me')).body['items']).toEqual([])
    expect((await as('ben', 'GET', '/cases?queue=nowhere')).status).toBe(400)
  })

  it('has notes of two kinds, and tasks that are done once, of its own person', async () => {
    const { id } = await newCase()
    for (const visibility of ['internal', 'public'])
      await as('ben', 'POST', `/cases/${id}/notes`, { visibility, text: 'seen' })
    const added = await as('ana', 'POST', `/cases/${id}/tasks`, { text: 'ask the provider' })
    expect(added.body).toMatchObject({ notes: { internal: 1, public: 1 } })
    const task = (added.body['tasks'] as { task: string }[])[0]?.task ?? ''
    const url = `/cases/${id}/tasks/${task}/done`
    expect((await as('ben', 'POST', url)).status).toBe(409)
    expect((await as('ana', 'POST', url)).body['tasks']).toMatchObject([{ isDone: true }])
    expect((await as('ana', 'POST', url)).status).toBe(409)
  })

  it('gets and loses subjects, with a reason', async () => {
    const { id, account } = await newCase()
    const subject = { kind: 'key', id: 'key_1' }
    const added = await as('ana', 'POST', `/cases/${id}/subjects`, { subject })
    expect(added.body['subjects']).toEqual([{ kind: 'account', id: account }, subject])
    const gone = { subject, reason: 'of somebody else' }
    const removed = await as('ana', 'POST', `/cases/${id}/subjects/remove`, gone)
    expect(removed.body['subjects']).toEqual([{ kind: 'account', id: account }])
    expect((await as('ana', 'POST', `/cases/${id}/subjects/remove`, gone)).status).toBe(409)
  })

  it('keeps who set each cell of its matrix, and what it was before', async () => {
    const { id } = await newCase()
    const cell = { evidence: 'e1', hypothesis: 'researcher', value: 'II', reason: 'no disclosure' }
    await as('ana', 'PUT', `/cases/${id}/matrix`, cell)
    const set = await as('lea', 'PUT', `/cases/${id}/matrix`, { ...cell, value: 'C' })
    expect(set.body['matrix']).toMatchObject([{ value: 'C', by: ids['lea'] }])
    const timeline = await as('ana', 'GET', `/cases/${id}/events`)
    const cells = (
      timeline.body['items'] as { by: string; event: { kind: string; value?: string } }[]
    )
      .filter(({ event }) => event.kind === 'matrix-set')
      .map(({ by, event }) => [by, event.value])
    expect(cells).toEqual([
      [ids['ana'], 'II'],
      [ids['lea'], 'C'],
    ])
    expect((await as('ana', 'PUT', `/cases/${id}/matrix`, { ...cell, value: 'X' })).status).toBe(
      400,
    )
  })

  it('is held by who may, for a basis and until a day, and set free with a reason', async () => {
    const { id } = await newCase()
    const hold = { basis: 'order 7 of a court', reviewAt: '2026-06-01' }
    expect((await as('lea', 'POST', `/cases/${id}/hold`, hold)).status).toBe(403)
    const held = await as('pia', 'POST', `/cases/${id}/hold`, hold)
    expect(held.body['hold']).toEqual({ ...hold, owner: ids['pia'] })
    const lifted = await as('pia', 'POST', `/cases/${id}/hold/lift`, { reason: 'the order ended' })
    expect(lifted.body['hold']).toBeNull()
    expect((await as('pia', 'POST', `/cases/${id}/hold/lift`, { reason: 'x' })).status).toBe(409)
  })

  it('is merged into another and split into two, with its subjects', async () => {
    const [from, into] = [await newCase(), await newCase()]
    const body = { into: into.id, reason: 'one crew' }
    expect((await as('ben', 'POST', `/cases/${from.id}/merge`, body)).status).toBe(409)
    const merged = await as('ana', 'POST', `/cases/${from.id}/merge`, body)
    const accounts = [from.account, into.account].map((id) => ({ kind: 'account', id }))
    expect(merged.body).toMatchObject({ id: into.id, subjects: accounts })
    const old = await as('ana', 'GET', `/cases/${from.id}`)
    expect(old.body).toMatchObject({ status: 'merged', mergedInto: into.id })
    const split = {
      subjects: [accounts[0]],
      title: 'the first one alone',
      reason: 'no link after all',
    }
    const made = await as('ana', 'POST', `/cases/${into.id}/split`, split)
    expect(made.body).toMatchObject({ subjects: [accounts[0]], title: split.title })
    const all = { ...split, subjects: [accounts[1]] }
    expect((await as('ana', 'POST', `/cases/${into.id}/split`, all)).status).toBe(422)
  })

  it('is looked at a second time by somebody who took no part and sees nothing of the first', async () => {
    const { id } = await newCase()
    const evidence = { why: 'as found', content: { hits: 3 } }
    await as('ana', 'POST', `/cases/${id}/evidence`, evidence)
    const review = (reviewer: string) =>
      as('lea', 'POST', `/cases/${id}/reviews`, { reviewer: ids[reviewer] })
    expect((await review('ben')).status).toBe(409)
    await as('ana', 'POST', `/cases/${id}/close`, { outcome: 'confirmed', reason: 'clear' })
    expect((await review('ana')).status).toBe(409)
    const asked = await review('ben')
    expect(asked.status).toBe(201)
    const given = String(asked.body['review'])
    for (const path of [`/cases/${id}`, `/cases/${id}/blind`]) {
      const seen = await as('ben', 'GET', path)
      const keys = ['id', 'leads', 'openedAt', 'review', 'snapshots', 'subjects', 'title']
      expect(Object.keys(seen.body).toSorted()).toEqual(keys)
      expect(seen.body['review']).toBe(given)
    }
    const list = await as('ben', 'GET', '/cases?status=closed')
    expect(JSON.stringify(list.body)).not.toContain('confirmed')
    expect((await as('ben', 'GET', `/cases/${id}/events`)).status).toBe(409)
    expect((await as('ana', 'GET', `/cases/${id}/blind`)).status).toBe(404)
    const verdict = { outcome: 'false-positive', reason: 'a class' }
    expect((await as('ana', 'POST', `/cases/${id}/reviews/${given}`, verdict)).status).toBe(409)
    const done = await as('ben', 'POST', `/cases/${id}/reviews/${given}`, verdict)
    expect(done.body['reviews']).toMatchObject([{ outcome: 'false-positive', agrees: false }])
    expect((await as('ben', 'GET', `/cases/${id}`)).body).toMatchObject({ outcome: 'confirmed' })
    const opened = await as('ana', 'POST', `/cases/${id}/reopen`, { reason: 'the second look' })
    expect(opened.body).toMatchObject({ status: 'open', outcome: null })
  })
})

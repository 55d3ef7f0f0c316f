import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ADA, approvedPlan, BO, type Desk, openDesk } from '../../../test/fixtures/action-desk.ts'
import { decisionOn } from '../../../test/fixtures/decision.ts'
import { type FollowUpParts, reversePlan, runFollowUps, runWorker, startPlan } from '../index.ts'

const KEY = { hex: 'ab'.repeat(32), id: 'k' }

/** A decision without its case, since nothing here asks for that. */
async function decide(desk: Desk, notice: object): Promise<string> {
  const decision = JSON.stringify({ ...decisionOn('acct_1', 's1'), notice })
  const { db } = desk.deps
  const id = randomUUID()
  await db
    .insertInto('evidence_snapshots')
    .values({
      id,
      case_id: 'c',
      at: desk.deps.clock(),
      by_id: 'p',
      why: '',
      hash: '',
      content: null,
    })
    .execute()
  const row = { id, case_id: 'c', at: desk.deps.clock(), by_id: 'p', snapshot_id: id, decision }
  await db.insertInto('decisions').values(row).execute()
  return id
}

interface Sent {
  readonly id: string
  readonly token: string
}

function partsOf(desk: Desk, sent: Sent[], answers: string[] = []): FollowUpParts {
  const rest = { evidence: { server: '', calls: [], notes: [] }, rawHash: '' }
  return {
    deps: desk.deps,
    key: KEY,
    notices: {
      appealUrl: 'https://service.example/appeal',
      send: async (id, { appealToken }) => {
        sent.push({ id, token: appealToken })
        return { state: (answers.shift() ?? 'applied') as 'applied', ...rest }
      },
    },
    traitsOf: async (account) => (account === 'acct_1' ? { mail: 'a@mail.example' } : undefined),
  }
}

async function terminated(desk: Desk, notice: object): Promise<string> {
  const decision = await decide(desk, notice)
  const id = await approvedPlan(desk, { action: 'terminate', parameters: {}, decision })
  await startPlan(desk.deps, ADA, id)
  await desk.work()
  return id
}

describe('what follows an action in effect', () => {
  it('is a notice with one token however often it is tried, and tokens of the account, once', async () => {
    const desk = await openDesk()
    await terminated(desk, { mode: 'required' })
    const sent: Sent[] = []
    const parts = partsOf(desk, sent, ['unknown', 'applied'])
    for (let hour = 0; hour < 3; hour += 1) {
      await runFollowUps(parts, 10)
      desk.wait(60)
    }
    expect(sent).toHaveLength(2)
    expect(new Set(sent.map(({ id, token }) => id + token)).size).toBe(1)
    const { db } = desk.deps
    expect(await db.selectFrom('appeal_tokens').selectAll().execute()).toHaveLength(1)
    expect(await db.selectFrom('return_tokens').selectAll().execute()).toHaveLength(1)
    const records = JSON.stringify(await db.selectFrom('appeal_tokens').selectAll().execute())
    expect(records).not.toContain(sent[0]?.token)
    expect(await desk.audited()).toEqual(
      expect.arrayContaining(['notice.done', 'keep-tokens.done']),
    )
  })

  it('is no notice where the decision withholds it, and one on the day when it is delayed', async () => {
    const desk = await openDesk()
    const reviewOn = '2026-11-27'
    await terminated(desk, { mode: 'withheld', reason: 'an investigation goes on', reviewOn })
    const sent: Sent[] = []
    await runFollowUps(partsOf(desk, sent), 10)
    desk.wait(5 * 24 * 60)
    await runFollowUps(partsOf(desk, sent), 10)
    expect(sent).toEqual([])
    const other = await openDesk()
    await terminated(other, { mode: 'delayed', reason: 'an investigation goes on', reviewOn })
    await runFollowUps(partsOf(other, sent), 10)
    expect(sent).toEqual([])
    other.wait(2 * 24 * 60)
    await runFollowUps(partsOf(other, sent), 10)
    expect(sent).toHaveLength(1)
  })

  it('is forgetting an account that was given back, and no notice of what no longer is so', async () => {
    const desk = await openDesk()
    const id = await terminated(desk, { mode: 'required' })
    const sent: Sent[] = []
    await runFollowUps({ ...partsOf(desk, sent), notices: undefined }, 10)
    await reversePlan(desk.deps, BO, id, { reason: 'wrong' })
    await desk.work()
    await runFollowUps(partsOf(desk, sent), 10)
    expect(sent).toEqual([])
    expect(await desk.deps.db.selectFrom('return_tokens').selectAll().execute()).toEqual([])
  })
})

describe('the worker', () => {
  it('reports what fails without stopping the rest, and ends when it is told to', async () => {
    const desk = await openDesk()
    const id = await approvedPlan(desk)
    await startPlan(desk.deps, ADA, id)
    const stop = new AbortController()
    const lines: string[] = []
    const failing = () => Promise.reject(new Error('acct_1 wrote something'))
    const parts = {
      worker: {
        deps: desk.deps,
        connectors: { fake: desk.service.connector },
        name: 'w',
        at: () => undefined,
      },
      followUps: { ...partsOf(desk, []), traitsOf: undefined, notices: undefined },
      eventsSince: failing,
      leaks: { graceMinutes: 0, everyMinutes: 1 },
      askHealth: failing,
      anchor: undefined,
      report: (line: string) => void lines.push(line),
    }
    setTimeout(() => stop.abort(), 1500)
    await runWorker(parts, stop.signal)
    expect((await desk.plan(id)).state).toBe('verified')
    expect(lines.map((line) => (JSON.parse(line) as { worker: string }).worker)).toContain('leaks')
    expect(lines.join()).not.toContain('acct_1 wrote')
  })
})

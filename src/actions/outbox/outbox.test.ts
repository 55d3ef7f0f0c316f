import { describe, expect, it } from 'vitest'
import {
  accounts,
  ADA,
  approvedPlan,
  BO,
  type Desk,
  openDesk,
} from '../../../test/fixtures/action-desk.ts'
import type { Mischief } from '../../../test/fixtures/fake-service.ts'
import { foldEvents, reversePlan, startPlan, type Step, STEPS, stopPlan } from '../index.ts'

/** Three accounts: few enough to be done without a canary. */
const THREE = accounts('a', 'b', 'c')
const LEASE_MINUTES = 11

async function started(desk: Desk): Promise<string> {
  const id = await approvedPlan(desk, { targets: THREE })
  await startPlan(desk.deps, ADA, id)
  return id
}

/** Ends a worker at the n-th time that it comes to a step, as a kill would. */
function killAt(step: Step, nth: number): (at: Step) => void {
  let left = nth
  return (at) => {
    if (at === step && --left === 0) throw new Error(`killed at ${step}`)
  }
}

/** What must hold however it went: nothing twice, nothing lost, nothing unrecorded, and the state is what the events say. */
async function expectWhole(desk: Desk, id: string, changes: readonly string[]): Promise<void> {
  expect([...desk.service.changes].sort()).toEqual(changes)
  const { db } = desk.deps
  const ids = (await desk.actions(id)).map((action) => action.id)
  const attempts = await db
    .selectFrom('action_attempts')
    .where('action_id', 'in', ids)
    .selectAll()
    .execute()
  const sent = new Set(attempts.filter(({ step }) => step === 'send').map((a) => a.action_id))
  expect(sent.size).toBe(ids.length)
  const events = await db
    .selectFrom('plan_events')
    .where('plan_id', '=', id)
    .select('event')
    .orderBy('seq')
    .execute()
  expect((await desk.plan(id)).state).toBe(foldEvents(events.map(({ event }) => event)))
}

describe('a worker that is killed', () => {
  const places = STEPS.flatMap((step) => [1, 2, 3].map((nth) => [step, nth] as const))
  it.each(places)(
    'at "%s" the %i. time: the next one goes on, and nothing is done twice',
    async (step, nth) => {
      const desk = await openDesk()
      const id = await started(desk)
      await expect(desk.work('worker-1', killAt(step, nth))).rejects.toThrow('killed')
      // The dead one's lease still holds: nobody takes its action yet.
      desk.wait(LEASE_MINUTES)
      await desk.settle()
      await expectWhole(desk, id, ['stop a', 'stop b', 'stop c'])
      expect((await desk.plan(id)).state).toBe('verified')
    },
  )

  it.each(STEPS)('at "%s" of a reversal: likewise', async (step) => {
    const desk = await openDesk()
    const id = await started(desk)
    await desk.settle(1)
    const back = await reversePlan(desk.deps, BO, id, { reason: 'wrong' })
    const killing = desk.work('worker-1', killAt(step === 'previewed' ? 'prepared' : step, 1))
    await expect(killing).rejects.toThrow('killed')
    desk.wait(LEASE_MINUTES)
    await desk.settle()
    const changes = ['open a', 'open b', 'open c', 'stop a', 'stop b', 'stop c']
    await expectWhole(desk, back, changes)
    expect((await desk.plan(id)).state).toBe('reversed')
  })

  it('again and again at chance, finishes all the same', async () => {
    const desk = await openDesk({ attemptsMax: 100 })
    const id = await started(desk)
    let kills = 0
    for (let round = 0; round < 200; round += 1) {
      try {
        await desk.work(`worker-${round}`, () => {
          if (desk.deps.random() < 0.3) throw new Error('killed')
        })
      } catch {
        kills += 1
      }
      desk.wait(LEASE_MINUTES)
    }
    expect(kills).toBeGreaterThan(3)
    await expectWhole(desk, id, ['stop a', 'stop b', 'stop c'])
    expect((await desk.plan(id)).state).toBe('verified')
  })
})

describe('a service that', () => {
  it.each<[Mischief, string, string]>([
    ['does-it-and-times-out', 'verified', 'stop a'],
    ['times-out-before', 'verified', 'stop a'],
    ['busy', 'verified', 'stop a'],
    ['refuses', 'refused', ''],
    ['answers-and-does-nothing', 'failed', ''],
  ])('%s: the action ends as %s', async (kind, state, change) => {
    const desk = await openDesk()
    desk.service.mischief.set('a', [kind])
    const id = await started(desk)
    await desk.settle()
    const action = (await desk.actions(id)).find(({ target_id }) => target_id === 'a')
    expect(action?.state).toBe(state)
    expect(desk.service.changes.filter((line) => line.endsWith(' a')).join()).toBe(change)
    const wanted = state === 'verified' ? 'verified' : 'partially_failed'
    expect((await desk.plan(id)).state).toBe(wanted)
  })

  it('answers success is not believed before it is read back', async () => {
    const desk = await openDesk()
    for (const { id } of THREE) desk.service.mischief.set(id, ['answers-and-does-nothing'])
    const id = await started(desk)
    await desk.work()
    expect((await desk.plan(id)).state).toBe('executed')
    await desk.settle()
    expect((await desk.plan(id)).state).toBe('partially_failed')
  })
})

describe('two executors', () => {
  it('at once share the work, and do nothing twice', async () => {
    const desk = await openDesk()
    const id = await started(desk)
    await Promise.all([desk.work('worker-1'), desk.work('worker-2'), desk.work('worker-3')])
    await desk.settle()
    await expectWhole(desk, id, ['stop a', 'stop b', 'stop c'])
    expect((await desk.plan(id)).state).toBe('verified')
  })

  it('of which one has a clock that is hours ahead and takes a lease that still holds, do nothing twice', async () => {
    const desk = await openDesk()
    const id = await started(desk)
    let isFirst = true
    desk.service.during = async () => {
      if (!isFirst) return
      isFirst = false
      desk.wait(300)
      await desk.work('worker-ahead')
      desk.wait(-300)
    }
    await desk.work('worker-1')
    desk.wait(301)
    await desk.settle()
    await expectWhole(desk, id, ['stop a', 'stop b', 'stop c'])
    expect((await desk.plan(id)).state).toBe('verified')
  })
})

describe('an undo in the middle of a call', () => {
  it('waits until it is known what the call did, then takes it back', async () => {
    const desk = await openDesk()
    const id = await started(desk)
    let isFirst = true
    desk.service.during = async () => {
      if (!isFirst) return
      isFirst = false
      await reversePlan(desk.deps, BO, id, { reason: 'wrong' })
    }
    await desk.work()
    desk.service.during = async () => undefined
    desk.wait(LEASE_MINUTES)
    await desk.settle()
    expect(desk.service.stopped).toEqual(new Set())
    expect(desk.service.changes).toHaveLength(2)
    expect((await desk.plan(id)).state).toBe('reversed')
  })

  it('finds out about a call whose answer was lost before the stop', async () => {
    const desk = await openDesk()
    desk.service.mischief.set('a', ['does-it-and-times-out'])
    desk.service.mischief.set('b', ['times-out-before'])
    const id = await started(desk)
    await desk.work()
    await stopPlan(desk.deps, ADA, id, 'wait')
    await desk.settle()
    const ends = Object.fromEntries((await desk.actions(id)).map((a) => [a.target_id, a.state]))
    expect(ends).toEqual({ a: 'verified', b: 'cancelled', c: 'verified' })
    expect(desk.service.stopped).toEqual(new Set(['a', 'c']))
  })
})

import { describe, expect, it } from 'vitest'
import {
  accounts,
  ADA,
  approvedPlan,
  BO,
  type Desk,
  openDesk,
} from '../../../test/fixtures/action-desk.ts'
import { reversePlan, startPlan, stopPlan } from '../index.ts'

let desk: Desk

const manyAccounts = (count: number) =>
  accounts(...Array.from({ length: count }, (_, n) => `a${n}`))

describe('the first ones', () => {
  it('are looked at for an hour before the rest', async () => {
    desk = await openDesk()
    const id = await approvedPlan(desk, { targets: manyAccounts(8) })
    await startPlan(desk.deps, ADA, id)
    await desk.work()
    expect(desk.service.stopped.size).toBe(3)
    await desk.settle(1)
    expect(desk.service.stopped.size).toBe(3)
    await desk.settle()
    expect(desk.service.stopped.size).toBe(8)
    expect((await desk.plan(id)).state).toBe('verified')
  })

  it('hold the rest back when one of them goes wrong', async () => {
    desk = await openDesk({ canary: 8 })
    const id = await approvedPlan(desk, { targets: accounts('absent', ...'bcdefghij'.split('')) })
    await startPlan(desk.deps, ADA, id)
    await desk.settle(5)
    const states = (await desk.actions(id)).map(({ state }) => state)
    const isFirst = states.slice(0, 8).includes('refused')
    expect((await desk.plan(id)).state).toBe('partially_failed')
    expect(states.filter((state) => state === 'held')).toHaveLength(isFirst ? 2 : 0)
  })
})

describe('a reversal', () => {
  it('during execution stops what is unsent and takes back what was done', async () => {
    desk = await openDesk()
    const id = await approvedPlan(desk, { targets: manyAccounts(8) })
    await startPlan(desk.deps, ADA, id)
    await desk.work()
    await reversePlan(desk.deps, BO, id, { reason: 'wrong people' })
    await desk.settle()
    expect(desk.service.stopped.size).toBe(0)
    expect(desk.service.changes).toHaveLength(6)
    expect((await desk.plan(id)).state).toBe('reversed')
    const lessons = await desk.deps.db.selectFrom('lessons').select('kind').execute()
    expect(lessons.every(({ kind }) => kind === 'reinstated')).toBe(true)
  })

  it('asked for twice at once is made once', async () => {
    desk = await openDesk()
    const id = await approvedPlan(desk)
    await startPlan(desk.deps, ADA, id)
    await desk.settle(1)
    const twice = [1, 2].map(() => reversePlan(desk.deps, BO, id, { reason: 'wrong' }))
    const results = await Promise.allSettled(twice)
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await desk.settle()
    expect(desk.service.changes).toEqual(['stop acct_1', 'open acct_1'])
  })

  it('does not open an account on which another action stands, and that one opens it in its turn', async () => {
    desk = await openDesk()
    const suspension = await approvedPlan(desk)
    await startPlan(desk.deps, ADA, suspension)
    await desk.settle(1)
    const termination = await approvedPlan(desk, { action: 'terminate', parameters: {} })
    await startPlan(desk.deps, ADA, termination)
    await desk.settle(1)
    await reversePlan(desk.deps, BO, suspension, { reason: 'superseded' })
    await desk.settle(1)
    expect(desk.service.stopped).toEqual(new Set(['acct_1']))
    await reversePlan(desk.deps, BO, termination, { reason: 'wrong' })
    await desk.settle()
    expect(desk.service.stopped).toEqual(new Set())
  })

  it('leaves an account stopped that somebody else had stopped before', async () => {
    desk = await openDesk()
    desk.service.stopped.add('acct_1')
    const id = await approvedPlan(desk)
    await startPlan(desk.deps, ADA, id)
    await desk.settle(1)
    await reversePlan(desk.deps, BO, id, { reason: 'wrong' })
    await desk.settle()
    expect(desk.service.changes).toEqual([])
    expect(desk.service.stopped).toEqual(new Set(['acct_1']))
    expect((await desk.plan(id)).state).toBe('reversed')
  })

  it('comes after a stop on request too', async () => {
    desk = await openDesk()
    const id = await approvedPlan(desk, { targets: manyAccounts(8) })
    await startPlan(desk.deps, ADA, id)
    await stopPlan(desk.deps, ADA, id, 'wait')
    await desk.settle(3)
    expect(desk.service.changes).toEqual([])
    await expect(reversePlan(desk.deps, BO, id, { reason: 'x' })).rejects.toMatchObject({
      code: 'WB_ACTIONS_NOTHING_TO_REVERSE',
    })
  })
})

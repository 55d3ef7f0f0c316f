import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import {
  accounts,
  ADA,
  approvedPlan,
  BO,
  type Desk,
  INES,
  openDesk,
  PIA,
  planContent,
} from '../../../test/fixtures/action-desk.ts'
import {
  advancePlans,
  approvePlan,
  draftPlan,
  editPlan,
  proposePlan,
  reviewEmergency,
  startPlan,
  suspendInEmergency,
} from '../index.ts'

let desk: Desk

const manyAccounts = (count: number) =>
  accounts(...Array.from({ length: count }, (_, n) => `a${n}`))

async function proposed(more: Parameters<typeof planContent>[0] = {}) {
  const made = await draftPlan(desk.deps, INES, planContent(more))
  await proposePlan(desk.deps, INES, made.id)
  return made
}

describe('an approval', () => {
  it('is bound to the exact plan: after an edit it counts no more', async () => {
    desk = await openDesk()
    const { id, hash } = await proposed()
    await approvePlan(desk.deps, ADA, id, { hash, role: 'approver' })
    const edited = await editPlan(desk.deps, INES, id, planContent({ targets: manyAccounts(2) }))
    expect(edited.hash).not.toBe(hash)
    await expect(startPlan(desk.deps, ADA, id)).rejects.toMatchObject({ code: 'WB_ACTIONS_STATE' })
    await proposePlan(desk.deps, INES, id)
    const old = approvePlan(desk.deps, BO, id, { hash, role: 'approver' })
    await expect(old).rejects.toMatchObject({ code: 'WB_ACTIONS_CHANGED' })
    expect((await desk.plan(id)).state).toBe('proposed')
  })

  it('has one hash whatever the order in which targets and evidence were given', async () => {
    desk = await openDesk()
    const one = await draftPlan(desk.deps, INES, planContent({ targets: accounts('a', 'b') }))
    const two = await draftPlan(desk.deps, INES, planContent({ targets: accounts('b', 'a') }))
    expect(one.hash).toBe(two.hash)
  })

  it('is refused of the last editor of its evidence, and of a person without the role', async () => {
    desk = await openDesk()
    const evidence = [{ id: 'e1', sha256: 'aa', by: 'ada' }]
    const { id, hash } = await proposed({ evidence })
    const own = approvePlan(desk.deps, ADA, id, { hash, role: 'approver' })
    await expect(own).rejects.toMatchObject({ code: 'WB_ACTIONS_FOUR_EYES' })
    const foreign = approvePlan(desk.deps, BO, id, { hash, role: 'privacy-officer' })
    await expect(foreign).rejects.toMatchObject({ code: 'WB_CASES_FORBIDDEN' })
  })

  it('is refused of whoever proposed it, even when they have since become an approver', async () => {
    desk = await openDesk()
    const { id, hash } = await proposed()
    const risen = { id: INES.id, roles: ['approver'] } as const
    const own = approvePlan(desk.deps, risen, id, { hash, role: 'approver' })
    await expect(own).rejects.toMatchObject({ code: 'WB_ACTIONS_FOUR_EYES' })
  })

  it('given twice at once by one person counts once', async () => {
    desk = await openDesk()
    const { id, hash } = await proposed({ action: 'terminate', parameters: {} })
    const twice = [1, 2].map(() => approvePlan(desk.deps, ADA, id, { hash, role: 'approver' }))
    const results = await Promise.allSettled(twice)
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await desk.plan(id)).state).toBe('proposed')
  })

  it.each([
    ['terminate', { action: 'terminate', parameters: {} } as const],
    ['many accounts', { targets: manyAccounts(11) }],
    ['a protected account', { targets: [{ kind: 'account', id: 'p', protected: true }] } as const],
  ])('is needed of two people in two roles: %s', async (_, more) => {
    desk = await openDesk()
    const { id, hash } = await proposed(more)
    await approvePlan(desk.deps, ADA, id, { hash, role: 'approver' })
    await approvePlan(desk.deps, BO, id, { hash, role: 'approver' })
    expect((await desk.plan(id)).state).toBe('proposed')
    await approvePlan(desk.deps, PIA, id, { hash, role: 'privacy-officer' })
    expect((await desk.plan(id)).state).toBe('approved')
  })

  it('runs out after a day, and does not hold when its giver has lost the right', async () => {
    desk = await openDesk()
    const [late, lost] = [await approvedPlan(desk), await approvedPlan(desk)]
    desk.people.set('ada', { id: 'ada', roles: ['auditor'] })
    const starting = startPlan(desk.deps, BO, lost)
    await expect(starting).rejects.toMatchObject({ code: 'WB_ACTIONS_APPROVAL' })
    desk.people.set('ada', ADA)
    desk.wait(24 * 60)
    await expect(startPlan(desk.deps, BO, late)).rejects.toMatchObject({
      code: 'WB_ACTIONS_APPROVAL',
    })
    expect(await advancePlans(desk.deps)).toBe(2)
    expect((await desk.plan(late)).state).toBe('expired')
  })

  it('made under a clock that is far ahead does not hold yet', async () => {
    desk = await openDesk()
    const { id, hash } = await proposed()
    const ahead = { ...desk.deps, clock: () => '2026-11-25T12:00:00.000Z' }
    await approvePlan(ahead, ADA, id, { hash, role: 'approver' })
    await expect(startPlan(desk.deps, BO, id)).rejects.toMatchObject({
      code: 'WB_ACTIONS_APPROVAL',
    })
  })
})

describe('a cap', () => {
  it('refuses a plan with too many targets and a day with too many, two starts at once included', async () => {
    desk = await openDesk({ targetsMax: 6, targetsPerDayMax: 8 })
    const large = await approvedPlan(desk, { targets: manyAccounts(7) })
    const cap = { code: 'WB_ACTIONS_CAP' }
    await expect(startPlan(desk.deps, ADA, large)).rejects.toMatchObject(cap)
    const five = (name: string) => accounts(...[1, 2, 3, 4, 5].map((n) => `${name}${n}`))
    const plans = [
      await approvedPlan(desk, { targets: five('x') }),
      await approvedPlan(desk, { targets: five('y') }),
    ]
    const started = await Promise.allSettled(plans.map((id) => startPlan(desk.deps, ADA, id)))
    expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    desk.wait(24 * 60 + 1)
    const again = await approvedPlan(desk, { targets: five('z') })
    await startPlan(desk.deps, ADA, again)
    expect((await desk.plan(again)).state).toBe('executing')
  })
})

describe('a plan', () => {
  it('waits for its time, then starts by itself', async () => {
    desk = await openDesk()
    const id = await approvedPlan(desk, { notBefore: '2026-11-25T10:00:00.000Z' })
    await startPlan(desk.deps, ADA, id)
    expect((await desk.plan(id)).state).toBe('scheduled')
    expect(await advancePlans(desk.deps)).toBe(0)
    desk.wait(120)
    await desk.settle()
    expect((await desk.plan(id)).state).toBe('verified')
  })

  it.each([
    ['no target', { targets: [] }, 'targets'],
    ['the same target twice', { targets: accounts('a', 'a') }, 'targets[1].id'],
    ['no evidence', { evidence: [] }, 'evidence'],
    ['no decision', { decision: '' }, 'decision'],
    ['a suspension without end', { parameters: {} }, 'parameters.until'],
    ['a termination with one', { action: 'terminate' } as const, 'parameters.until'],
    ['an organization to warn', { action: 'suspend-organization' } as const, 'targets[0].kind'],
    ['an end that is no instant', { parameters: { until: 'soon' } }, 'parameters.until'],
  ])('is refused with %s', async (_, more, path) => {
    desk = await openDesk()
    const drafting = draftPlan(desk.deps, INES, planContent(more))
    await expect(drafting).rejects.toMatchObject({ code: 'WB_ACTIONS_PLAN', at: { path } })
  })

  it('cannot be started by whoever may not, nor events be rewritten', async () => {
    desk = await openDesk()
    const id = await approvedPlan(desk)
    await expect(startPlan(desk.deps, INES, id)).rejects.toMatchObject({
      code: 'WB_CASES_FORBIDDEN',
    })
    const rewriting = sql`update plan_events set reason = 'x'`.execute(desk.deps.db)
    await expect(rewriting).rejects.toThrow('append-only')
    const removing = sql`delete from plan_approvals`.execute(desk.deps.db)
    await expect(removing).rejects.toThrow('append-only')
  })
})

describe('breaking the glass', () => {
  const until = '2026-11-27T08:00:00.000Z'

  it('suspends at once, ends by itself, and is reviewed by somebody else', async () => {
    desk = await openDesk()
    const content = planContent({ parameters: { until } })
    const id = await suspendInEmergency(desk.deps, ADA, content, 'data is leaving now')
    await desk.work()
    expect(desk.service.stopped).toEqual(new Set(['acct_1']))
    await expect(reviewEmergency(desk.deps, ADA, id, 'fine')).rejects.toMatchObject({
      code: 'WB_ACTIONS_FOUR_EYES',
    })
    await reviewEmergency(desk.deps, BO, id, 'right')
    desk.wait(48 * 60)
    await desk.settle()
    expect(desk.service.stopped).toEqual(new Set())
    expect((await desk.plan(id)).state).toBe('reversed')
  })

  it.each([
    ['terminates nobody', { action: 'terminate', parameters: {} } as const],
    ['takes few', { targets: manyAccounts(6), parameters: { until } }],
    ['is short', { parameters: { until: '2026-12-25T00:00:00.000Z' } }],
    ['spares the protected', { targets: [{ kind: 'account', id: 'p', protected: true }] } as const],
  ])('%s', async (_, more) => {
    desk = await openDesk()
    const content = planContent({ parameters: { until }, ...more })
    const breaking = suspendInEmergency(desk.deps, ADA, content, 'now')
    await expect(breaking).rejects.toMatchObject({ code: 'WB_ACTIONS_BREAK_GLASS' })
  })
})

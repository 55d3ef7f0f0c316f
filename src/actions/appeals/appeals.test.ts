import { describe, expect, it } from 'vitest'
import {
  accounts,
  ADA,
  approvedPlan,
  BO,
  type Desk,
  openDesk,
  planContent,
} from '../../../test/fixtures/action-desk.ts'
import {
  countGivenBack,
  decideAppeal,
  fileAppeal,
  issueAppealToken,
  reversePlan,
  startPlan,
  statementOfReasons,
  type StatementGrounds,
  userNotice,
} from '../index.ts'

async function terminated(desk: Desk): Promise<{ plan: string; action: string; token: string }> {
  const terminate = { action: 'terminate', parameters: {}, targets: accounts('a', 'b') } as const
  const plan = await approvedPlan(desk, terminate)
  await startPlan(desk.deps, ADA, plan)
  await desk.settle(1)
  const action = (await desk.actions(plan)).find(({ target_id }) => target_id === 'a')?.id ?? ''
  return { plan, action, token: await issueAppealToken(desk.deps, action) }
}

describe('an appeal', () => {
  it('is filed once, by a token of which the records keep no trace but its hash', async () => {
    const desk = await openDesk()
    const { token } = await terminated(desk)
    const kept = await desk.deps.db.selectFrom('appeal_tokens').selectAll().execute()
    expect(JSON.stringify(kept)).not.toContain(token)
    await fileAppeal(desk.deps, token, 'I am a student.')
    const refused = { code: 'WB_ACTIONS_APPEAL', message: 'this appeal cannot be filed' }
    await expect(fileAppeal(desk.deps, token, 'Again.')).rejects.toMatchObject(refused)
    await expect(fileAppeal(desk.deps, 'guess', 'x')).rejects.toMatchObject(refused)
  })

  it('cannot be filed when its token has run out, nor be empty or endless', async () => {
    const desk = await openDesk()
    const { token } = await terminated(desk)
    await expect(fileAppeal(desk.deps, token, '')).rejects.toThrow('characters')
    await expect(fileAppeal(desk.deps, token, 'x'.repeat(10_001))).rejects.toThrow('characters')
    desk.wait(184 * 24 * 60)
    await expect(fileAppeal(desk.deps, token, 'x')).rejects.toThrow('cannot be filed')
  })

  it('is decided by nobody who took part, and once', async () => {
    const desk = await openDesk()
    const { token } = await terminated(desk)
    const id = await fileAppeal(desk.deps, token, 'I am a student.')
    const upheld = { decision: 'upheld', reason: 'the facts stand' } as const
    await expect(decideAppeal(desk.deps, ADA, id, upheld)).rejects.toMatchObject({
      code: 'WB_ACTIONS_FOUR_EYES',
    })
    const twice = [1, 2].map(() => decideAppeal(desk.deps, BO, id, upheld))
    const results = await Promise.allSettled(twice)
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await desk.settle()
    expect(desk.service.stopped).toEqual(new Set(['a', 'b']))
  })

  it('that is overturned gives that account back alone, and leaves a lesson', async () => {
    const desk = await openDesk()
    const { plan, action, token } = await terminated(desk)
    const id = await fileAppeal(desk.deps, token, 'I am a student.')
    await decideAppeal(desk.deps, BO, id, { decision: 'overturned', reason: 'a class' })
    await desk.settle()
    expect(desk.service.stopped).toEqual(new Set(['b']))
    const lessons = await desk.deps.db.selectFrom('lessons').selectAll().execute()
    expect(lessons).toMatchObject([
      {
        kind: 'overturned',
        action_id: action,
        account: 'a',
        decision_id: 'd1',
        evidence: '["e1"]',
      },
    ])
    expect((await desk.plan(plan)).state).toBe('verified')
    await reversePlan(desk.deps, BO, plan, { reason: 'the other one too' })
    await desk.settle()
    expect(await countGivenBack(desk.deps)).toEqual({ overturned: 1, amended: 0, reinstated: 1 })
    expect((await desk.plan(plan)).state).toBe('reversed')
  })

  it('that is amended gives the account back and drafts something lighter, never heavier', async () => {
    const desk = await openDesk()
    const { token } = await terminated(desk)
    const id = await fileAppeal(desk.deps, token, 'I am a student.')
    const amend = (action: 'rate-limit' | 'terminate') =>
      decideAppeal(desk.deps, BO, id, {
        decision: 'amended',
        reason: 'too much',
        instead: { action, parameters: { rpm: 5 } },
      })
    await expect(amend('terminate')).rejects.toThrow('lighter')
    const { instead = '' } = await amend('rate-limit')
    await desk.settle()
    expect(desk.service.stopped).toEqual(new Set(['b']))
    expect(await desk.plan(instead)).toMatchObject({ state: 'draft', proposed_by: 'bo' })
  })
})

const GROUNDS: StatementGrounds = {
  facts: 'Accounts run together prepared messages that pass for those of a bank.',
  clause: 'Terms 4.2',
  explanation: 'Deceiving others is not allowed.',
  category: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
  keywords: ['KEYWORD_PHISHING'],
  detectedBy: 'both',
  accountType: 'ACCOUNT_TYPE_PRIVATE',
  territories: ['DE', 'FR'],
}
const ACTION = { id: 'x1', target: 'acct_7', appliedAt: '2026-11-25T08:00:00.000Z' }

describe('a statement of reasons', () => {
  it('has what the action restricts, for how long, and who decided', () => {
    expect(statementOfReasons(ACTION, planContent(), GROUNDS)).toMatchObject({
      puid: 'x1',
      decision_account: 'DECISION_ACCOUNT_SUSPENDED',
      end_date_account_restriction: '2027-01-01',
      application_date: '2026-11-25',
      automated_detection: 'Yes',
      automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
    })
  })

  it.each([
    ['category', { category: 'STATEMENT_CATEGORY_SPYING' }],
    ['keywords', { keywords: ['KEYWORD_CHINA'] }],
    ['territories', { territories: ['Germany'] }],
    ['clause', { clause: 'x'.repeat(501) }],
    ['explanation', { explanation: '' }],
    ['facts', { facts: 'acct_7 did it' }],
  ])('is refused for its %s', (path, more) => {
    const make = () => statementOfReasons(ACTION, planContent(), { ...GROUNDS, ...more })
    expect(make).toThrow(expect.objectContaining({ code: 'WB_ACTIONS_STATEMENT', at: { path } }))
  })

  it('is not made for a watch, which restricts nothing', () => {
    const watch = planContent({ action: 'watch' })
    expect(() => statementOfReasons(ACTION, watch, GROUNDS)).toThrow('restricts nothing')
  })

  it('has a notice beside it that says what, why, by what means, and how to appeal', () => {
    const notice = userNotice(planContent(), GROUNDS, 'https://service.example/appeal/t')
    for (const part of ['suspended until', 'bank', 'Terms 4.2', 'people', '/appeal/t', 'court'])
      expect(notice).toContain(part)
  })
})

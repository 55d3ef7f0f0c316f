import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ADA, approvedPlan, BO, openDesk } from '../../test/fixtures/action-desk.ts'
import {
  findReturned,
  forgetReturnTokens,
  keepReturnTokens,
  reversePlan,
  startPlan,
  watchStopped,
} from './index.ts'

describe('watching stopped accounts', () => {
  it('reports what still gets through, once, and asks no more when the account is given back', async () => {
    const desk = await openDesk()
    const id = await approvedPlan(desk)
    await startPlan(desk.deps, ADA, id)
    await desk.work()
    const asked: string[] = []
    const ask = async (rows: ReadonlyArray<{ account: string; since: string }>) => {
      asked.push(...rows.map(({ account, since }) => `${account} ${since}`))
      return rows.map((row) => ({ ...row, events: 4, lastEvent: '2026-11-25T08:30:00.000Z' }))
    }
    const leaks = await watchStopped(desk.deps, ask, 10)
    expect(asked).toEqual(['acct_1 2026-11-25T08:10:00.000Z'])
    expect(leaks).toMatchObject([{ account: 'acct_1', events: 4 }])
    expect(await watchStopped(desk.deps, ask, 10)).toEqual([])
    expect((await desk.audited()).filter((action) => action === 'action.leak')).toHaveLength(1)
    await reversePlan(desk.deps, BO, id, { reason: 'wrong' })
    expect(await watchStopped(desk.deps, ask, 10)).toEqual([])
    expect(asked).toHaveLength(2)
  })
})

describe('tokens of closed accounts', () => {
  const pepper = (word: string) => {
    const hex = createHmac('sha256', word).digest('hex')
    return { hex, id: hex.slice(0, 12) }
  }
  const traits = { mail: 'An.Na+x@gmail.com', pay: 'fp_12', phone: '+49 (30) 1234' }
  const closed = { account: 'acct_1', action: 'x1', traits }

  it('find who comes back with another spelling, and hold no value', async () => {
    const { deps } = await openDesk()
    expect(await keepReturnTokens(deps, pepper('one'), closed)).toBe(3)
    const back = { mail: 'anna@gmail.com', phone: '+49301234', pay: 'fp_99' }
    expect(await findReturned(deps, [pepper('one')], back)).toEqual([
      { account: 'acct_1', action: 'x1', families: ['mail', 'phone'] },
    ])
    const rows = JSON.stringify(await deps.db.selectFrom('return_tokens').selectAll().execute())
    expect(rows).not.toMatch(/gmail|fp_12|1234"/)
  })

  it('of an older pepper are found while it is in the ring, and not after', async () => {
    const { deps } = await openDesk()
    await keepReturnTokens(deps, pepper('one'), closed)
    const ring = [pepper('two'), pepper('one')]
    expect(await findReturned(deps, ring, { pay: 'fp_12' })).toHaveLength(1)
    expect(await findReturned(deps, [pepper('two')], { pay: 'fp_12' })).toEqual([])
  })

  it('run out after two years, and go with an account that is given back', async () => {
    const desk = await openDesk()
    const keys = [pepper('one')]
    await keepReturnTokens(desk.deps, pepper('one'), closed)
    desk.wait(730 * 24 * 60)
    expect(await findReturned(desk.deps, keys, traits)).toEqual([])
    expect(await forgetReturnTokens(desk.deps)).toBe(3)
    await keepReturnTokens(desk.deps, pepper('one'), closed)
    expect(await forgetReturnTokens(desk.deps, 'acct_1')).toBe(3)
  })
})

import { expect, it } from 'vitest'
import { accounts, INES, openDesk, planContent } from '../../../test/fixtures/action-desk.ts'
import { draftPlan, previewPlan, type TargetFacts } from '../index.ts'

const FACTS: readonly TargetFacts[] = [
  {
    target: 'a',
    organization: 'o1',
    isPaying: true,
    seats: 40,
    spend30Days: 120,
    country: 'DE',
    createdAt: '2024-03-01T00:00:00.000Z',
  },
  {
    target: 'b',
    organization: null,
    isPaying: false,
    seats: 1,
    spend30Days: 0,
    country: null,
    createdAt: '2026-11-01T00:00:00.000Z',
  },
]

it('previews who would be hit and what the service would do, and changes nothing', async () => {
  const desk = await openDesk()
  desk.service.stopped.add('b')
  const targets = [
    ...accounts('a', 'b', 'absent-c'),
    { kind: 'account', id: 'd', protected: true } as const,
  ]
  const { id } = await draftPlan(desk.deps, INES, planContent({ targets }))
  const directory = { describe: async () => FACTS, activeAccounts: async () => 400 }
  const preview = await previewPlan(desk.deps, id, directory, { fake: desk.service.connector })
  expect(preview).toEqual({
    targets: 4,
    organizations: 1,
    paying: 1,
    seats: 41,
    spend30Days: 120,
    countries: { DE: 1, unknown: 1 },
    oldest: '2024-03-01T00:00:00.000Z',
    youngest: '2026-11-01T00:00:00.000Z',
    protected: 1,
    unknown: ['absent-c', 'd'],
    shareOfActive: 0.01,
    approversNeeded: 2,
    room: { plan: 200, day: 500 },
    atService: { a: 'would-change', b: 'already', 'absent-c': 'absent', d: 'would-change' },
  })
  expect(desk.service.changes).toEqual([])
})

import * as fc from 'fast-check'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Records } from '../../platform/index.ts'
import type { Person } from '../people/roles.ts'
import type { CasesTables } from '../tables.ts'
import type { CaseEvent } from './case-event.ts'
import { applyEvent, type CaseView } from './case-view.ts'
import { readCase, readTimeline } from './read.ts'
import { rebuildCases } from './rebuild.ts'
import { addCaseEvent, openCase } from './record.ts'
import { openTestRecords } from '../../../test/fixtures/records.ts'

const ANA: Person = { id: 'ana', roles: ['investigator'] }
let records: Records<CasesTables>
let db: Kysely<CasesTables>
let now = Date.parse('2026-01-05T08:00:00Z')
/** A clock without milliseconds: views must not depend on how an instant is spelt. */
const clock = () => new Date((now += 1000)).toISOString().replace('.000', '')

beforeAll(async () => {
  records = await openTestRecords<CasesTables>()
  db = records.db
})
afterAll(() => records.close())

async function open(subject = 'acct_1'): Promise<CaseView> {
  const subjects = [{ kind: 'account', id: subject }] as const
  const opened = { title: 'a case', queue: 'triage', subjects, priority: 50 } as const
  const view = await openCase(db, ANA, clock, opened)
  return addCaseEvent(db, ANA, clock, view.id, { kind: 'assigned', to: ANA.id })
}

const EVENTS: fc.Arbitrary<CaseEvent> = fc.oneof(
  fc.constantFrom<CaseEvent>(
    { kind: 'assigned', to: 'ana' },
    { kind: 'released' },
    { kind: 'reopened', reason: 'new' },
    { kind: 'held', basis: 'order', owner: 'ana', reviewAt: '2026-06-01' },
    { kind: 'hold-lifted', reason: 'over' },
    { kind: 'queued', queue: 'attribution' },
    { kind: 'task-done', task: 'a' },
    { kind: 'closed', outcome: 'victim', reason: 'clear' },
  ),
  fc.record({
    kind: fc.constant('noted' as const),
    visibility: fc.constantFrom('internal', 'public'),
    text: fc.string(),
  }),
  fc.record({
    kind: fc.constant('task-added' as const),
    task: fc.constantFrom('a', 'b'),
    text: fc.string(),
  }),
  fc.record({
    kind: fc.constant('matrix-set' as const),
    evidence: fc.constantFrom('e1', 'e2'),
    hypothesis: fc.constantFrom('h1', 'h2'),
    value: fc.constantFrom('CC', 'I', 'NA'),
    reason: fc.string(),
  }),
  fc.record({
    kind: fc.constant('subject-added' as const),
    subject: fc.record({ kind: fc.constantFrom('account', 'key'), id: fc.constantFrom('x', 'y') }),
  }),
)

describe('the view of a case', () => {
  it('is the fold of its events, whatever they were and were refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(EVENTS, { maxLength: 25 }), async (events) => {
        const { id } = await open()
        const refused: (string | undefined)[] = []
        for (const event of events)
          await addCaseEvent(db, ANA, clock, id, event as Parameters<typeof addCaseEvent>[4]).catch(
            (error: { code?: string }) => refused.push(error.code),
          )
        expect(refused.filter((one) => one !== 'WB_CASES_CONFLICT')).toEqual([])
        const timeline = await readTimeline(db, id)
        const folded = timeline.reduce<CaseView | undefined>(applyEvent, undefined)
        expect(await readCase(db, id)).toEqual(folded)
        expect(timeline.map(({ version }) => version)).toEqual(
          timeline.map((_, index) => index + 1),
        )
      }),
      { numRuns: 40 },
    )
    const report = await rebuildCases(db)
    expect(report).toMatchObject({ differing: [], missing: [], orphans: [] })
    expect(report.cases).toBe(40)
  })

  it('is mended from events when it was changed or lost', async () => {
    const [one, two] = [await open('acct_r1'), await open('acct_r2')]
    await sql`update cases set status = 'closed' where id = ${one.id}`.execute(db)
    await sql`delete from cases where id = ${two.id}`.execute(db)
    expect(await rebuildCases(db)).toMatchObject({ differing: [one.id], missing: [two.id] })
    await rebuildCases(db, { mend: true })
    expect(await rebuildCases(db)).toMatchObject({ differing: [], missing: [] })
    expect(await readCase(db, two.id)).toEqual(two)
  })
})

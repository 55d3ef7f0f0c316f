import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Records } from '../../platform/index.ts'
import type { Person } from '../people/roles.ts'
import type { CasesTables } from '../tables.ts'
import type { CaseView } from './case-view.ts'
import { type Decision, decide, readDecision } from './decision.ts'
import { freezeEvidence, readEvidence } from './evidence.ts'
import { importLeads } from './import-leads.ts'
import { mergeCases, splitCase } from './merge-split.ts'
import { listCases, readCase, readTimeline } from './read.ts'
import { addCaseEvent, openCase } from './record.ts'
import { readSettled } from './settled.ts'
import { askReview, readBlind } from './review.ts'
import { decisionOn } from '../../../test/fixtures/decision.ts'
import { openTestRecords } from '../../../test/fixtures/records.ts'

const ANA: Person = { id: 'ana', roles: ['investigator'] }
const BEN: Person = { id: 'ben', roles: ['investigator'] }
const EVA: Person = { id: 'eva', roles: ['approver'] }
const INGEST: Person = { id: 'ingest', roles: ['ingest-operator'] }
let records: Records<CasesTables>
let db: Kysely<CasesTables>
let now = Date.parse('2026-01-05T08:00:00Z')
/** A clock without milliseconds: views must not depend on how an instant is spelt. */
const clock = () => new Date((now += 1000)).toISOString().replace('.000', '')
const code = (code: string) => ({ code })

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

const DECISION: Decision = {
  ...decisionOn('acct_1', ''),
  ground: {
    kind: 'incompatible-content',
    reference: 'Usage policy 3',
    url: null,
    explanation: 'Work for an operation is not allowed.',
    isAlsoIllegal: false,
  },
  facts: 'The account connected from infrastructure of an operation.',
  keywords: ['COORDINATED_HARM'],
  contentDate: '2026-01-01',
  appliesFrom: '2026-01-06',
  territory: [],
}

describe('a case', () => {
  it('is of one person at a time, and changes under nobody', async () => {
    const view = await open()
    const assign = { kind: 'assigned', to: BEN.id } as const
    await expect(addCaseEvent(db, BEN, clock, view.id, assign)).rejects.toMatchObject(
      code('WB_CASES_CONFLICT'),
    )
    const task = { kind: 'task-added', task: 't1', text: 'look' } as const
    await expect(addCaseEvent(db, BEN, clock, view.id, task)).rejects.toThrow("another person's")
    const stale = { version: 1 }
    await expect(addCaseEvent(db, ANA, clock, view.id, task, stale)).rejects.toThrow('version 2')
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => addCaseEvent(db, ANA, clock, view.id, task, { version: 2 })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(addCaseEvent(db, EVA, clock, view.id, { kind: 'released' })).rejects.toMatchObject(
      code('WB_CASES_FORBIDDEN'),
    )
    await expect(addCaseEvent(db, ANA, clock, 'none', { kind: 'released' })).rejects.toMatchObject(
      code('WB_CASES_NOT_FOUND'),
    )
  })

  it('takes an event with an external id once, whoever repeats it', async () => {
    const view = await open()
    const note = { kind: 'noted', visibility: 'internal', text: 'seen' } as const
    const once = { externalId: `note ${view.id}` }
    await addCaseEvent(db, ANA, clock, view.id, note, once)
    const again = await addCaseEvent(db, ANA, clock, view.id, note, once)
    expect(again).toMatchObject({ version: 3, notes: { internal: 1, public: 0 } })
    const timeline = await readTimeline(db, view.id)
    expect(timeline.map(({ event }) => event.kind)).toEqual(['opened', 'assigned', 'noted'])
  })

  it('freezes evidence, decides on it with every field, once, and keeps both as they were', async () => {
    const view = await open()
    const evidence = { why: 'proposal', content: { leads: [1, 2] } }
    const once = { externalId: `snap ${view.id}` }
    const { id, hash } = await freezeEvidence(db, ANA, clock, view.id, evidence, once)
    expect((await freezeEvidence(db, ANA, clock, view.id, evidence, once)).id).toBe(id)
    expect((await readCase(db, view.id)).snapshots).toEqual([{ snapshot: id, hash }])
    const asked = { ...DECISION, snapshot: id }
    const decided = await decide(db, ANA, clock, view.id, asked, once)
    expect(await readDecision(db, decided.id)).toEqual(decided)
    expect((await decide(db, ANA, clock, view.id, asked, once)).id).toBe(decided.id)
    expect((await readCase(db, view.id)).decisions).toEqual([decided.id])
    await sql`update evidence_snapshots set content = '{}' where id = ${id}`.execute(db)
    await expect(readEvidence(db, id)).rejects.toThrow('not what was frozen')
  })

  it.each([
    [{ facts: ' ' }, 'facts'],
    [{ facts: 'x'.repeat(5_001) }, 'facts'],
    [{ subjects: [] }, 'subjects'],
    [{ endsOn: '2026-01-01' }, 'endsOn'],
    [{ appliesFrom: 'today' }, 'appliesFrom'],
    [{ action: 'monitor' }, 'watching has an end'],
    [{ notice: { mode: 'withheld', reason: '', reviewOn: '2026-02-01' } }, 'notice'],
    [{ victimsNotified: -1 }, 'victimsNotified'],
    [{ subjects: [{ kind: 'account', id: 'other' }] }, 'subject that the case does not have'],
    [{ snapshot: 'none' }, 'freeze the evidence first'],
  ] as const)('is not decided with %o', async (change, message) => {
    const view = await open()
    const { id } = await freezeEvidence(db, ANA, clock, view.id, { why: 'w', content: 1 })
    const asked = { ...DECISION, snapshot: id, ...change } as Decision
    const failure = await decide(db, ANA, clock, view.id, asked).catch((error: unknown) => error)
    const { message: found, hint } = failure as { message: string; hint: string }
    expect(`${found} ${hint}`).toContain(message)
    expect(
      await db.selectFrom('decisions').select('id').where('case_id', '=', view.id).execute(),
    ).toEqual([])
  })

  it('is merged and split with its subjects', async () => {
    const [one, two] = [await open('acct_m1'), await open('acct_m2')]
    const merged = await mergeCases(db, ANA, clock, one.id, two.id, 'same crew')
    expect(merged.subjects.map(({ id }) => id)).toEqual(['acct_m1', 'acct_m2'])
    expect(await readCase(db, one.id)).toMatchObject({ status: 'merged', mergedInto: two.id })
    await expect(
      addCaseEvent(db, ANA, clock, one.id, { kind: 'noted', visibility: 'public', text: 'x' }),
    ).rejects.toThrow('merged into')
    const subjects = [{ kind: 'account', id: 'acct_m1' }] as const
    const split = { subjects, title: 'apart', reason: 'two people' }
    const apart = await splitCase(db, ANA, clock, two.id, split)
    expect(apart.subjects).toEqual(subjects)
    expect((await readCase(db, two.id)).subjects.map(({ id }) => id)).toEqual(['acct_m2'])
    await expect(splitCase(db, ANA, clock, two.id, split)).rejects.toThrow('none or all')
    const found = await listCases(db, { subject: subjects[0], status: 'open', limit: 10 })
    expect(found.map(({ id }) => id)).toEqual([apart.id])
  })

  it('is looked at again, blind, by who took no part', async () => {
    const view = await open()
    const close = { kind: 'closed', outcome: 'confirmed', reason: 'clear' } as const
    await addCaseEvent(db, ANA, clock, view.id, close)
    await expect(askReview(db, ANA, clock, view.id, ANA.id)).rejects.toThrow('took part')
    const review = await askReview(db, ANA, clock, view.id, BEN.id)
    const blind = await readBlind(db, BEN, view.id)
    expect(JSON.stringify(blind)).not.toContain('confirmed')
    await expect(readBlind(db, ANA, view.id)).rejects.toMatchObject(code('WB_CASES_NOT_FOUND'))
    const reviewed = { kind: 'reviewed', review, outcome: 'not-confirmed', reason: 'weak' } as const
    await expect(addCaseEvent(db, ANA, clock, view.id, reviewed)).rejects.toThrow('no open review')
    const after = await addCaseEvent(db, BEN, clock, view.id, reviewed)
    expect(after.reviews).toMatchObject([{ outcome: 'not-confirmed', agrees: false }])
    await expect(readBlind(db, BEN, view.id)).rejects.toMatchObject(code('WB_CASES_NOT_FOUND'))
  })

  it('is listed by pages without gap or repetition', async () => {
    const seen: string[] = []
    for (let after: { openedAt: string; id: string } | undefined; ;) {
      const page = await listCases(db, { limit: 3, after })
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (last === undefined) break
      after = { openedAt: last.openedAt, id: last.id }
    }
    const all = await db.selectFrom('cases').select('id').execute()
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(all.length)
  })
})

describe('closed cases', () => {
  it('settle which accounts are one operator, and whom nobody may learn from', async () => {
    const before = await readSettled(db)
    for (const [outcome, accounts] of [
      ['confirmed', ['settled_1', 'settled_2', 'settled_3']],
      ['confirmed', ['settled_4', 'settled_5']],
      ['victim', ['settled_3']],
      ['false-positive', ['settled_5', 'settled_6']],
      ['not-confirmed', ['settled_7', 'settled_8']],
    ] as const) {
      const subjects = accounts.map((id) => ({ kind: 'account', id }) as const)
      const opened = { title: 'a case', queue: 'triage', subjects, priority: 50 } as const
      const view = await openCase(db, ANA, clock, opened)
      await addCaseEvent(db, ANA, clock, view.id, { kind: 'assigned', to: ANA.id })
      await addCaseEvent(db, ANA, clock, view.id, { kind: 'closed', outcome, reason: 'clear' })
    }
    const { operators, innocents } = await readSettled(db)
    expect(operators.slice(before.operators.length)).toEqual([['settled_1', 'settled_2']])
    expect(innocents.filter((one) => one.startsWith('settled'))).toEqual([
      'settled_3',
      'settled_5',
      'settled_6',
    ])
  })
})

describe('leads', () => {
  it('become a case a cluster and a case an account alone; the same again changes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'windbreak-leads-'))
    const lead = (account: string, cluster: string | null, verdict = 'actor-account') =>
      JSON.stringify({ account, cluster, verdict, probability: 0.9, rank: 1 })
    const lines = [lead('l1', 'c-1'), lead('l2', 'c-1'), lead('l3', null, 'victim-key')]
    await writeFile(join(folder, 'leads.jsonl'), `${lines.join('\n')}\n`)
    expect(await importLeads(db, INGEST, clock, folder)).toEqual({
      opened: 2,
      signalled: 3,
      repeated: 0,
    })
    expect(await importLeads(db, INGEST, clock, folder)).toMatchObject({ opened: 0, repeated: 3 })
    const [cluster] = await listCases(db, { subject: { kind: 'account', id: 'l2' }, limit: 5 })
    expect(cluster).toMatchObject({ queue: 'triage', title: 'cluster c-1' })
    expect(cluster?.leads.map(({ account }) => account)).toEqual(['l1', 'l2'])
    const victims = await listCases(db, { queue: 'victims', limit: 5 })
    expect(victims.map(({ title }) => title)).toEqual(['account l3'])
    await writeFile(join(folder, 'leads.jsonl'), `${lines[0]}\n{"account":1}\n`)
    await expect(importLeads(db, INGEST, clock, folder)).rejects.toMatchObject({
      code: 'WB_CASES_LEADS',
      at: { line: 2 },
    })
    await rm(folder, { recursive: true })
    await expect(importLeads(db, INGEST, clock, folder)).rejects.toThrow('no leads.jsonl')
  })
})

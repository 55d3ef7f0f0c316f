import { type Kysely, sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Records } from '../../platform/index.ts'
import { jsonHash } from '../json.ts'
import type { CasesTables } from '../tables.ts'
import { appendAudit } from './append.ts'
import { leafHash } from './merkle.ts'
import { openTestRecords } from '../../../test/fixtures/records.ts'

const opened: Array<Records<CasesTables>> = []
afterAll(async () => {
  for (const records of opened.splice(0)) await records.close()
})

async function open(): Promise<Kysely<CasesTables>> {
  const records = await openTestRecords<CasesTables>()
  opened.push(records)
  return records.db
}

const ENTRY = {
  at: '2026-01-05T08:12:00Z',
  by: 'p1',
  action: 'case.opened',
  subject: 'case:c1',
} as const

describe('appending to the audit log', () => {
  it('writes canonical JSON with its leaf hash, and names the leaf before', async () => {
    const db = await open()
    expect(await appendAudit(db, { ...ENTRY, after: { b: 1, a: 'x' } })).toBe(0)
    expect(await appendAudit(db, { ...ENTRY, reason: 'because\n"\u{0}' })).toBe(1)
    const rows = await db.selectFrom('audit_log').selectAll().orderBy('seq').execute()
    const [first, second] = rows
    const hash = jsonHash({ a: 'x', b: 1 })
    expect(first?.entry).toBe(
      `{"action":"case.opened","after":"${hash}","at":"2026-01-05T08:12:00.000Z","by":"p1","seq":0,"subject":"case:c1"}`,
    )
    expect(first?.leaf).toBe(Buffer.from(leafHash(first?.entry ?? '')).toString('hex'))
    expect(JSON.parse(second?.entry ?? '')).toMatchObject({
      seq: 1,
      previous: first?.leaf,
      reason: 'because\n"\u{0}',
    })
    // Plain text, no line break: a reason cannot forge a line of the export.
    expect(second?.entry).not.toContain('\n')
  })

  it('numbers without gaps however many write at once, and forgets an entry with its transaction', async () => {
    const db = await open()
    const writing = Array.from({ length: 40 }, (_, index) =>
      db
        .transaction()
        .execute(async (trx) => {
          await appendAudit(trx, { ...ENTRY, subject: `case:${index}` })
          if (index % 4 === 0) throw new Error('undone')
        })
        .catch(() => undefined),
    )
    await Promise.all(writing)
    const rows = await db
      .selectFrom('audit_log')
      .select(['seq', 'subject'])
      .orderBy('seq')
      .execute()
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index))
    expect(rows.filter(({ subject }) => Number(subject.slice(5)) % 4 === 0)).toEqual([])
  })
})

describe('an audit log that stands', () => {
  let db: Kysely<CasesTables>
  beforeAll(async () => {
    db = await open()
    await appendAudit(db, ENTRY)
  })
  afterEach(async () => {
    const { count } = await db
      .selectFrom('audit_log')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (count !== 1) throw new Error(`found ${count} entries, wanted the one that was appended`)
  })

  it.each([
    'update audit_log set action = $$x$$',
    'delete from audit_log',
    'truncate audit_log',
    'update case_events set kind = $$x$$',
    'delete from case_events',
    'truncate audit_checkpoints',
    'delete from decisions',
  ])('is refused by the database: %s', async (text) => {
    await expect(sql.raw(text).execute(db)).rejects.toThrow('is refused')
  })

  it.each([
    ['an instant that is none', { ...ENTRY, at: 'yesterday' }],
    ['content', { ...ENTRY, reason: 'a'.repeat(20_001) }],
  ])('refuses %s', async (_, entry) => {
    await expect(appendAudit(db, entry)).rejects.toMatchObject({ code: 'WB_CASES_AUDIT_ENTRY' })
  })
})

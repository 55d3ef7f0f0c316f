import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertRows, openStore, type Store } from '../../../test/fixtures/store.ts'
import { migrateRecords, openRecords, type Records } from '../../platform/index.ts'
import {
  addCaseEvent,
  applyRetention,
  type AuditKey,
  casesMigrations,
  type CasesTables,
  freezeEvidence,
  openAuditKey,
  openCase,
  openVault,
  type Person,
  planRetention,
  readEvidence,
  retentionPolicy,
  verifyCertificate,
} from '../index.ts'

const INES: Person = { id: 'ines', roles: ['investigator'] }
const KEY = { hex: 'ab'.repeat(32), id: 'k' }
const folder = mkdtempSync(join(tmpdir(), 'windbreak-retention-'))
let now = Date.parse('2026-01-05T08:00:00.000Z')
const clock = () => new Date(now).toISOString()
const vault = openVault(KEY)
let records: Records<CasesTables>
let store: Store
let auditKey: AuditKey
const snapshots: Record<string, string> = {}

/** A closed case about an account, with a copy of evidence; `held` is under a legal hold. */
async function closedCase(account: string, held: boolean): Promise<void> {
  const { db } = records
  const opened = { title: 't', queue: 'triage', priority: 1 } as const
  const subjects = [{ kind: 'account', id: account }] as const
  const { id } = await openCase(db, INES, clock, { ...opened, subjects })
  const add = (event: Parameters<typeof addCaseEvent>[4]) =>
    addCaseEvent(db, INES, clock, id, event)
  await add({ kind: 'assigned', to: 'ines' })
  const evidence = { why: 'w', content: { said: `a secret of ${account}` } }
  snapshots[account] = (await freezeEvidence(db, INES, clock, id, evidence, { vault })).id
  if (held) {
    const hold = { basis: 'a court', owner: 'ines', reviewAt: '2027-01-01' }
    await add({ kind: 'held', ...hold })
  }
  await add({ kind: 'closed', outcome: 'confirmed', reason: 'r' })
}

beforeAll(async () => {
  records = await openRecords<CasesTables>({})
  await migrateRecords(records.db as Kysely<unknown>, [casesMigrations])
  auditKey = await openAuditKey(folder)
  store = await openStore()
  const accounts = ['plain', 'in-case', 'held']
  const ages = [1, 40, 800]
  await insertRows(
    store.engine,
    'events',
    accounts.flatMap((account_id) =>
      ages.map((age) => ({
        event_id: `${account_id}-${age}`,
        account_id,
        ts: new Date(now + (900 - age) * 86_400_000).toISOString(),
        prompt: 'words',
      })),
    ),
  )
  await closedCase('in-case', false)
  await closedCase('held', true)
  now += 900 * 86_400_000
})
afterAll(async () => {
  await records.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const given = () => ({ db: records.db, clock, engine: store.engine, policy: retentionPolicy() })
const counted = (rows: readonly { class: string; count: number }[]) =>
  Object.fromEntries(rows.map((row) => [row.class, row.count]))
const left = async (condition: string) => {
  const query = `SELECT event_id FROM events WHERE ${condition} ORDER BY event_id`
  return (await store.engine.rows<{ event_id: string }>(query)).map((row) => row.event_id)
}

describe('retention', () => {
  it('keeps evidence sealed under a key of its case, and gives it back', async () => {
    const rows = await records.db.selectFrom('evidence_snapshots').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('a secret of')
    const read = await readEvidence(records.db, snapshots['held'] ?? '', vault)
    expect(read.content).toEqual({ said: 'a secret of held' })
    const other = openVault({ ...KEY, hex: 'cd'.repeat(32) })
    const wrong = readEvidence(records.db, snapshots['held'] ?? '', other)
    await expect(wrong).rejects.toMatchObject({ code: 'WB_CASES_CONFLICT' })
  })

  it('counts in a dry run what is old and not held, and changes nothing', async () => {
    const plan = await planRetention(given())
    const wanted = { texts: 2, 'case-texts': 1, events: 2, evidence: 1, sessions: 0 }
    expect(counted(plan.rows)).toEqual(wanted)
    expect([plan.heldAccounts, plan.heldCases]).toEqual([1, 1])
    expect(await left('1')).toHaveLength(9)
  })

  it('erases that and no more, shreds the keys of what was frozen, and signs what it did', async () => {
    const kept = await records.db
      .selectFrom('evidence_snapshots')
      .where('id', '=', snapshots['in-case'] ?? '')
      .select('content')
      .executeTakeFirstOrThrow()
    const certificate = await applyRetention(given(), 'pia', auditKey)
    expect(await left('1')).toEqual([
      'held-1',
      'held-40',
      'held-800',
      'in-case-1',
      'in-case-40',
      'plain-1',
      'plain-40',
    ])
    expect(await left("prompt = ''")).toEqual(['plain-40'])
    const gone = readEvidence(records.db, snapshots['in-case'] ?? '', vault)
    await expect(gone).rejects.toMatchObject({ code: 'WB_CASES_NOT_FOUND' })
    // A copy of the sealed text, as a backup has it, does not open either.
    expect(await vault.open(records.db, kept.content ?? '')).toBeUndefined()
    expect((await readEvidence(records.db, snapshots['held'] ?? '', vault)).why).toBe('w')
    expect(verifyCertificate(certificate, auditKey)).toBe(true)
    const forged = { ...certificate, text: certificate.text.replace('"count":2', '"count":3') }
    expect(verifyCertificate(forged, auditKey)).toBe(false)
    const entries = await records.db.selectFrom('audit_log').select('action').execute()
    expect(entries.at(-1)?.action).toBe('retention.applied')
  })

  it('finds nothing left to do the second time', async () => {
    const { rows } = await applyRetention(given(), 'pia', auditKey)
    expect(new Set(rows.map(({ count }) => count))).toEqual(new Set([0]))
  })

  it('keeps its certificates from being changed', async () => {
    const changing = sql`update deletion_certificates set text = ''`.execute(records.db)
    await expect(changing).rejects.toThrow('is refused')
  })

  it.each([
    [{ texts: 31 }, 'wanted 1 to 30'],
    [{ texts: 0 }, 'wanted 1 to 30'],
    [{ text: 3 }, 'wanted one of texts'],
  ])('refuses %j', (own, message) => {
    expect(() => retentionPolicy(own as never)).toThrow(message)
  })

  it('is shortened by an operator', () => {
    expect(retentionPolicy({ texts: 7 })).toMatchObject({ texts: 7, events: 730 })
  })
})

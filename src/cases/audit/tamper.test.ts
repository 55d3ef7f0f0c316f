import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Records } from '../../platform/index.ts'
import { canonicalJson } from '../json.ts'
import type { AuditRow, CasesTables } from '../tables.ts'
import { appendAudit, auditRow } from './append.ts'
import { type AuditKey, openAuditKey } from './audit-key.ts'
import {
  anchorAudit,
  fileAnchor,
  makeCheckpoint,
  readAnchors,
  verifyRecords,
  webhookAnchor,
} from './checkpoints.ts'
import { exportAudit, verifyExport } from './export.ts'
import { parseVerifierKey, verifyCheckpoint } from './note.ts'
import { openTestRecords } from '../../../test/fixtures/records.ts'

const ENTRIES = 30
const AT = '2026-01-05T08:12:00.000Z'
const clock = () => AT
let records: Records<CasesTables>
let db: Kysely<CasesTables>
let folder: string
let key: AuditKey
/** The whole log, and the log with checkpoints over 10, 20 and 30 entries as an export. */
let rows: AuditRow[]
let lines: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windbreak-audit-'))
  records = await openTestRecords<CasesTables>()
  db = records.db
  key = await openAuditKey(folder)
  for (let index = 0; index < ENTRIES; index += 1) {
    await appendAudit(db, {
      at: AT,
      by: 'p1',
      action: 'case.noted',
      subject: `case:c${index % 3}`,
      reason: `reason ${index} é\n`,
    })
    if (index % 10 === 9) await makeCheckpoint(db, clock, key)
  }
  rows = await db.selectFrom('audit_log').selectAll().orderBy('seq').execute()
  lines = []
  for await (const line of exportAudit(db, clock, key)) lines.push(line)
})
afterAll(async () => {
  await records.close()
  await rm(folder, { recursive: true, force: true })
})

async function verdictOf(text: string | Buffer) {
  const file = join(folder, 'export.jsonl')
  await writeFile(file, text)
  return verifyExport(file, { key: key.verifier })
}

const fileOf = (some: readonly string[]) => some.map((line) => `${line}\n`).join('')
/** The line of an entry: after the head and three checkpoints. */
const lineOf = (index: number) => index + 4

describe('an export', () => {
  it('verifies when nothing was changed', async () => {
    const verdict = await verdictOf(fileOf(lines))
    expect(verdict).toMatchObject({ entries: 30, checkpoints: 3, covered: 30 })
    expect(verdict.fault).toBeUndefined()
  })

  it('shows any changed byte, and in an entry its index', async () => {
    const whole = Buffer.from(fileOf(lines))
    const starts = lines.map((_, index) => Buffer.byteLength(fileOf(lines.slice(0, index))))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (place, flip) => {
          const bytes = Buffer.from(whole)
          bytes[place] = (bytes[place] ?? 0) ^ flip
          const line = starts.findLastIndex((start) => start <= place)
          const found = await verdictOf(bytes).then(
            ({ fault }) => fault,
            (error: { code: string }) => error.code,
          )
          const isEntry = line >= lineOf(0)
          const wanted = { where: 'entry', index: line - lineOf(0) }
          expect(isEntry ? found : wanted).toMatchObject(wanted)
          expect(found).toBeDefined()
        },
      ),
      { numRuns: 400 },
    )
  })

  it.each([0, 1, 13, 28, 29])('shows that entry %i was taken out', async (index) => {
    const { fault } = await verdictOf(fileOf(lines.toSpliced(lineOf(index), 1)))
    expect(fault).toMatchObject({ where: 'entry', index })
  })

  it.each([
    [0, 1],
    [5, 17],
    [28, 29],
  ])('shows that entries %i and %i changed places', async (one, other) => {
    const swapped = [...lines]
    swapped[lineOf(one)] = lines[lineOf(other)] ?? ''
    swapped[lineOf(other)] = lines[lineOf(one)] ?? ''
    expect((await verdictOf(fileOf(swapped))).fault).toMatchObject({ where: 'entry', index: one })
  })

  it('shows an entry that was put in, doubled, or added at the end', async () => {
    for (const index of [0, 12, 29]) {
      const line = lines[lineOf(index)] ?? ''
      const { fault } = await verdictOf(fileOf(lines.toSpliced(lineOf(index), 0, line)))
      expect(fault).toMatchObject({ where: 'entry', index: index + 1 })
    }
  })

  it('names an entry that was written anew with its hash, by what the next one says of it', async () => {
    const forged = forge(12, 13)
    expect((await verdictOf(fileOf(forged))).fault).toMatchObject({ where: 'entry', index: 12 })
  })

  it('names the checkpoints between which entries were written anew with all after them', async () => {
    const { fault } = await verdictOf(fileOf(forge(12, ENTRIES)))
    expect(fault).toMatchObject({ where: 'entry', index: 10 })
    expect(fault?.what).toContain('from 10 to 19')
  })

  it('shows a checkpoint that was taken out or signed by another key', async () => {
    expect((await verdictOf(fileOf(lines.toSpliced(2, 1)))).fault).toBeDefined()
    const other = await openAuditKey(await mkdtemp(join(folder, 'other-')))
    const file = join(folder, 'export.jsonl')
    await writeFile(file, fileOf(lines))
    const verdict = await verifyExport(file, { key: other.verifier })
    expect(verdict.fault).toMatchObject({ where: 'header' })
  })

  it('is told from another file', async () => {
    await expect(verdictOf('{}\n')).rejects.toMatchObject({ code: 'WB_CASES_AUDIT_EXPORT' })
    await expect(verdictOf('')).rejects.toMatchObject({ code: 'WB_CASES_AUDIT_EXPORT' })
  })
})

/** Lines in which entry `from` says something else, and all up to `to` follow from it as if nothing had been. */
function forge(from: number, to: number): string[] {
  const forged = [...lines]
  let last: Pick<AuditRow, 'seq' | 'leaf'> | undefined = rows[from - 1]
  for (let index = from; index < to; index += 1) {
    const { seq, previous, ...entry } = JSON.parse(rows[index]?.entry ?? '')
    expect([seq, previous]).toEqual([index, rows[index - 1]?.leaf])
    const row = auditRow(index === from ? { ...entry, by: 'p2' } : entry, last)
    forged[lineOf(index)] = canonicalJson({ seq: row.seq, entry: row.entry, leaf: row.leaf })
    if (index === from && to === from + 1) break
    last = row
  }
  return forged
}

describe('the records', () => {
  beforeEach(async () => {
    await sql`alter table audit_log disable trigger all`.execute(db)
    await sql`delete from audit_log`.execute(db)
    await db.insertInto('audit_log').values(rows).execute()
  })

  it('verify, and sign nothing twice', async () => {
    const verdict = await verifyRecords(db, key.verifier)
    expect(verdict).toMatchObject({ entries: 30, checkpoints: 3, covered: 30 })
    const note = await makeCheckpoint(db, clock, key)
    expect(verifyCheckpoint(note ?? '', key.verifier)?.size).toBe(30)
    const { count } = await db
      .selectFrom('audit_checkpoints')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(3)
  })

  it.each([
    ['a changed entry', 7, "update audit_log set entry = replace(entry, 'p1', 'p2') where seq = 7"],
    ['a changed hash', 9, "update audit_log set leaf = repeat('0', 64) where seq = 9"],
    ['a changed subject', 4, "update audit_log set subject = 'case:other' where seq = 4"],
    ['a deletion', 20, 'delete from audit_log where seq = 20'],
    ['the deletion of the last', 29, 'delete from audit_log where seq = 29'],
    ['the deletion of all', 0, 'delete from audit_log'],
    ['a new number', 3, 'update audit_log set seq = 99 where seq = 3'],
  ])('show %s at its index, and are then not signed', async (_, index, text) => {
    await sql.raw(text).execute(db)
    const { fault } = await verifyRecords(db, key.verifier)
    expect(fault).toMatchObject({ where: 'entry', index })
    await expect(makeCheckpoint(db, clock, key)).rejects.toMatchObject({
      code: 'WB_CASES_AUDIT_FAULT',
    })
  })

  it('that were written anew, checkpoints and all, are shown by an anchor', async () => {
    const file = join(folder, 'anchors.txt')
    const sent: string[] = []
    const webhook = webhookAnchor(async ({ data }) => void sent.push(data.note))
    const note = await anchorAudit(db, clock, key, [fileAnchor(file), webhook])
    await anchorAudit(db, clock, key, [fileAnchor(file)])
    expect(await readAnchors(file)).toEqual([note])
    expect(sent).toEqual([note])
    await sql`delete from audit_log where seq >= 15`.execute(db)
    const anchors = await readAnchors(file)
    const verdict = await verifyRecords(db, key.verifier, anchors)
    expect(verdict.fault).toMatchObject({ where: 'entry', index: 15 })
  })
})

describe('the key', () => {
  it('is kept for its owner, is the same again, and is written in one way', async () => {
    expect((await openAuditKey(folder)).verifier.text).toBe(key.verifier.text)
    expect(parseVerifierKey(key.verifier.text)).toEqual(key.verifier)
    expect(await readFile(join(folder, 'audit.key'), 'utf8')).toMatch(/^windbreak-audit-/)
    for (const text of ['', 'a+b+c', key.verifier.text.replace('audit', 'other')])
      expect(() => parseVerifierKey(text)).toThrow('verifier key')
  })

  it('has the key hash that other programs have', () => {
    // Two published verifier keys of Go's signed-note, which C2SP took over: name, hash and key belong together.
    for (const text of [
      'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
      'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
    ])
      expect(parseVerifierKey(text).text).toBe(text)
  })
})

import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import { canonicalJson, type Json } from '../json.ts'
import type { CasesDb } from '../tables.ts'
import type { AuditKey } from './audit-key.ts'
import { listCheckpoints, makeCheckpoint, readAudit } from './checkpoints.ts'
import { readLines } from './lines.ts'
import { parseVerifierKey, readCheckpoint, type VerifierKey } from './note.ts'
import { type AuditFault, type AuditVerdict, type StoredRow, verifyAudit } from './verify.ts'

/** The first line's mark; another shape gets another number. */
const FORMAT = 'windbreak-audit-1'

type Line = Readonly<Record<string, Json>>

/**
 * The log as lines of canonical JSON: a head, the checkpoints, the entries that the last one covers. It is signed first, so
 * whoever has the file and the key can verify it without us. Lines come without line breaks.
 */
export async function* exportAudit(
  db: CasesDb,
  clock: Clock,
  key: AuditKey,
): AsyncGenerator<string> {
  await makeCheckpoint(db, clock, key)
  const notes = await listCheckpoints(db)
  const entries = sizeOf(notes)
  const { text } = key.verifier
  yield canonicalJson({ format: FORMAT, key: text, entries, checkpoints: notes.length })
  for (const note of notes) yield canonicalJson({ checkpoint: note })
  for await (const { seq, entry, leaf } of readAudit(db)) {
    // Written since the checkpoint: the next export has it.
    if (seq >= entries) break
    yield canonicalJson({ seq, entry, leaf })
  }
}

/** A verdict about a file, and the key that it was judged by. */
export interface ExportVerdict extends AuditVerdict {
  readonly key: string
}

/**
 * Verifies an export without the records. `key` is the verifier key that the reader got by another way; without it the
 * file's own is taken, which shows damage but not a forger with a key of his own. Every byte of the file counts.
 * Throws WB_CASES_AUDIT_EXPORT when the file does not begin as an export.
 */
export async function verifyExport(
  file: string,
  trusted: {
    readonly key?: VerifierKey | undefined
    readonly anchors?: readonly string[] | undefined
  } = {},
): Promise<ExportVerdict> {
  const lines = readLines(file)
  const head = await readHead(lines, file)
  const key = trusted.key ?? head.key
  const notes: string[] = []
  let fault: AuditFault | undefined
  if (key.text !== head.key.text)
    fault = { where: 'header', index: 0, what: 'the file names another key than the trusted one' }
  for (let index = 0; index < head.checkpoints && fault === undefined; index += 1) {
    const note = parseLine((await lines.next()).value)?.['checkpoint']
    if (typeof note === 'string') notes.push(note)
    else fault = { where: 'checkpoint', index, what: 'found no checkpoint in its line' }
  }
  if (fault === undefined && sizeOf(notes) !== head.entries)
    fault = {
      where: 'header',
      index: 0,
      what: 'the last checkpoint covers another number of entries',
    }
  if (fault !== undefined) return { ...NOTHING, key: key.text, fault }
  const { anchors = [] } = trusted
  const verdict = await verifyAudit(rowsOf(lines), { key, checkpoints: notes, anchors })
  return { ...verdict, key: key.text }
}

const NOTHING: AuditVerdict = { entries: 0, checkpoints: 0, anchors: 0, covered: 0, root: '' }

async function readHead(
  lines: AsyncGenerator<string | undefined>,
  file: string,
): Promise<{ key: VerifierKey; entries: number; checkpoints: number }> {
  const head = parseLine((await lines.next()).value) ?? {}
  const { format, key, entries, checkpoints } = head
  const isExport =
    format === FORMAT &&
    typeof key === 'string' &&
    typeof entries === 'number' &&
    typeof checkpoints === 'number' &&
    Object.keys(head).length === 4
  if (isExport) return { key: parseVerifierKey(key), entries, checkpoints }
  throw casesError('WB_CASES_AUDIT_EXPORT', 'found no export of an audit log', {
    hint: 'windbreak audit export writes one; if this is one, its first line was changed or is missing',
    at: { file, line: 1 },
  })
}

/** A line that is no entry is given as one that fails at its place. */
async function* rowsOf(lines: AsyncGenerator<string | undefined>): AsyncGenerator<StoredRow> {
  let index = 0
  for await (const text of lines) {
    const line = parseLine(text) ?? {}
    const { seq, entry, leaf } = line
    const isRow =
      typeof seq === 'number' &&
      typeof entry === 'string' &&
      typeof leaf === 'string' &&
      Object.keys(line).length === 3
    yield isRow ? { seq, entry, leaf } : { seq: index, entry: '', leaf: '' }
    index += 1
  }
}

/** A line in its one spelling. */
function parseLine(text: unknown): Line | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const value = JSON.parse(text) as Json
    return typeof value === 'object' && value !== null && canonicalJson(value) === text
      ? (value as Line)
      : undefined
  } catch {
    return undefined
  }
}

function sizeOf(notes: readonly string[]): number {
  return readCheckpoint(notes.at(-1) ?? '')?.size ?? 0
}

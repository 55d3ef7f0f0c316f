import type { AuditRow } from '../tables.ts'
import { canonicalJson, type Json } from '../json.ts'
import { searchable } from './append.ts'
import { GrowingTree, leafHash } from './merkle.ts'
import { type Checkpoint, type VerifierKey, verifyCheckpoint } from './note.ts'

/** The first thing that is wrong with a log. `index` is the entry's number, or the number of the checkpoint or line in its list. */
export interface AuditFault {
  readonly where: 'header' | 'entry' | 'checkpoint' | 'anchor'
  readonly index: number
  readonly what: string
}

/** What a verification found. `checkpoints` counts those whose signature and root are right. */
export interface AuditVerdict {
  readonly entries: number
  readonly checkpoints: number
  readonly anchors: number
  /** Entries that a checkpoint covers; what comes after the last one nobody has signed for. */
  readonly covered: number
  /** Root of all entries, hex. */
  readonly root: string
  readonly fault?: AuditFault
}

/** A row as it was stored or exported; the copies to find it by are compared where they are given. */
export type StoredRow = Pick<AuditRow, 'seq' | 'entry' | 'leaf'> &
  Partial<Pick<AuditRow, 'action' | 'subject'>>

/** Notes that must agree with the log: its own, and those that were kept elsewhere. */
export interface SignedNotes {
  readonly key: VerifierKey
  readonly checkpoints: readonly string[]
  readonly anchors?: readonly string[]
}

interface Expected {
  readonly where: 'checkpoint' | 'anchor'
  readonly index: number
  readonly checkpoint: Checkpoint
}

/**
 * Walks a log from its beginning, in constant memory, and gives the first fault. A row that is changed, moved, doubled or
 * missing is named by its index: its number, its own hash and the hash that the next row has of it are compared. If all
 * three were made to agree, the first checkpoint over it does not, and the fault says between which entries the change is.
 */
export async function verifyAudit(
  rows: AsyncIterable<StoredRow>,
  notes: SignedNotes,
): Promise<AuditVerdict> {
  const tree = new GrowingTree()
  const { expected, fault: noteFault } = readNotes(notes)
  const seen = { checkpoint: 0, anchor: 0 }
  let previous: string | undefined
  let covered = 0
  const verdict = (fault?: AuditFault): AuditVerdict => ({
    entries: tree.size,
    checkpoints: seen.checkpoint,
    anchors: seen.anchor,
    covered,
    root: hex(tree.root()),
    ...(fault === undefined ? {} : { fault }),
  })
  for await (const row of rows) {
    const fault = rowFault(row, tree.size, previous)
    if (fault !== undefined) return verdict(fault)
    tree.push(Buffer.from(row.leaf, 'hex'))
    previous = row.leaf
    for (const { where, checkpoint } of expected.get(tree.size) ?? []) {
      if (!Buffer.from(checkpoint.root).equals(tree.root()))
        return verdict(rootFault(where, covered, tree.size))
      seen[where] += 1
    }
    if (expected.has(tree.size)) covered = tree.size
  }
  // Rows before checkpoints: what is wrong with an entry says more than what is wrong with a signature over it.
  if (noteFault !== undefined) return verdict(noteFault)
  const beyond = [...expected.keys()].sort((a, b) => a - b).find((size) => size > tree.size)
  if (beyond === undefined) return verdict()
  const { where = 'checkpoint' } = expected.get(beyond)?.[0] ?? {}
  const what = `${described(where)} covers ${beyond} entries, found ${tree.size}: the log was cut`
  return verdict({ where: 'entry', index: tree.size, what })
}

function readNotes({ key, checkpoints, anchors = [] }: SignedNotes): {
  expected: Map<number, Expected[]>
  fault?: AuditFault
} {
  const expected = new Map<number, Expected[]>()
  const lists = [
    ['checkpoint', checkpoints],
    ['anchor', anchors],
  ] as const
  let fault: AuditFault | undefined
  for (const [where, notes] of lists)
    for (const [index, note] of notes.entries()) {
      const checkpoint = verifyCheckpoint(note, key)
      if (checkpoint?.origin !== key.name) {
        fault ??= {
          where,
          index,
          what: `not signed by ${key.name}, or not in the shape of a checkpoint`,
        }
        continue
      }
      const same = expected.get(checkpoint.size) ?? []
      expected.set(checkpoint.size, [...same, { where, index, checkpoint }])
    }
  return fault === undefined ? { expected } : { expected, fault }
}

function rowFault(
  row: StoredRow,
  index: number,
  previous: string | undefined,
): AuditFault | undefined {
  const fault = (what: string): AuditFault => ({ where: 'entry', index, what })
  if (row.seq !== index) return fault(`found number ${row.seq}, wanted ${index}`)
  const entry = parseEntry(row.entry)
  if (entry === undefined) return fault('the entry is not canonical JSON')
  if (hex(leafHash(row.entry)) !== row.leaf) return fault('the entry and its hash disagree')
  if (entry['seq'] !== index) return fault('the entry has another number than its row')
  if (entry['previous'] !== previous)
    return previous === undefined
      ? fault('the first entry names one before it')
      : {
          where: 'entry',
          index: index - 1,
          what: `not the entry after which entry ${index} was written`,
        }
  const [action, subject] = [entry['action'], entry['subject']]
  if (typeof action !== 'string' || typeof subject !== 'string')
    return fault('the entry lacks a part')
  const isCopied =
    (row.action ?? searchable(action)) === searchable(action) &&
    (row.subject ?? searchable(subject)) === searchable(subject)
  return isCopied ? undefined : fault('the copies to find it by differ from the entry')
}

/** The entry, when its text is the one canonical spelling. */
function parseEntry(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = JSON.parse(text) as Json
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && canonicalJson(value) === text
      ? (value as Readonly<Record<string, Json>>)
      : undefined
  } catch {
    return undefined
  }
}

function rootFault(where: Expected['where'], from: number, size: number): AuditFault {
  const what = `an entry from ${from} to ${size - 1} is another than ${described(where)} over ${size} was signed for`
  return { where: 'entry', index: from, what }
}

function described(where: Expected['where']): string {
  return where === 'anchor' ? 'an anchor' : 'a checkpoint'
}

function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex')
}

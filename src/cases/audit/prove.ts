import { casesError } from '../errors.ts'
import type { CasesDb } from '../tables.ts'
import type { Hash } from './merkle.ts'
import { readCheckpoint } from './note.ts'
import { consistencyProof, inclusionProof } from './proofs.ts'

export interface EntryProof {
  /** The text whose leaf hash the proof begins with. */
  readonly entry: string
  readonly index: number
  readonly size: number
  /** Hex, the lowest first. */
  readonly proof: string[]
  /** The signed note over the tree of `size` entries. */
  readonly checkpoint: string
}

/** An entry, proved to be in the newest checkpoint. Throws WB_CASES_NOT_FOUND where no checkpoint covers it yet. */
export async function proveEntry(db: CasesDb, index: number): Promise<EntryProof> {
  const kept = await db
    .selectFrom('audit_checkpoints')
    .select(['size', 'note'])
    .orderBy('size', 'desc')
    .executeTakeFirst()
  const row = await db
    .selectFrom('audit_log')
    .select('entry')
    .where('seq', '=', index)
    .executeTakeFirst()
  if (kept === undefined || row === undefined || index >= kept.size)
    throw casesError('WB_CASES_NOT_FOUND', 'found no such entry under a checkpoint, wanted one', {
      hint: 'sign the log as it stands first, then ask again',
    })
  const { size, note: checkpoint } = kept
  const proof = inclusionProof(await leavesOf(db, size), index).map(hexOf)
  return { entry: row.entry, index, size, proof, checkpoint }
}

/** Two checkpoints by their sizes, the first proved to be the beginning of the second. Throws WB_CASES_NOT_FOUND. */
export async function proveGrowth(
  db: CasesDb,
  from: number,
  to: number,
): Promise<{ readonly from: string; readonly to: string; readonly proof: string[] }> {
  const notes = await db
    .selectFrom('audit_checkpoints')
    .select(['size', 'note'])
    .where('size', 'in', [from, to])
    .execute()
  const noteOf = (size: number) => notes.find((row) => row.size === size)?.note
  const [first, second] = [noteOf(from), noteOf(to)]
  if (first === undefined || second === undefined || from > to)
    throw casesError('WB_CASES_NOT_FOUND', 'found no checkpoints of these sizes, in this order', {
      hint: `list the checkpoints; their second line is the size, such as ${readCheckpoint(first ?? second ?? '')?.size ?? 12}`,
    })
  return {
    from: first,
    to: second,
    proof: consistencyProof(await leavesOf(db, to), from).map(hexOf),
  }
}

async function leavesOf(db: CasesDb, size: number): Promise<Hash[]> {
  const rows = await db
    .selectFrom('audit_log')
    .select('leaf')
    .where('seq', '<', size)
    .orderBy('seq')
    .execute()
  return rows.map(({ leaf }) => Buffer.from(leaf, 'hex'))
}

function hexOf(hash: Hash): string {
  return Buffer.from(hash).toString('hex')
}

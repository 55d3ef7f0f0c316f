import { randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { canonicalJson, type Json, sha256Hex } from '../json.ts'
import type { Person } from '../people/roles.ts'
import { isSealed, type Vault } from '../retention/vault.ts'
import type { CasesDb } from '../tables.ts'
import { findEvent, recordEvent, type RecordOptions } from './record.ts'

/** A copy of what was known, as it was when it was taken. */
export interface EvidenceSnapshot {
  readonly id: string
  readonly caseId: string
  readonly at: string
  readonly by: string
  readonly why: string
  /** SHA-256 of the canonical JSON: in the case's event, and through it in the audit log. */
  readonly hash: string
  readonly content: Json
}

const CONTENT_CHARS_MAX = 4_000_000

/** Freezes evidence into a case: what a decision rests on later is this copy. Throws as `addCaseEvent`, WB_CASES_BAD_INPUT. */
export async function freezeEvidence(
  db: CasesDb,
  by: Person,
  clock: Clock,
  caseId: string,
  evidence: { readonly why: string; readonly content: Json },
  options: RecordOptions = {},
): Promise<EvidenceSnapshot> {
  const content = canonicalJson(evidence.content)
  if (content.length > CONTENT_CHARS_MAX)
    throw casesError(
      'WB_CASES_BAD_INPUT',
      `found evidence of ${content.length} characters, wanted at most ${CONTENT_CHARS_MAX}`,
      { hint: 'freeze what the decision rests on, in parts' },
    )
  const [id, hash, { why }] = [randomUUID(), sha256Hex(content), evidence]
  const at = new Date(clock()).toISOString()
  return inTransaction(db, async (trx) => {
    const repeated = await findEvent(trx, 'evidence-frozen', options.externalId)
    if (repeated !== undefined) return readEvidence(trx, repeated.snapshot, options.vault)
    const event = { kind: 'evidence-frozen', snapshot: id, hash, why } as const
    await recordEvent(trx, by, () => at, caseId, event, options)
    const kept = (await options.vault?.seal(trx, `case:${caseId}`, content, at)) ?? content
    await trx
      .insertInto('evidence_snapshots')
      .values({ id, case_id: caseId, at, by_id: by.id, why, hash, content: kept })
      .execute()
    return { id, caseId, at, by: by.id, why, hash, content: evidence.content }
  })
}

/**
 * A snapshot, compared with its hash. Throws WB_CASES_NOT_FOUND when there is none or its content was erased,
 * WB_CASES_CONFLICT when it is not what was frozen.
 */
export async function readEvidence(
  db: CasesDb,
  id: string,
  vault?: Vault,
): Promise<EvidenceSnapshot> {
  const row = await db
    .selectFrom('evidence_snapshots')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  const kept = row?.content ?? undefined
  const content = kept !== undefined && isSealed(kept) ? await vault?.open(db, kept) : kept
  if (row === undefined || content === undefined)
    throw casesError('WB_CASES_NOT_FOUND', 'found no content of such a snapshot, wanted one', {})
  if (sha256Hex(content) !== row.hash)
    throw casesError('WB_CASES_CONFLICT', 'found a snapshot that is not what was frozen', {
      hint: 'windbreak audit verify says whether the log was changed too',
    })
  const { case_id: caseId, at, by_id: by, why, hash } = row
  return { id, caseId, at, by, why, hash, content: JSON.parse(content) as Json }
}

import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tlp } from '../formats/stix/index.ts'
import type { Clock } from '../platform/index.ts'
import { sharingError } from './errors.ts'
import { gate, type StixObject, type Withheld } from './release-gate.ts'
import type { SharingTables } from './tables.ts'
import { insertObjects, type Outcome } from './taxii/add-objects.ts'

export interface Release {
  readonly collectionId: string
  readonly objects: readonly StixObject[]
  readonly unmarkedAs: Tlp
  /** Decides and reports, and stores nothing. */
  readonly isDryRun: boolean
}

export interface ReleaseReport {
  readonly released: number
  readonly wereThere: number
  readonly withheld: readonly Withheld[]
}

/**
 * Puts objects of ours into a collection through the gate. Releasing again what was released changes nothing. Throws
 * WB_SHARING_NO_COLLECTION, and WB_SHARING_NOT_APPROVED for findings, which two persons release (both exit 2).
 */
export async function releaseObjects(
  db: Kysely<SharingTables>,
  clock: Clock,
  release: Release,
): Promise<ReleaseReport> {
  return db.transaction().execute(async (trx) => {
    await refuseFindings(trx, release.objects)
    return admitObjects(trx, clock, release)
  })
}

/** The same inside the caller's transaction, for what has been approved. Throws WB_SHARING_NO_COLLECTION (exit 2). */
export async function admitObjects(
  trx: Transaction<SharingTables>,
  clock: Clock,
  { collectionId, objects, unmarkedAs, isDryRun }: Release,
): Promise<ReleaseReport> {
  const collection = await trx
    .selectFrom('taxii_collections')
    .where('id', '=', collectionId)
    .select('ceiling')
    .executeTakeFirst()
  if (collection === undefined)
    throw sharingError('WB_SHARING_NO_COLLECTION', 'no collection has this id', {
      hint: 'windbreak intel partners shows them',
    })
  const { admitted, withheld } = gate(objects, collection.ceiling, unmarkedAs)
  if (isDryRun) return { released: admitted.length, wereThere: 0, withheld }
  const outcomes = await insertObjects(trx, clock, { collectionId, unmarkedAs, objects: admitted })
  const refused = outcomes.filter(({ isFailure }) => isFailure)
  return {
    released: outcomes.filter(isNew).length,
    wereThere: outcomes.filter((outcome) => !outcome.isFailure && !isNew(outcome)).length,
    withheld: [...withheld, ...refused.map(({ id, message = '' }) => ({ id, reason: message }))],
  }
}

/** Throws WB_SHARING_NOT_APPROVED when a finding of ours is among the objects: two persons release those. */
export async function refuseFindings(
  trx: Transaction<SharingTables>,
  objects: readonly StixObject[],
): Promise<void> {
  const ids = objects.map(({ id }) => String(id))
  const finding = await trx
    .selectFrom('finding_versions')
    .where(sql<boolean>`object_id = any(${sql.val(ids)}::text[])`)
    .select('object_id')
    .limit(1)
    .executeTakeFirst()
  if (finding !== undefined)
    throw sharingError('WB_SHARING_NOT_APPROVED', `${finding.object_id} is a finding of ours`, {
      hint: 'windbreak intel propose, approve and publish release findings',
    })
}

function isNew({ isFailure, message }: Outcome): boolean {
  return !isFailure && message === undefined
}

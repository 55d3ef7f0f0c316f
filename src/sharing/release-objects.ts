import type { Kysely } from 'kysely'
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
 * WB_SHARING_NO_COLLECTION (exit 2).
 */
export async function releaseObjects(
  db: Kysely<SharingTables>,
  clock: Clock,
  { collectionId, objects, unmarkedAs, isDryRun }: Release,
): Promise<ReleaseReport> {
  return db.transaction().execute(async (trx) => {
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
    const outcomes = await insertObjects(trx, clock, {
      collectionId,
      unmarkedAs,
      objects: admitted,
    })
    const refused = outcomes.filter(({ isFailure }) => isFailure)
    return {
      released: outcomes.filter(isNew).length,
      wereThere: outcomes.filter((outcome) => !outcome.isFailure && !isNew(outcome)).length,
      withheld: [...withheld, ...refused.map(({ id, message = '' }) => ({ id, reason: message }))],
    }
  })
}

function isNew({ isFailure, message }: Outcome): boolean {
  return !isFailure && message === undefined
}

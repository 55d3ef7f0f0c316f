import { type Kysely, sql, type Transaction } from 'kysely'
import type { Clock } from '../../platform/index.ts'
import { sharingError } from '../errors.ts'
import type { StixObject } from '../release-gate.ts'
import type { SharingTables } from '../tables.ts'
import { insertObjects } from '../taxii/add-objects.ts'
import { findRelease, objectsOf } from './releases.ts'
import { hasVersions, laterThan } from './version-objects.ts'

/** Collections that hold revoked versions now, with how many each. */
export interface RecallReport {
  readonly collections: ReadonlyArray<{ readonly id: string; readonly revoked: number }>
}

/**
 * Takes a release back: every object of it gets a last version that is revoked, in every collection that it went into,
 * so that whoever fetched it fetches that too. Observables have no versions and the publisher's identity is not of this
 * release: both stay. Recalling again changes nothing. Throws WB_SHARING_NO_RELEASE (exit 2).
 */
export async function recallRelease(
  db: Kysely<SharingTables>,
  clock: Clock,
  id: string,
  by: string,
): Promise<RecallReport> {
  return db.transaction().execute(async (trx) => {
    const release = await findRelease(trx, id)
    const ids = objectsOf(release)
      .filter(isRevocable)
      .map((object) => String(object['id']))
    const places = await trx
      .selectFrom('findings_places')
      .where('release_id', '=', id)
      .select('collection_id')
      .orderBy('collection_id')
      .execute()
    const now = clock()
    // All collections get one last version: two with one `modified` and other content would contradict each other.
    const latest = await lastVersions(
      trx,
      places.map((place) => place.collection_id),
      ids,
    )
    const collections: Array<{ id: string; revoked: number }> = []
    for (const { collection_id: collectionId } of places)
      collections.push({
        id: collectionId,
        revoked: await revokeIn(trx, clock, collectionId, latest, now),
      })
    await trx
      .updateTable('finding_versions')
      .set({ recalled_at: now })
      .where(sql<boolean>`object_id = any(${sql.val(ids)}::text[])`)
      .where('recalled_at', 'is', null)
      .execute()
    if (release.recalled_at === null)
      await trx
        .updateTable('findings_releases')
        .set({ recalled_by: by, recalled_at: now })
        .where('id', '=', id)
        .execute()
    return { collections }
  })
}

async function lastVersions(
  trx: Transaction<SharingTables>,
  collectionIds: readonly string[],
  ids: readonly string[],
): Promise<readonly StixObject[]> {
  const rows = await trx
    .selectFrom('taxii_objects')
    .where(sql<boolean>`collection_id = any(${sql.val(collectionIds)}::uuid[])`)
    .where(sql<boolean>`object_id = any(${sql.val(ids)}::text[])`)
    .where(sql<boolean>`is_last_of_all`)
    .orderBy('version_at')
    .select(['object_id', 'object'])
    .execute()
  const newest = new Map(
    rows.map((row) => [row.object_id, JSON.parse(row.object) as StixObject] as const),
  )
  return [...newest.values()]
}

async function revokeIn(
  trx: Transaction<SharingTables>,
  clock: Clock,
  collectionId: string,
  latest: readonly StixObject[],
  now: string,
): Promise<number> {
  const revoked = latest
    .filter((object) => object['revoked'] !== true)
    .map((object) => ({
      ...object,
      modified: laterThan(String(object['modified']), now),
      revoked: true,
    }))
  const outcomes = await insertObjects(trx, clock, {
    collectionId,
    unmarkedAs: 'red',
    objects: revoked,
  })
  const failed = outcomes.find(({ isFailure }) => isFailure)
  if (failed === undefined) return revoked.length
  throw sharingError('WB_SHARING_NO_RELEASE', `${failed.id}: ${failed.message ?? ''}`, {
    hint: 'nothing was recalled; this object was changed in the collection by another',
  })
}

function isRevocable(object: StixObject): boolean {
  return hasVersions(object) && object['type'] !== 'identity'
}

import { createHash, randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Clock } from '../../platform/index.ts'
import { sharingError } from '../errors.ts'
import type { StixObject } from '../release-gate.ts'
import { admitObjects, type ReleaseReport } from '../release-objects.ts'
import type { FindingsReleaseRow, SharingTables } from '../tables.ts'

/** A person, by the name that they give; two spellings of one name are one person. */
export interface ProposedBundle {
  /** The file's text, exactly. */
  readonly bundle: string
  readonly by: string
}

/** Asks for the release of a bundle, exactly as it is. Gives the record's id and the bundle's SHA-256. */
export async function proposeRelease(
  db: Kysely<SharingTables>,
  clock: Clock,
  { bundle, by }: ProposedBundle,
): Promise<{ readonly id: string; readonly hash: string }> {
  const [id, hash] = [randomUUID(), hashOf(bundle)]
  await db
    .insertInto('findings_releases')
    .values({ id, bundle_hash: hash, bundle, proposed_by: person(by), proposed_at: clock() })
    .execute()
  return { id, hash }
}

/**
 * Another person than who proposed it approves the very bundle that they read. Throws WB_SHARING_NO_RELEASE,
 * WB_SHARING_BUNDLE_CHANGED, WB_SHARING_NOT_APPROVED (exit 2).
 */
export async function approveRelease(
  db: Kysely<SharingTables>,
  clock: Clock,
  id: string,
  { bundle, by }: ProposedBundle,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const release = await openRelease(trx, id, bundle)
    if (person(by) === release.proposed_by)
      throw sharingError('WB_SHARING_NOT_APPROVED', 'who proposed a release may not approve it', {
        hint: 'another person reads the bundle and approves it',
      })
    if (release.approved_by !== null) return
    await trx
      .updateTable('findings_releases')
      .set({ approved_by: person(by), approved_at: clock() })
      .where('id', '=', id)
      .execute()
  })
}

/**
 * Puts an approved bundle into a collection, whole or not at all: a part of it is not what was approved. Throws
 * WB_SHARING_NO_RELEASE, WB_SHARING_BUNDLE_CHANGED, WB_SHARING_NOT_APPROVED, WB_SHARING_ABOVE_CLEARANCE,
 * WB_SHARING_NO_COLLECTION (exit 2).
 */
export async function publishRelease(
  db: Kysely<SharingTables>,
  clock: Clock,
  id: string,
  { bundle, collectionId }: { readonly bundle: string; readonly collectionId: string },
): Promise<ReleaseReport> {
  return db.transaction().execute(async (trx) => {
    const release = await openRelease(trx, id, bundle)
    if (release.approved_by === null)
      throw sharingError('WB_SHARING_NOT_APPROVED', 'nobody has approved this release', {
        hint: 'windbreak intel approve, by another person than who proposed it',
      })
    await refuseRecalled(trx, objectsOf(release))
    const report = await admitObjects(trx, clock, {
      collectionId,
      objects: objectsOf(release),
      // Whatever findings are made of is marked; what is not marked stays.
      unmarkedAs: 'red',
      isDryRun: false,
    })
    const [first] = report.withheld
    if (first !== undefined)
      throw sharingError(
        'WB_SHARING_ABOVE_CLEARANCE',
        `${report.withheld.length} objects may not enter the collection; the first: ${first.id} ${first.reason}`,
        { hint: 'an approved bundle is released whole; choose a collection with a higher ceiling' },
      )
    await trx
      .insertInto('findings_places')
      .values({ release_id: id, collection_id: collectionId, released_at: clock() })
      .onConflict((on) => on.doNothing())
      .execute()
    return report
  })
}

/** Another release may hold versions of what was recalled with a first one; a later version would undo that. */
async function refuseRecalled(
  trx: Transaction<SharingTables>,
  objects: readonly StixObject[],
): Promise<void> {
  const ids = objects.map(({ id }) => String(id))
  const recalled = await trx
    .selectFrom('finding_versions')
    .where(sql<boolean>`object_id = any(${sql.val(ids)}::text[])`)
    .where('recalled_at', 'is not', null)
    .select('object_id')
    .limit(1)
    .executeTakeFirst()
  if (recalled !== undefined)
    throw sharingError('WB_SHARING_RECALLED', `${recalled.object_id} was recalled`, {
      hint: 'nothing may follow a revocation; publish under another --from or at another --tlp',
    })
}

/** A release that was not recalled, of exactly this bundle. */
async function openRelease(
  trx: Transaction<SharingTables>,
  id: string,
  bundle: string,
): Promise<FindingsReleaseRow> {
  const release = await findRelease(trx, id)
  if (release.recalled_at !== null)
    throw sharingError('WB_SHARING_RECALLED', 'this release was recalled', {
      hint: 'propose a new one',
    })
  if (release.bundle_hash !== hashOf(bundle))
    throw sharingError(
      'WB_SHARING_BUNDLE_CHANGED',
      `found a bundle with SHA-256 ${hashOf(bundle)}, wanted ${release.bundle_hash}`,
      { hint: 'give the file that was proposed, or propose this one' },
    )
  return release
}

/** A release by its id, held until the transaction ends. Throws WB_SHARING_NO_RELEASE (exit 2). */
export async function findRelease(
  trx: Transaction<SharingTables>,
  id: string,
): Promise<FindingsReleaseRow> {
  const release = UUID.test(id)
    ? await trx
        .selectFrom('findings_releases')
        .where('id', '=', id)
        .selectAll()
        .forUpdate()
        .executeTakeFirst()
    : undefined
  if (release !== undefined) return release
  throw sharingError('WB_SHARING_NO_RELEASE', 'no release has this id', {
    hint: 'windbreak intel propose prints it',
  })
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The objects of a release's bundle, which was parsed before it was proposed. */
export function objectsOf({ bundle }: Pick<FindingsReleaseRow, 'bundle'>): readonly StixObject[] {
  return (JSON.parse(bundle) as { objects: readonly StixObject[] }).objects
}

function hashOf(bundle: string): string {
  return createHash('sha256').update(bundle).digest('hex')
}

function person(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}

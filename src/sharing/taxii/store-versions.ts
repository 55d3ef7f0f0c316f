import { type Kysely, sql } from 'kysely'
import type { StixObject } from '../release-gate.ts'
import type { SharingTables } from '../tables.ts'
import { markVersions } from './mark-versions.ts'
import { inferredSpec } from './spec-version.ts'
import { taxiiTime } from './taxii-time.ts'

/** Rows in one statement: below what a statement may bind. */
const ROWS_PER_STATEMENT = 1000

/** One version of an object as it is stored; `dateAdded` has six digits and rises within a collection. */
export interface NewVersion {
  readonly id: string
  readonly specVersion: string
  readonly version: string
  readonly dateAdded: string
  readonly text: string
}

/** Stores versions that the collection does not have yet, and marks first and last ones anew. */
export async function storeVersions(
  trx: Kysely<SharingTables>,
  collectionId: string,
  versions: readonly NewVersion[],
): Promise<void> {
  const latest = versions.reduce((last, { dateAdded }) => (dateAdded > last ? dateAdded : last), '')
  if (latest === '') return
  const rows = versions.map(({ id, specVersion, version, dateAdded, text }) => ({
    collection_id: collectionId,
    date_added: dateAdded,
    object_id: id,
    type: id.slice(0, id.indexOf('--')),
    version,
    version_at: taxiiTime(version) ?? version,
    spec_version: specVersion,
    object: text,
  }))
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    await trx
      .insertInto('taxii_objects')
      .values(rows.slice(from, from + ROWS_PER_STATEMENT))
      .execute()
  await markVersions(trx, collectionId, [...new Set(versions.map(({ id }) => id))])
  await trx
    .updateTable('taxii_collections')
    .set({ last_added: latest })
    .where('id', '=', collectionId)
    .execute()
  await renewStatistics(trx)
}

/**
 * The planner walks an index for a page only when it knows how large the table is, and nothing tells it in the embedded
 * engine, which has no background worker: a page of 50,000 objects then takes 50 ms instead of 0.1 ms.
 */
async function renewStatistics(trx: Kysely<SharingTables>): Promise<void> {
  const { rows } = await sql<{ known: number; now: number }>`
    select (select reltuples::bigint from pg_class where oid = 'taxii_objects'::regclass) as known,
           (select coalesce(max(seq), 0) from taxii_objects) as now`.execute(trx)
  const [size] = rows
  if (size !== undefined && size.now > 2 * Math.max(0, size.known) + ROWS_PER_STATEMENT)
    await sql`analyze taxii_objects`.execute(trx)
}

/** Fills an empty collection with what another server held, at the times at which that one added it. */
export async function restoreObjects(
  db: Kysely<SharingTables>,
  collectionId: string,
  entries: ReadonlyArray<{ readonly object: StixObject; readonly dateAdded: string }>,
): Promise<void> {
  const versions = entries.map(({ object, dateAdded }) => ({
    id: String(object['id']),
    specVersion: (object['spec_version'] as string | undefined) ?? inferredSpec(object),
    version: (object['modified'] ?? object['created'] ?? dateAdded) as string,
    dateAdded: taxiiTime(dateAdded) ?? dateAdded,
    text: JSON.stringify(object),
  }))
  await db.transaction().execute((trx) => storeVersions(trx, collectionId, versions))
}

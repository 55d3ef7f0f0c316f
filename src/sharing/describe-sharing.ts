import type { Kysely } from 'kysely'
import type { Tlp } from '../formats/stix/index.ts'
import type { SharingTables } from './tables.ts'

export interface SharingOverview {
  readonly partners: ReadonlyArray<{
    readonly id: string
    readonly name: string
    readonly clearance: Tlp
    readonly ended: boolean
  }>
  readonly collections: ReadonlyArray<{
    readonly id: string
    readonly apiRoot: string
    readonly title: string
    readonly ceiling: Tlp
    readonly objects: number
  }>
  readonly grants: ReadonlyArray<{
    readonly partner: string
    readonly collection: string
    readonly canRead: boolean
    readonly canWrite: boolean
  }>
}

/** Who may see what: everything that decides it, on one page. */
export async function describeSharing(db: Kysely<SharingTables>): Promise<SharingOverview> {
  const partners = await db
    .selectFrom('partners')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const collections = await db
    .selectFrom('taxii_collections')
    .selectAll()
    .orderBy('position')
    .execute()
  const counts = await db
    .selectFrom('taxii_objects')
    .select(({ fn }) => ['collection_id', fn.countAll<number>().as('objects')])
    .groupBy('collection_id')
    .execute()
  const grants = await db
    .selectFrom('taxii_grants')
    .selectAll()
    .orderBy('partner_id')
    .orderBy('collection_id')
    .execute()
  const objectsOf = new Map(counts.map((row) => [row.collection_id, row.objects]))
  return {
    partners: partners.map(({ id, name, clearance, ended_at: end }) => ({
      id,
      name,
      clearance,
      ended: end !== null,
    })),
    collections: collections.map(({ id, api_root: apiRoot, title, ceiling }) => ({
      id,
      apiRoot,
      title,
      ceiling,
      objects: objectsOf.get(id) ?? 0,
    })),
    grants: grants.map((row) => ({
      partner: row.partner_id,
      collection: row.collection_id,
      canRead: row.can_read,
      canWrite: row.can_write,
    })),
  }
}

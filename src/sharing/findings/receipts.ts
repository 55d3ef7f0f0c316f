import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../platform/index.ts'
import type { SharingTables } from '../tables.ts'
import type { Page } from '../taxii/read-page.ts'
import { findRelease, objectsOf } from './releases.ts'

/** Notes a page of objects that a partner was given: one row, whatever the page holds. An empty page leaves none. */
export async function recordFetch(
  db: Kysely<SharingTables>,
  clock: Clock,
  place: { readonly partnerId: string; readonly collectionId: string },
  page: Page<'object' | 'object_id'>,
): Promise<void> {
  if (page.first === undefined || page.last === undefined) return
  await db
    .insertInto('taxii_fetches')
    .values({
      partner_id: place.partnerId,
      collection_id: place.collectionId,
      fetched_at: clock(),
      first_added: page.first,
      last_added: page.last,
      object_ids: page.rows.map((row) => row.object_id).join(' '),
    })
    .execute()
}

/** What one partner fetched from one collection. */
export interface Receipt {
  readonly partner: string
  readonly collection: string
  readonly pages: number
  /** Different objects, whatever their version. */
  readonly objects: number
  readonly firstAt: string
  readonly lastAt: string
  /** Whether it fetched anything of the release that was added since the recall; null when nothing was recalled. */
  readonly fetchedRecall: boolean | null
}

/** Receipts of everything, or of the objects of one release. Throws WB_SHARING_NO_RELEASE (exit 2). */
export async function listReceipts(
  db: Kysely<SharingTables>,
  releaseId: string | undefined,
): Promise<readonly Receipt[]> {
  return db.transaction().execute(async (trx) => {
    const release = releaseId === undefined ? undefined : await findRelease(trx, releaseId)
    const ids = release === undefined ? null : objectsOf(release).map(({ id }) => String(id))
    const recalledAt = release?.recalled_at ?? null
    const { rows } = await sql<Receipt>`
      select partner_id as partner, collection_id as collection, count(distinct seq) as pages,
        count(distinct object_id) as objects, min(fetched_at) as "firstAt", max(fetched_at) as "lastAt",
        case when ${recalledAt}::timestamptz is null then null
          else max(last_added) >= ${recalledAt}::timestamptz end as "fetchedRecall"
      from taxii_fetches, unnest(string_to_array(object_ids, ' ')) as object_id
      where ${ids}::text[] is null or object_id = any(${ids}::text[])
      group by partner_id, collection_id
      order by partner_id, collection_id`.execute(trx)
    return rows
  })
}

import { type Kysely, sql } from 'kysely'
import type { ObjectRow, SharingTables } from '../tables.ts'
import { type Filters, pageToken } from './filters.ts'
import { whereAskedFor } from './select-versions.ts'
import { taxiiTime } from './taxii-time.ts'

type Column = 'object' | 'object_id' | 'version' | 'spec_version'

/** A page in the order in which things were added. `first` and `last` are `date_added` with six digits. */
export interface Page<Name extends Column> {
  readonly rows: ReadonlyArray<Pick<ObjectRow, Name> & { readonly date_added: string }>
  readonly next: string | undefined
  readonly first: string | undefined
  readonly last: string | undefined
}

/** Reads one page by key, so that the thousandth costs what the first does. */
export async function readPage<Name extends Column>(
  db: Kysely<SharingTables>,
  collectionId: string,
  filters: Filters,
  columns: readonly Name[],
): Promise<Page<Name>> {
  let query = whereAskedFor(db.selectFrom('taxii_objects'), collectionId, filters)
  // The key lies after `added_after` already; naming both would have the index walked from the earlier one.
  if (filters.after !== undefined) {
    const { dateAdded, seq } = filters.after
    query = query.where(
      sql<boolean>`(date_added, seq) > (${dateAdded}::timestamptz, ${seq}::bigint)`,
    )
  } else if (filters.addedAfter !== undefined)
    query = query.where('date_added', '>', filters.addedAfter)
  const found = (await query
    .select(['date_added', 'seq', ...columns] as Array<Name | 'date_added' | 'seq'>)
    .orderBy('date_added')
    .orderBy('seq')
    .limit(filters.limit + 1)
    .execute()) as unknown as Array<Pick<ObjectRow, Name> & { date_added: string; seq: number }>
  const rows = found
    .slice(0, filters.limit)
    .map((row) => ({ ...row, date_added: sixDigits(row.date_added) }))
  const end = rows.at(-1)
  const hasMore = found.length > filters.limit && end !== undefined
  return {
    rows,
    next: hasMore
      ? pageToken({ dateAdded: end.date_added, seq: end.seq }, filters.fingerprint)
      : undefined,
    first: rows[0]?.date_added,
    last: end?.date_added,
  }
}

/** True when a collection holds any version of an object. */
export async function hasObject(
  db: Kysely<SharingTables>,
  collectionId: string,
  objectId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('taxii_objects')
    .where('collection_id', '=', collectionId)
    .where('object_id', '=', objectId)
    .select('seq')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function sixDigits(time: string): string {
  return taxiiTime(time) ?? time
}

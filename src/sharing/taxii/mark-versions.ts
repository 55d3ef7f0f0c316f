import { type Kysely, sql } from 'kysely'
import type { SharingTables } from '../tables.ts'

/**
 * Works out anew which versions of the given objects are the first and the last, by STIX version and over both. Pages
 * then read a flag from an index where they would else compare all versions of everything.
 */
export async function markVersions(
  db: Kysely<SharingTables>,
  collectionId: string,
  objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return
  await sql`
    update taxii_objects as target
    set is_newest_spec = ranked.is_newest_spec,
        is_first_in_spec = ranked.is_first_in_spec,
        is_last_in_spec = ranked.is_last_in_spec,
        is_first_of_all = ranked.is_first_of_all,
        is_last_of_all = ranked.is_last_of_all
    from (
      select seq,
        spec_version = max(spec_version) over (partition by object_id) as is_newest_spec,
        row_number() over (partition by object_id, spec_version order by version_at, seq) = 1 as is_first_in_spec,
        row_number() over (partition by object_id, spec_version order by version_at desc, seq desc) = 1
          as is_last_in_spec,
        row_number() over (partition by object_id order by version_at, seq) = 1 as is_first_of_all,
        row_number() over (partition by object_id order by version_at desc, seq desc) = 1 as is_last_of_all
      from taxii_objects
      where collection_id = ${collectionId} and object_id = any(${sql.val(objectIds)}::text[])
    ) as ranked
    where target.seq = ranked.seq
      and (target.is_newest_spec, target.is_first_in_spec, target.is_last_in_spec,
           target.is_first_of_all, target.is_last_of_all)
        is distinct from (ranked.is_newest_spec, ranked.is_first_in_spec, ranked.is_last_in_spec,
           ranked.is_first_of_all, ranked.is_last_of_all)`.execute(db)
}

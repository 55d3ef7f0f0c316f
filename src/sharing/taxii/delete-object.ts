import type { Kysely } from 'kysely'
import type { SharingTables } from '../tables.ts'
import type { Filters } from './filters.ts'
import { markVersions } from './mark-versions.ts'
import { whereAskedFor } from './select-versions.ts'

/** Takes the versions of one object that filters ask for out of a collection. Gives how many there were. */
export async function deleteObject(
  db: Kysely<SharingTables>,
  collectionId: string,
  objectId: string,
  filters: Pick<Filters, 'specVersions' | 'versions'>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const asked = { ...filters, ids: [objectId], types: [] }
    const chosen = await whereAskedFor(trx.selectFrom('taxii_objects'), collectionId, asked)
      .select('seq')
      .execute()
    const seqs = chosen.map((row) => row.seq)
    if (seqs.length === 0) return 0
    await trx.deleteFrom('taxii_objects').where('seq', 'in', seqs).execute()
    await markVersions(trx, collectionId, [objectId])
    return seqs.length
  })
}

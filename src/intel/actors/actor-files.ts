import type { Kysely } from 'kysely'
import type { IntelRecordTables } from '../lifecycle/tables.ts'
import type { NameClaim } from './name-claim.ts'

/** What was read of a published file of actors. */
export interface ActorFile {
  readonly file: string
  readonly claims: readonly NameClaim[]
}

/** Keeps the names of files for later commands; a file of a name that is there takes the earlier one's place. */
export async function keepActorFiles(
  db: Kysely<IntelRecordTables>,
  files: readonly ActorFile[],
  now: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { file, claims } of files) {
      const row = { imported_at: now, claims: JSON.stringify(claims) }
      await trx
        .insertInto('intel_actor_files')
        .values({ file, ...row })
        .onConflict((on) => on.column('file').doUpdateSet(row))
        .execute()
    }
  })
}

/** The claims of all files that were kept, in the order of the files' names. */
export async function readKeptClaims(db: Kysely<IntelRecordTables>): Promise<NameClaim[]> {
  const rows = await db
    .selectFrom('intel_actor_files')
    .select(['file', 'claims'])
    .orderBy('file')
    .execute()
  return rows.flatMap(({ claims }) => JSON.parse(claims) as NameClaim[])
}

import type { Kysely, Migration, MigrationProvider } from 'kysely'
import { platformError } from '../errors.ts'

/** A layer's migrations by name; names begin with a UTC time (`20261125T100000-audit`), so that their order is one. */
export type Migrations = Readonly<Record<string, Migration>>

/**
 * Brings the records to the newest shape. All layers' migrations run in the order of their names, under a lock, each
 * in a transaction; running it again does nothing. Throws WB_PLATFORM_RECORDS_MIGRATION (exit 4).
 */
export async function migrateRecords(
  db: Kysely<unknown>,
  layers: readonly Migrations[],
): Promise<readonly string[]> {
  const { Migrator } = await import('kysely')
  const provider: MigrationProvider = { getMigrations: async () => merge(layers) }
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName
    throw platformError(
      'WB_PLATFORM_RECORDS_MIGRATION',
      `records: the migration ${failed ?? '(none named)'} failed; nothing of it was kept`,
      { hint: 'records made by a newer windbreak need that version or a later one', cause: error },
    )
  }
  return (results ?? []).map((result) => result.migrationName)
}

function merge(layers: readonly Migrations[]): Record<string, Migration> {
  const all: Record<string, Migration> = {}
  for (const migrations of layers)
    for (const [name, migration] of Object.entries(migrations)) {
      if (name in all) throw new Error(`two migrations are called ${name}: rename one`)
      all[name] = migration
    }
  return all
}

import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { actionsMigrations } from '../actions/index.ts'
import { casesMigrations } from '../cases/index.ts'
import { intelMigrations } from '../intel/index.ts'
import { migrateRecords, openRecords, type Records } from '../platform/index.ts'
import { sharingMigrations } from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { type Options, textOption } from './options.ts'

/** Where the records are: DATABASE_URL, else a folder within `--data`. */
export interface RecordsOf {
  readonly databaseUrl: string | undefined
  readonly data: string | undefined
}

/**
 * Opens the records with the tables of every layer, in their newest shape; whoever opens them closes them. Every command
 * opens them here: a store that one command had brought to its shape would be refused by another that knows fewer tables.
 */
export async function openAllRecords<Tables>({
  databaseUrl,
  data,
}: RecordsOf): Promise<Records<Tables>> {
  const folder = data === undefined ? undefined : join(data, 'records')
  const records = await openRecords<Tables>({ databaseUrl, folder })
  try {
    await migrateRecords(records.db as Kysely<unknown>, [
      intelMigrations,
      casesMigrations,
      actionsMigrations,
      sharingMigrations,
    ])
    return records
  } catch (cause) {
    await records.close()
    throw cause
  }
}

/** The same where a command's `--data` or DATABASE_URL says. Throws WB_CLI_BAD_OPTION when neither does. */
export async function openGivenRecords<Tables>(
  options: Options,
  usage: string,
): Promise<Records<Tables>> {
  const data = textOption(options, 'data')
  const databaseUrl = process.env['DATABASE_URL']
  if (data === undefined && databaseUrl === undefined)
    throw cliError('WB_CLI_BAD_OPTION', 'found no --data and no DATABASE_URL, wanted one of them', {
      hint: usage,
    })
  return openAllRecords<Tables>({ databaseUrl, data })
}

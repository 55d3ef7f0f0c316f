import type { IntelRecordTables } from '../intel/index.ts'
import type { Records } from '../platform/index.ts'
import type { SharingTables } from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { openAllRecords } from './open-all-records.ts'
import { type Options, textOption } from './options.ts'

/** Tables of all layers that keep records: the migrations that ran before must all be known to the next run. */
export type AllTables = SharingTables & IntelRecordTables

/** Opens the records that `--data` or DATABASE_URL names, in their newest shape; whoever opens them closes them. */
export async function openSharing(options: Options, usage: string): Promise<Records<AllTables>> {
  const data = textOption(options, 'data')
  const databaseUrl = process.env['DATABASE_URL']
  if (data === undefined && databaseUrl === undefined)
    throw cliError('WB_CLI_BAD_OPTION', 'found no --data and no DATABASE_URL, wanted one of them', {
      hint: usage,
    })
  return openAllRecords<AllTables>({ databaseUrl, data })
}

import type { CasesTables } from '../cases/index.ts'
import type { IntelRecordTables } from '../intel/index.ts'
import type { Records } from '../platform/index.ts'
import type { SharingTables } from '../sharing/index.ts'
import { openGivenRecords } from './open-all-records.ts'
import type { Options } from './options.ts'

/** Tables that the actions of `windbreak intel` work with. */
export type AllTables = SharingTables & IntelRecordTables & CasesTables

/** Opens the records that `--data` or DATABASE_URL names, in their newest shape; whoever opens them closes them. */
export async function openSharing(options: Options, usage: string): Promise<Records<AllTables>> {
  return openGivenRecords<AllTables>(options, usage)
}

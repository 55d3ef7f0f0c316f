import type { Kysely } from 'kysely'
import type { SharingTables } from '../tables.ts'

/** What became of an add request (TAXII 2.1, 4.3.1). Kept for ever: it is a record of what a partner sent. */
export interface TaxiiStatus {
  readonly id: string
  readonly status: 'complete' | 'pending'
  readonly request_timestamp: string
  readonly total_count: number
  readonly success_count: number
  readonly successes?: readonly StatusDetail[]
  readonly failure_count: number
  readonly failures?: readonly StatusDetail[]
  readonly pending_count: number
  readonly pendings?: readonly StatusDetail[]
}

interface StatusDetail {
  readonly id: string
  readonly version: string
  readonly message?: string
}

export async function keepStatus(
  db: Kysely<SharingTables>,
  apiRoot: string,
  partnerId: string,
  status: TaxiiStatus,
): Promise<void> {
  await db
    .insertInto('taxii_statuses')
    .values({
      id: status.id,
      api_root: apiRoot,
      partner_id: partnerId,
      created_at: status.request_timestamp,
      status: JSON.stringify(status),
    })
    .execute()
}

/** A partner's own status; those of others do not exist for it. */
export async function findStatus(
  db: Kysely<SharingTables>,
  apiRoot: string,
  partnerId: string,
  id: string,
): Promise<TaxiiStatus | undefined> {
  if (!UUID.test(id)) return undefined
  const row = await db
    .selectFrom('taxii_statuses')
    .where('id', '=', id)
    .where('api_root', '=', apiRoot)
    .where('partner_id', '=', partnerId)
    .select('status')
    .executeTakeFirst()
  return row === undefined ? undefined : (JSON.parse(row.status) as TaxiiStatus)
}

export const UUID: RegExp = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

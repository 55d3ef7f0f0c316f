import type { Kysely } from 'kysely'
import type { Clock } from '../../platform/index.ts'
import { sharingError } from '../errors.ts'
import type { SharingTables } from '../tables.ts'
import { ASKED_MAX } from './blind-match.ts'

const DAY_MS = 86_400_000

/**
 * Notes that a partner asks for so many values, before it is answered. Throws WB_SHARING_MATCH_LIMIT when that would be
 * more than ASKED_MAX in 24 hours, WB_SHARING_NO_PARTNER when there is none or sharing with it has ended (exit 2).
 */
export async function spendMatchAllowance(
  db: Kysely<SharingTables>,
  clock: Clock,
  partnerId: string,
  { asked, held }: { readonly asked: number; readonly held: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Holding the partner's row makes two requests at once wait for each other.
    const partner = await trx
      .selectFrom('partners')
      .where('id', '=', partnerId)
      .where('ended_at', 'is', null)
      .select('id')
      .forUpdate()
      .executeTakeFirst()
    if (partner === undefined)
      throw sharingError(
        'WB_SHARING_NO_PARTNER',
        `no partner that is shared with has the id ${partnerId}`,
        {
          hint: 'windbreak intel partners shows them',
        },
      )
    const now = clock()
    const since = new Date(Date.parse(now) - DAY_MS).toISOString()
    const { spent } = await trx
      .selectFrom('match_requests')
      .where('partner_id', '=', partnerId)
      .where('answered_at', '>', since)
      .select(({ fn }) => fn.sum<string | number | null>('values_asked').as('spent'))
      .executeTakeFirstOrThrow()
    if (Number(spent ?? 0) + asked > ASKED_MAX)
      throw sharingError(
        'WB_SHARING_MATCH_LIMIT',
        `this partner asked for ${Number(spent ?? 0)} values in 24 hours, and now for ${asked}; at most ${ASKED_MAX}`,
        { hint: 'answer it tomorrow: whoever may ask for everything learns everything' },
      )
    await trx
      .insertInto('match_requests')
      .values({ partner_id: partnerId, answered_at: now, values_asked: asked, values_held: held })
      .execute()
  })
}

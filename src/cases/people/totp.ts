import { Secret, TOTP } from 'otpauth'
import type { Clock } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import type { CasesDb } from '../tables.ts'
import type { Person } from './roles.ts'

const PERIOD_S = 30
const SECRET_BYTES = 20

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Windbreak',
    label,
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
  })
}

/** A new secret to be shown once, as base32 and as the address that an authenticator's camera reads. Nothing is kept yet. */
export function offerTotp(login: string): { readonly secret: string; readonly uri: string } {
  const secret = new Secret({ size: SECRET_BYTES }).base32
  return { secret, uri: totpOf(secret, login).toString() }
}

/** Keeps a secret after a first right code shows that it was read. Throws WB_CASES_BAD_INPUT for a wrong code. */
export async function confirmTotp(
  db: CasesDb,
  by: Person,
  clock: Clock,
  secret: string,
  code: string,
): Promise<void> {
  const at = clock()
  const step = stepOf(secret, code, at)
  if (step === undefined)
    throw casesError('WB_CASES_BAD_INPUT', 'found a code that is not of this secret and time', {
      hint: 'check the clock of the device that makes the codes',
    })
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable('people')
      .set({ totp_secret: secret, totp_last_step: step })
      .where('id', '=', by.id)
      .execute()
    await appendAudit(trx, { at, by: by.id, action: 'person.totp-set', subject: `person:${by.id}` })
  })
}

/** Whether a code is right and was not used before: it is used up by asking, in one statement, so that two cannot both have it. */
export async function useTotp(
  db: CasesDb,
  personId: string,
  clock: Clock,
  code: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select('totp_secret')
    .where('id', '=', personId)
    .executeTakeFirst()
  if (row?.totp_secret === null || row === undefined) return false
  const step = stepOf(row.totp_secret, code, clock())
  if (step === undefined) return false
  const result = await db
    .updateTable('people')
    .set({ totp_last_step: step })
    .where('id', '=', personId)
    .where((where) =>
      where.or([where('totp_last_step', 'is', null), where('totp_last_step', '<', step)]),
    )
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The time step whose code this is, one step early or late allowed (RFC 6238, 5.2). */
function stepOf(secret: string, code: string, at: string): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const timestamp = Date.parse(at)
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: 1 })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_S) + delta
}

import { randomUUID } from 'node:crypto'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { Clock } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { sha256Hex } from '../json.ts'
import type { CasesDb } from '../tables.ts'
import { findPerson, type PersonView } from './accounts.ts'
import type { Person } from './roles.ts'

/** Where the browser is: passkeys are of one host, and their answers name the page's origin. */
export interface PasskeySite {
  readonly rpId: string
  readonly origin: string
}

export interface PasskeyView {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

export type RegistrationResponse = RegistrationResponseJSON
export type LoginResponse = AuthenticationResponseJSON

/** A person takes out a key within this. */
const CHALLENGE_MS = 5 * 60_000
const PASSKEYS_MAX = 10
/** ES256 and EdDSA and RS256, which all browsers' authenticators are among. */
const ALGORITHMS = [-7, -8, -257]

/** What the browser asks an authenticator for a new passkey with. It is to be confirmed by `addPasskey` within five minutes. */
export async function offerPasskey(
  db: CasesDb,
  by: PersonView,
  clock: Clock,
  { rpId }: PasskeySite,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const kept = await db
    .selectFrom('person_passkeys')
    .select('credential_id')
    .where('person_id', '=', by.id)
    .execute()
  const options = await generateRegistrationOptions({
    rpName: 'Windbreak',
    rpID: rpId,
    userName: by.login,
    userDisplayName: by.name,
    userID: new TextEncoder().encode(by.id),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: kept.map(({ credential_id: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(db, clock, options.challenge, by.id)
  return options
}

/**
 * Keeps a passkey that the person's authenticator made for `offerPasskey`. Throws WB_CASES_BAD_INPUT when it is not an
 * answer to a question of this person, page and time, WB_CASES_CONFLICT for one that is kept or an eleventh.
 */
export async function addPasskey(
  db: CasesDb,
  by: Person,
  clock: Clock,
  site: PasskeySite,
  { name, response }: { readonly name: string; readonly response: RegistrationResponse },
): Promise<string> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(db, clock, challenge, by.id),
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => undefined)
  if (verified?.verified !== true)
    throw casesError('WB_CASES_BAD_INPUT', 'found no answer to an offer of a passkey made here', {
      hint: 'ask for another offer, and answer it within five minutes from the same page',
    })
  const { credential } = verified.registrationInfo
  const [id, at] = [randomUUID(), clock()]
  return inTransaction(db, async (trx) => {
    const kept = await trx
      .insertInto('person_passkeys')
      .values({
        id,
        credential_id: credential.id,
        person_id: by.id,
        name,
        public_key: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        created_at: at,
        last_used_at: null,
      })
      .onConflict((conflict) => conflict.column('credential_id').doNothing())
      .executeTakeFirst()
    const all = await listPasskeys(trx, by)
    if (kept.numInsertedOrUpdatedRows === 0n || all.length > PASSKEYS_MAX)
      throw casesError('WB_CASES_CONFLICT', 'found this passkey here, or ten others', {
        hint: 'remove one that is not used any more',
      })
    const subject = `person:${by.id}`
    await appendAudit(trx, { at, by: by.id, action: 'person.passkey-added', subject, reason: id })
    return id
  })
}

/** What the browser asks an authenticator for a login with; it names nobody, so that nobody learns who has an account. */
export async function offerPasskeyLogin(
  db: CasesDb,
  clock: Clock,
  { rpId }: PasskeySite,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({ rpID: rpId, userVerification: 'required' })
  await keepChallenge(db, clock, options.challenge, null)
  return options
}

/**
 * The person whose passkey answered, unless disabled; undefined for an answer that is not right, whatever is wrong. The
 * challenge is used up by asking. An authenticator that counts backwards was copied, and lets nobody in.
 */
export async function usePasskey(
  db: CasesDb,
  clock: Clock,
  site: PasskeySite,
  response: LoginResponse,
): Promise<PersonView | undefined> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const row = await db
    .selectFrom('person_passkeys')
    .selectAll()
    .where('credential_id', '=', response.id.replaceAll('\0', ''))
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { credential_id: id, counter } = row
  const publicKey = new Uint8Array(Buffer.from(row.public_key, 'base64url'))
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(db, clock, challenge, null),
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    credential: { id, publicKey, counter },
    requireUserVerification: true,
  }).catch(() => undefined)
  const { userHandle } = response.response
  const isOwn =
    userHandle === undefined ||
    Buffer.from(userHandle, 'base64url').toString('utf8') === row.person_id
  if (verified?.verified !== true || !isOwn) return undefined
  await db
    .updateTable('person_passkeys')
    .set({ counter: verified.authenticationInfo.newCounter, last_used_at: clock() })
    .where('id', '=', row.id)
    .execute()
  const person = await findPerson(db, row.person_id)
  return person?.disabledAt === null ? person : undefined
}

/** A person's own passkeys, the oldest first. */
export async function listPasskeys(db: CasesDb, by: Person): Promise<readonly PasskeyView[]> {
  const rows = await db
    .selectFrom('person_passkeys')
    .select(['id', 'name', 'created_at', 'last_used_at'])
    .where('person_id', '=', by.id)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id, name, created_at: createdAt, last_used_at: lastUsedAt }) => {
    return { id, name, createdAt, lastUsedAt }
  })
}

/** Removes a passkey of one's own. Throws WB_CASES_NOT_FOUND, which another's is too. */
export async function removePasskey(
  db: CasesDb,
  by: Person,
  clock: Clock,
  id: string,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const gone = await trx
      .deleteFrom('person_passkeys')
      .where('id', '=', id)
      .where('person_id', '=', by.id)
      .executeTakeFirst()
    if (gone.numDeletedRows === 0n)
      throw casesError('WB_CASES_NOT_FOUND', 'found no such passkey, wanted one of your own', {})
    const subject = `person:${by.id}`
    const entry = { at: clock(), by: by.id, action: 'person.passkey-removed', subject, reason: id }
    await appendAudit(trx, entry)
  })
}

async function keepChallenge(
  db: CasesDb,
  clock: Clock,
  challenge: string,
  personId: string | null,
): Promise<void> {
  const at = clock()
  await db.deleteFrom('passkey_challenges').where('expires_at', '<=', at).execute()
  const expires_at = new Date(Date.parse(at) + CHALLENGE_MS).toISOString()
  const row = { challenge_hash: sha256Hex(challenge), person_id: personId, expires_at }
  await db.insertInto('passkey_challenges').values(row).execute()
}

/** Whether a challenge was given out here, to this person, and not used: it is gone by asking, in one statement. */
async function takeChallenge(
  db: CasesDb,
  clock: Clock,
  challenge: string,
  personId: string | null,
): Promise<boolean> {
  const taken = await db
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', sha256Hex(challenge))
    .where('person_id', personId === null ? 'is' : '=', personId)
    .where('expires_at', '>', clock())
    .executeTakeFirst()
  return taken.numDeletedRows === 1n
}

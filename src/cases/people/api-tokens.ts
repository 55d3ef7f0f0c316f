import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { sha256Hex } from '../json.ts'
import type { CasesDb } from '../tables.ts'
import { findPerson, type PersonView } from './accounts.ts'
import { isPermission, may, type Permission, type Person } from './roles.ts'

/** So that a token that is found somewhere can be told for what it is. */
const PREFIX = 'wbt_'
const DAYS_MAX = 366

export interface NewApiToken {
  readonly name: string
  readonly scopes: readonly Permission[]
  readonly days: number
}

/** A caller by token: the person, and the permissions that the token is narrowed to. */
export interface TokenHolder {
  readonly tokenId: string
  readonly person: PersonView
  readonly scopes: readonly Permission[]
}

/**
 * Makes a token that may a part of what the person may; the secret is shown once. Throws WB_CASES_FORBIDDEN for a scope that
 * the person does not have, WB_CASES_BAD_INPUT for no scope, no name, or more than 366 days.
 */
export async function addApiToken(
  db: CasesDb,
  by: Person,
  clock: Clock,
  { name, scopes, days }: NewApiToken,
): Promise<{ readonly id: string; readonly secret: string; readonly expiresAt: string }> {
  const isSound = Number.isInteger(days) && days >= 1 && days <= DAYS_MAX && scopes.length > 0
  if (!isSound || name === '' || name.length > 100)
    throw casesError('WB_CASES_BAD_INPUT', 'found a token without name, scope or end', {
      hint: `give a name, at least one scope and 1 to ${DAYS_MAX} days`,
    })
  const beyond = scopes.find((scope) => !may(by, scope))
  if (beyond !== undefined)
    throw casesError(
      'WB_CASES_FORBIDDEN',
      `found no right "${beyond}", wanted it to give it on`,
      {},
    )
  const [id, secret, at] = [randomUUID(), PREFIX + randomBytes(32).toString('base64url'), clock()]
  const expiresAt = new Date(Date.parse(at) + days * 86_400_000).toISOString()
  const kept = JSON.stringify([...new Set(scopes)].sort())
  await inTransaction(db, async (trx) => {
    await trx
      .insertInto('api_tokens')
      .values({
        id,
        person_id: by.id,
        name,
        token_hash: sha256Hex(secret),
        scopes: kept,
        created_at: at,
        expires_at: expiresAt,
        revoked_at: null,
      })
      .execute()
    const after = { scopes: [...scopes].sort(), expiresAt }
    await appendAudit(trx, { at, by: by.id, action: 'token.added', subject: `token:${id}`, after })
  })
  return { id, secret, expiresAt }
}

/** Who holds a token, unless it ended or they are disabled; scopes that the person lost since are not in it. */
export async function readApiToken(
  db: CasesDb,
  clock: Clock,
  secret: string,
): Promise<TokenHolder | undefined> {
  const row = await db
    .selectFrom('api_tokens')
    .select(['id', 'person_id', 'scopes', 'expires_at'])
    .where('token_hash', '=', sha256Hex(secret))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  // The clock is compared here: a question that names the instant is never the same again, and its answer not kept.
  if (row === undefined || Date.parse(row.expires_at) <= Date.parse(clock())) return undefined
  const person = await findPerson(db, row.person_id)
  if (person?.disabledAt !== null) return undefined
  const scopes = (JSON.parse(row.scopes) as string[]).filter(isPermission)
  return { tokenId: row.id, person, scopes: scopes.filter((scope) => may(person, scope)) }
}

/** Ends a token: its holder, or an administrator. Throws WB_CASES_NOT_FOUND, which another's token is too. */
export async function revokeApiToken(
  db: CasesDb,
  by: Person,
  clock: Clock,
  id: string,
): Promise<void> {
  const at = clock()
  await inTransaction(db, async (trx) => {
    let query = trx
      .updateTable('api_tokens')
      .set({ revoked_at: at })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
    if (!may(by, 'people.manage')) query = query.where('person_id', '=', by.id)
    if ((await query.executeTakeFirst()).numUpdatedRows === 0n)
      throw casesError('WB_CASES_NOT_FOUND', 'found no such token, wanted one that goes on', {})
    await appendAudit(trx, { at, by: by.id, action: 'token.revoked', subject: `token:${id}` })
  })
}

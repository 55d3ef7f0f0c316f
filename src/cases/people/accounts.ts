import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { casesError } from '../errors.ts'
import type { CasesDb, PersonRow } from '../tables.ts'
import type { Clock } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import { inTransaction } from '../in-transaction.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { demand, isRole, type Person, refuseToxicPairs, type Role } from './roles.ts'

/** A person as an administrator sees one. */
export interface PersonView extends Person {
  readonly login: string
  readonly name: string
  readonly hasPassword: boolean
  readonly hasTotp: boolean
  readonly hasPasskey: boolean
  readonly createdAt: string
  readonly disabledAt: string | null
}

export interface NewPerson {
  readonly login: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Left out for people who come through a provider. */
  readonly password?: string | undefined
}

const LOGIN = /^[a-z0-9][a-z0-9._@+-]{0,99}$/
const NAME_CHARS_MAX = 200

/**
 * Adds a person. Throws WB_CASES_FORBIDDEN, WB_CASES_TOXIC_PAIR, WB_CASES_CONFLICT when the login is taken,
 * WB_CASES_BAD_INPUT when login, name or password will not do.
 */
export async function addPerson(
  db: CasesDb,
  by: Person,
  clock: Clock,
  person: NewPerson,
): Promise<string> {
  demand(by, 'people.manage')
  return insertPerson(db, by.id, clock, person)
}

/**
 * Adds the first person, an administrator; refused as soon as there is anybody, so that it is no way around rights.
 * Throws WB_CASES_CONFLICT.
 */
export async function addFirstAdministrator(
  db: CasesDb,
  clock: Clock,
  person: Omit<NewPerson, 'roles'>,
): Promise<string> {
  return inTransaction(db, async (trx) => {
    // Two who both see nobody would both become the first.
    await sql`lock table people in share row exclusive mode`.execute(trx)
    const id = await insertPerson(trx, 'system:setup', clock, {
      ...person,
      roles: ['administrator'],
    })
    const people = await trx.selectFrom('people').select('id').limit(2).execute()
    if (people.length === 1) return id
    throw casesError('WB_CASES_CONFLICT', 'found people, wanted none before the first', {
      hint: 'ask an administrator to add you',
    })
  })
}

async function insertPerson(
  db: CasesDb,
  by: string,
  clock: Clock,
  { login, name, roles, password }: NewPerson,
): Promise<string> {
  refuseToxicPairs(roles)
  const lower = login.toLowerCase()
  if (!LOGIN.test(lower) || name === '' || name.length > NAME_CHARS_MAX)
    throw casesError('WB_CASES_BAD_INPUT', 'found a login or name that will not do', {
      hint: 'a login has up to 100 of a-z 0-9 . _ @ + -; a name up to 200 characters',
    })
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const id = randomUUID()
  return inTransaction(db, async (trx) => {
    const at = clock()
    const result = await trx
      .insertInto('people')
      .values({
        id,
        login: lower,
        name,
        password_hash: passwordHash,
        totp_secret: null,
        totp_last_step: null,
        created_at: at,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column('login').doNothing())
      .executeTakeFirst()
    if (result.numInsertedOrUpdatedRows === 0n)
      throw casesError('WB_CASES_CONFLICT', 'found somebody with this login, wanted a new one', {})
    await writeRoles(trx, id, roles)
    await appendAudit(trx, {
      at,
      by,
      action: 'person.added',
      subject: `person:${id}`,
      after: { roles: [...roles].sort() },
    })
    return id
  })
}

async function writeRoles(trx: CasesDb, id: string, roles: readonly Role[]): Promise<void> {
  await trx.deleteFrom('person_roles').where('person_id', '=', id).execute()
  const rows = [...new Set(roles)].map((role) => ({ person_id: id, role }))
  if (rows.length > 0) await trx.insertInto('person_roles').values(rows).execute()
}

/**
 * Gives a person these roles and no others; sessions end, so that rights change at once. Nobody changes their own.
 * Throws WB_CASES_FORBIDDEN, WB_CASES_TOXIC_PAIR, WB_CASES_NOT_FOUND.
 */
export async function setRoles(
  db: CasesDb,
  by: Person,
  clock: Clock,
  id: string,
  roles: readonly Role[],
): Promise<void> {
  demand(by, 'people.manage')
  if (by.id === id)
    throw casesError(
      'WB_CASES_FORBIDDEN',
      'found the person themself, wanted another to change rights',
      {},
    )
  refuseToxicPairs(roles)
  await changePerson(db, by, clock, id, 'person.roles-set', async (trx, person) => {
    await writeRoles(trx, id, roles)
    return { before: { roles: [...person.roles].sort() }, after: { roles: [...roles].sort() } }
  })
}

/** Lets a person in no more, at once: sessions end and tokens stop. Throws WB_CASES_FORBIDDEN, WB_CASES_NOT_FOUND. */
export async function disablePerson(
  db: CasesDb,
  by: Person,
  clock: Clock,
  id: string,
): Promise<void> {
  demand(by, 'people.manage')
  await changePerson(db, by, clock, id, 'person.disabled', async (trx) => {
    await trx.updateTable('people').set({ disabled_at: clock() }).where('id', '=', id).execute()
    return {}
  })
}

/** Sets a new password; sessions end. A person sets their own, an administrator anybody's. Throws as `addPerson`. */
export async function setPassword(
  db: CasesDb,
  by: Person,
  clock: Clock,
  id: string,
  password: string,
): Promise<void> {
  if (by.id !== id) demand(by, 'people.manage')
  const hash = await hashPassword(password)
  await changePerson(db, by, clock, id, 'person.password-set', async (trx) => {
    await trx.updateTable('people').set({ password_hash: hash }).where('id', '=', id).execute()
    return {}
  })
}

/** Changes a person, ends their sessions and writes the entry, in one transaction. */
export async function changePerson(
  db: CasesDb,
  by: Person,
  clock: Clock,
  id: string,
  action: string,
  change: (
    trx: CasesDb,
    person: PersonView,
  ) => Promise<{ before?: { roles: Role[] }; after?: { roles: Role[] } }>,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx.selectFrom('people').select('id').where('id', '=', id).forUpdate().execute()
    const person = await findPerson(trx, id)
    if (person === undefined)
      throw casesError('WB_CASES_NOT_FOUND', 'found nobody with this id, wanted a person', {})
    const states = await change(trx, person)
    const at = clock()
    await trx
      .updateTable('person_sessions')
      .set({ ended_at: at })
      .where('person_id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
    await appendAudit(trx, { at, by: by.id, action, subject: `person:${id}`, ...states })
  })
}

/** The person with this id, with the roles held now; undefined when there is none. One query, since every request asks it. */
export async function findPerson(db: CasesDb, id: string): Promise<PersonView | undefined> {
  const row = await selectPeople(db).where('people.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : viewOf(row)
}

/** All people in the order of their logins. */
export async function listPeople(db: CasesDb): Promise<readonly PersonView[]> {
  return (await selectPeople(db).orderBy('login').execute()).map(viewOf)
}

function selectPeople(db: CasesDb) {
  return db
    .selectFrom('people')
    .selectAll()
    .select([
      sql<string[]>`array(select role from person_roles
        where person_id = people.id order by role)`.as('roles'),
      sql<boolean>`exists (select from person_passkeys where person_id = people.id)`.as(
        'has_passkey',
      ),
    ])
}

type FoundPerson = PersonRow & { readonly roles: readonly string[]; readonly has_passkey: boolean }

function viewOf(row: FoundPerson): PersonView {
  return {
    id: row.id,
    roles: row.roles.filter(isRole),
    login: row.login,
    name: row.name,
    hasPassword: row.password_hash !== null,
    hasTotp: row.totp_secret !== null,
    hasPasskey: row.has_passkey,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }
}

/**
 * The person whose login and password these are, unless disabled. A wrong login costs the same time as a wrong password,
 * so that neither is told from the other.
 */
export async function checkPassword(
  db: CasesDb,
  login: string,
  password: string,
): Promise<PersonView | undefined> {
  const row = await db
    .selectFrom('people')
    .select(['id', 'password_hash', 'disabled_at'])
    .where('login', '=', login.toLowerCase().replaceAll('\0', ''))
    .executeTakeFirst()
  const isRight = await isPassword(row?.password_hash ?? null, password)
  return isRight && row !== undefined && row.disabled_at === null
    ? findPerson(db, row.id)
    : undefined
}

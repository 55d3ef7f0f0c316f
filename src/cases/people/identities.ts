import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import type { CasesDb } from '../tables.ts'
import { changePerson, findPerson, type PersonView } from './accounts.ts'
import { demand, type Person } from './roles.ts'

/** Ties a provider's subject to a person. Never by e-mail: an address can be claimed at another provider. */
export async function addIdentity(
  db: CasesDb,
  by: Person,
  clock: Clock,
  id: string,
  identity: { readonly issuer: string; readonly subject: string },
): Promise<void> {
  demand(by, 'people.manage')
  await changePerson(db, by, clock, id, 'person.identity-added', async (trx) => {
    const result = await trx
      .insertInto('person_identities')
      .values({ ...identity, person_id: id })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
      .executeTakeFirst()
    if (result.numInsertedOrUpdatedRows === 0n)
      throw casesError(
        'WB_CASES_CONFLICT',
        'found this identity with somebody, wanted a new one',
        {},
      )
    return {}
  })
}

/** The person of a provider's subject, unless disabled. */
export async function findByIdentity(
  db: CasesDb,
  issuer: string,
  subject: string,
): Promise<PersonView | undefined> {
  const row = await db
    .selectFrom('person_identities')
    .select('person_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  const person = row === undefined ? undefined : await findPerson(db, row.person_id)
  return person?.disabledAt === null ? person : undefined
}

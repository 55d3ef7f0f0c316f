import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tlp } from '../formats/stix/index.ts'
import type { Clock } from '../platform/index.ts'
import { sharingError } from './errors.ts'
import { isWithin } from './release-gate.ts'
import type { PartnerRow, SharingTables } from './tables.ts'

export interface NewPartner {
  readonly name: string
  readonly agreement: string
  readonly clearance: Tlp
  readonly unmarkedAs: Tlp
}

/** Adds a partner, who may see nothing until a collection is granted. Gives the id. */
export async function addPartner(
  db: Kysely<SharingTables>,
  clock: Clock,
  partner: NewPartner,
): Promise<string> {
  const id = randomUUID()
  const { name, agreement, clearance, unmarkedAs } = partner
  await db
    .insertInto('partners')
    .values({ id, name, agreement, clearance, unmarked_as: unmarkedAs, created_at: clock() })
    .execute()
  return id
}

/** Ends sharing with a partner: its credentials stop at once, what it sent stays. Throws WB_SHARING_NO_PARTNER. */
export async function endPartner(
  db: Kysely<SharingTables>,
  clock: Clock,
  partnerId: string,
): Promise<void> {
  const result = await db
    .updateTable('partners')
    .set({ ended_at: clock() })
    .where('id', '=', partnerId)
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) throw noPartner(partnerId)
}

/** What a caller shows of itself: the user name and password of HTTP Basic, or a bearer token (`name` is empty). */
export interface Credential {
  readonly kind: 'basic' | 'bearer'
  readonly name: string
  readonly secret: string
}

/** Gives a partner a credential. The secret is made here and shown once, unless one is given. */
export async function addCredential(
  db: Kysely<SharingTables>,
  clock: Clock,
  partnerId: string,
  credential: Omit<Credential, 'secret'> & { readonly secret?: string },
): Promise<Credential> {
  const full = { secret: randomBytes(32).toString('base64url'), ...credential }
  await db
    .insertInto('partner_credentials')
    .values({
      id: randomUUID(),
      partner_id: partnerId,
      kind: full.kind,
      secret_hash: hashOf(full),
      created_at: clock(),
    })
    .execute()
  return full
}

/** The partner who holds a credential; undefined when nobody does, or when sharing with them has ended. */
export async function findPartner(
  db: Kysely<SharingTables>,
  credential: Credential,
): Promise<PartnerRow | undefined> {
  return db
    .selectFrom('partners')
    .innerJoin('partner_credentials', 'partner_credentials.partner_id', 'partners.id')
    .where('partner_credentials.secret_hash', '=', hashOf(credential))
    .where('partners.ended_at', 'is', null)
    .selectAll('partners')
    .executeTakeFirst()
}

/** Lets a partner see that an API root exists; nothing in it. */
export async function grantApiRoot(
  db: Kysely<SharingTables>,
  partnerId: string,
  apiRoot: string,
): Promise<void> {
  await db
    .insertInto('taxii_root_grants')
    .values({ partner_id: partnerId, api_root: apiRoot })
    .onConflict((on) => on.doNothing())
    .execute()
}

/**
 * Lets a partner into a collection. Throws WB_SHARING_ABOVE_CLEARANCE when the collection may hold what the partner may
 * not see: what is in a collection is for everybody who may read it, so nothing has to be hidden there later.
 */
export async function grantCollection(
  db: Kysely<SharingTables>,
  partnerId: string,
  collectionId: string,
  rights: { readonly canRead: boolean; readonly canWrite: boolean },
): Promise<void> {
  const partner = await db
    .selectFrom('partners')
    .where('id', '=', partnerId)
    .select('clearance')
    .executeTakeFirst()
  const collection = await db
    .selectFrom('taxii_collections')
    .where('id', '=', collectionId)
    .select(['ceiling', 'api_root'])
    .executeTakeFirst()
  if (partner === undefined) throw noPartner(partnerId)
  if (collection === undefined)
    throw sharingError('WB_SHARING_NO_COLLECTION', `no collection has the id ${collectionId}`, {
      hint: 'windbreak intel partners shows them',
    })
  if (rights.canRead && !isWithin(collection.ceiling, partner.clearance))
    throw sharingError(
      'WB_SHARING_ABOVE_CLEARANCE',
      `the collection may hold TLP:${collection.ceiling.toUpperCase()}, the partner may see up to TLP:${partner.clearance.toUpperCase()}`,
      {
        hint: 'grant a collection with a lower ceiling, or raise the clearance under a new agreement',
      },
    )
  await grantApiRoot(db, partnerId, collection.api_root)
  const { canRead, canWrite } = rights
  await db
    .insertInto('taxii_grants')
    .values({
      partner_id: partnerId,
      collection_id: collectionId,
      can_read: canRead,
      can_write: canWrite,
    })
    .onConflict((on) =>
      on
        .columns(['partner_id', 'collection_id'])
        .doUpdateSet({ can_read: canRead, can_write: canWrite }),
    )
    .execute()
}

/** The length stands before the name, so that no two credentials give the same text. */
function hashOf({ kind, name, secret }: Credential): string {
  return createHash('sha256').update(`${kind} ${name.length} ${name} ${secret}`).digest('hex')
}

function noPartner(id: string): Error {
  return sharingError('WB_SHARING_NO_PARTNER', `no partner has the id ${id}`, {
    hint: 'windbreak intel partners shows them',
  })
}

import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { Tlp } from '../../formats/stix/index.ts'
import type { ApiRootRow, SharingTables } from '../tables.ts'
import { UUID } from './statuses.ts'

/** A collection as one partner sees it. */
export interface GrantedCollection {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly alias: string | null
  readonly mediaTypes: readonly string[]
  readonly canRead: boolean
  readonly canWrite: boolean
}

export interface NewCollection {
  readonly id?: string
  readonly apiRoot: string
  readonly title: string
  readonly description?: string
  readonly alias?: string
  readonly mediaTypes?: readonly string[]
  readonly ceiling: Tlp
}

const DEFAULT_MEDIA_TYPES = ['application/stix+json;version=2.1']

export async function addApiRoot(
  db: Kysely<SharingTables>,
  root: { name: string; title: string; description?: string; maxContentLength: number },
): Promise<void> {
  const { name, title, description = null, maxContentLength } = root
  await db
    .insertInto('taxii_api_roots')
    .values({ name, title, description, max_content_length: maxContentLength })
    .execute()
}

/** True when there is an API root of this name. */
export async function hasApiRoot(db: Kysely<SharingTables>, name: string): Promise<boolean> {
  const query = db.selectFrom('taxii_api_roots').where('name', '=', name).select('name')
  return (await query.executeTakeFirst()) !== undefined
}

/** Adds a collection, which nobody sees until it is granted. Gives its id. */
export async function addCollection(
  db: Kysely<SharingTables>,
  collection: NewCollection,
): Promise<string> {
  const {
    id = randomUUID(),
    apiRoot,
    title,
    description = null,
    alias = null,
    ceiling,
  } = collection
  await db
    .insertInto('taxii_collections')
    .values({
      id,
      api_root: apiRoot,
      title,
      description,
      alias,
      media_types: JSON.stringify(collection.mediaTypes ?? DEFAULT_MEDIA_TYPES),
      ceiling,
      last_added: null,
    })
    .execute()
  return id
}

/** The API roots that a partner may see, in the order in which they were added. */
export async function listApiRoots(
  db: Kysely<SharingTables>,
  partnerId: string,
): Promise<ReadonlyArray<Selectable<ApiRootRow>>> {
  return db
    .selectFrom('taxii_api_roots')
    .innerJoin('taxii_root_grants', 'taxii_root_grants.api_root', 'taxii_api_roots.name')
    .where('taxii_root_grants.partner_id', '=', partnerId)
    .selectAll('taxii_api_roots')
    .orderBy('position')
    .execute()
}

/** A partner's collections in an API root, in the order in which they were added. */
export async function listCollections(
  db: Kysely<SharingTables>,
  apiRoot: string,
  partnerId: string,
): Promise<readonly GrantedCollection[]> {
  const rows = await granted(db, apiRoot, partnerId).orderBy('position').execute()
  return rows.map(shown)
}

/** One of a partner's collections by its id or alias; undefined when there is none or it was not granted. */
export async function findCollection(
  db: Kysely<SharingTables>,
  apiRoot: string,
  partnerId: string,
  idOrAlias: string,
): Promise<GrantedCollection | undefined> {
  const query = granted(db, apiRoot, partnerId)
  const row = await (
    UUID.test(idOrAlias)
      ? query.where('taxii_collections.id', '=', idOrAlias)
      : query.where('taxii_collections.alias', '=', idOrAlias)
  ).executeTakeFirst()
  return row === undefined ? undefined : shown(row)
}

const granted = (db: Kysely<SharingTables>, apiRoot: string, partnerId: string) =>
  db
    .selectFrom('taxii_collections')
    .innerJoin('taxii_grants', 'taxii_grants.collection_id', 'taxii_collections.id')
    .where('taxii_collections.api_root', '=', apiRoot)
    .where('taxii_grants.partner_id', '=', partnerId)
    .select(['id', 'title', 'description', 'alias', 'media_types', 'can_read', 'can_write'])

function shown(row: {
  id: string
  title: string
  description: string | null
  alias: string | null
  media_types: string
  can_read: boolean
  can_write: boolean
}): GrantedCollection {
  const { id, title, description, alias } = row
  return {
    id,
    title,
    description,
    alias,
    mediaTypes: JSON.parse(row.media_types) as string[],
    canRead: row.can_read,
    canWrite: row.can_write,
  }
}

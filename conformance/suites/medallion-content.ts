import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import {
  addApiRoot,
  addCollection,
  addPartner,
  grantApiRoot,
  grantCollection,
  keepStatus,
  restoreObjects,
  type SharingTables,
  type StixObject,
  type TaxiiStatus,
} from '../../src/sharing/index.ts'
import type { CaseRow } from '../suite.ts'

interface Root {
  readonly information: { title: string; description: string; max_content_length: number }
  readonly status: readonly TaxiiStatus[]
  readonly collections: readonly Collection[]
}

interface Collection {
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly can_read: boolean
  readonly can_write: boolean
  readonly media_types: readonly string[]
  readonly objects: readonly StixObject[]
  readonly manifest: ReadonlyArray<{
    id: string
    date_added: string
    version: string
    media_type: string
  }>
}

/** Puts the content that every recorded test starts from into empty tables. Gives the one partner's id. */
export async function loadContent(db: Kysely<SharingTables>, content: CaseRow): Promise<string> {
  const partner = await addPartner(db, () => '2016-01-01T00:00:00.000Z', {
    name: 'admin',
    agreement: randomUUID(),
    clearance: 'red',
    unmarkedAs: 'clear',
  })
  for (const [name, value] of Object.entries(content)) {
    const root = value as Root
    if (root.information === undefined) continue
    const { title, description, max_content_length: maxContentLength } = root.information
    await addApiRoot(db, { name, title, description, maxContentLength })
    for (const collection of root.collections) await loadCollection(db, name, partner, collection)
    await grantApiRoot(db, partner, name)
    for (const status of root.status) await keepStatus(db, name, partner, status)
  }
  return partner
}

async function loadCollection(
  db: Kysely<SharingTables>,
  apiRoot: string,
  partner: string,
  collection: Collection,
): Promise<void> {
  const { id, title, description, media_types: mediaTypes } = collection
  await addCollection(db, {
    id,
    apiRoot,
    title,
    ...(description === undefined ? {} : { description }),
    mediaTypes,
    ceiling: 'red',
  })
  const rights = { canRead: collection.can_read, canWrite: collection.can_write }
  await grantCollection(db, partner, id, rights)
  const dates = new Map(
    collection.manifest.map((one): [string, string] => [
      `${one.id} ${one.version}`,
      one.date_added,
    ]),
  )
  await restoreObjects(
    db,
    id,
    collection.objects.map((object) => ({
      object,
      dateAdded: dates.get([object['id'], object['modified'] ?? object['created']].join(' ')) ?? '',
    })),
  )
}

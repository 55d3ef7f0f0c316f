import type { FastifyInstance } from 'fastify'
import {
  type GrantedCollection,
  listCollections,
  readFilters,
  readPage,
} from '../../sharing/index.ts'
import { collectionFor, findApiRoot, type InCollection } from './find-collection.ts'
import { sendPage } from './send-page.ts'
import type { TaxiiOptions } from './taxii-routes.ts'

/** Collections and the manifest of one. */
export function collectionRoutes(app: FastifyInstance, options: TaxiiOptions): void {
  const { db } = options

  app.get<{ Params: { root: string } }>('/:root/collections/', async (request) => {
    const root = await findApiRoot(db, request)
    const collections = await listCollections(db, root.name, request.partner.id)
    return JSON.stringify(collections.length === 0 ? {} : { collections: collections.map(shown) })
  })

  app.get<InCollection>('/:root/collections/:collection/', async (request) =>
    JSON.stringify(shown(await collectionFor(db, request, {}))),
  )

  app.get<InCollection>('/:root/collections/:collection/manifest/', async (request, reply) => {
    const collection = await collectionFor(db, request, { read: true })
    const filters = readFilters(
      request.query as object as Record<string, unknown>,
      options.pageSizeMax,
    )
    const page = await readPage(db, collection.id, filters, [
      'object_id',
      'version',
      'spec_version',
    ])
    const entries = page.rows.map((row) =>
      JSON.stringify({
        id: row.object_id,
        date_added: row.date_added,
        version: row.version,
        media_type: `application/stix+json;version=${row.spec_version}`,
      }),
    )
    return sendPage(reply, page, 'objects', entries)
  })
}

function shown(collection: GrantedCollection): Record<string, unknown> {
  return {
    id: collection.id,
    title: collection.title,
    ...(collection.description === null ? {} : { description: collection.description }),
    ...(collection.alias === null ? {} : { alias: collection.alias }),
    can_read: collection.canRead,
    can_write: collection.canWrite,
    media_types: collection.mediaTypes,
  }
}

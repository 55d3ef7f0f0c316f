import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  addObjects,
  deleteObject,
  type Filters,
  hasObject,
  notFound,
  type Query,
  readFilters,
  readPage,
  recordFetch,
  TaxiiError,
} from '../../sharing/index.ts'
import { collectionFor, findApiRoot, type InCollection } from './find-collection.ts'
import { sendPage } from './send-page.ts'
import type { TaxiiOptions } from './taxii-routes.ts'

type OfObject = { Params: InCollection['Params'] & { object: string } }

/** Objects of a collection: read, add, delete, and the versions of one. */
export function objectRoutes(app: FastifyInstance, options: TaxiiOptions): void {
  const { db, clock, pageSizeMax } = options
  const objects = '/:root/collections/:collection/objects/'
  /** A page of objects, and the receipt that the partner fetched it. */
  const sendObjects = async (
    request: FastifyRequest,
    reply: FastifyReply,
    collectionId: string,
    filters: Filters,
  ): Promise<string> => {
    const page = await readPage(db, collectionId, filters, ['object', 'object_id'])
    await recordFetch(db, clock, { partnerId: request.partner.id, collectionId }, page)
    return sendPage(
      reply,
      page,
      'objects',
      page.rows.map((row) => row.object),
    )
  }

  app.get<InCollection>(objects, async (request, reply) => {
    const collection = await collectionFor(db, request, { read: true })
    const filters = readFilters(queryOf(request), pageSizeMax)
    return sendObjects(request, reply, collection.id, filters)
  })

  app.post<InCollection>(objects, async (request, reply) => {
    const collection = await collectionFor(db, request, { write: true })
    const root = await findApiRoot(db, request)
    refuseTooLong(request, root.max_content_length)
    const status = await addObjects(db, clock, {
      apiRoot: root.name,
      collectionId: collection.id,
      partnerId: request.partner.id,
      unmarkedAs: request.partner.unmarked_as,
      objects: objectsOf(request.body),
    })
    reply.code(202)
    return JSON.stringify(status)
  })

  app.get<OfObject>(`${objects}:object/`, async (request, reply) => {
    const { collection, filters } = await objectAsked(request, options)
    return sendObjects(request, reply, collection.id, filters)
  })

  app.get<OfObject>(`${objects}:object/versions/`, async (request, reply) => {
    const { collection, filters } = await objectAsked(request, options)
    const asked = { ...filters, versions: ['all' as const] }
    const page = await readPage(db, collection.id, asked, ['version'])
    return sendPage(
      reply,
      page,
      'versions',
      page.rows.map((row) => JSON.stringify(row.version)),
    )
  })

  app.delete<OfObject>(`${objects}:object/`, async (request, reply) => {
    const collection = await collectionFor(db, request, { read: true, write: true })
    const filters = readFilters(queryOf(request), pageSizeMax)
    const deleted = await deleteObject(db, collection.id, request.params.object, filters)
    if (deleted === 0) throw notFound('The object')
    return reply.code(200).send()
  })
}

async function objectAsked(request: FastifyRequest<OfObject>, { db, pageSizeMax }: TaxiiOptions) {
  const collection = await collectionFor(db, request, { read: true })
  const id = request.params.object
  const filters = { ...readFilters(queryOf(request), pageSizeMax), ids: [id], types: [] }
  if (!(await hasObject(db, collection.id, id))) throw notFound('The object')
  return { collection, filters }
}

/** An envelope is `{"objects":[…]}`; a STIX bundle has the same member and is taken too, since clients send it. */
function objectsOf(body: unknown): readonly unknown[] {
  const objects = (body as { objects?: unknown } | null | undefined)?.objects
  if (Array.isArray(objects) && objects.length > 0) return objects
  throw new TaxiiError(
    422,
    'Unprocessable content',
    'The body has no objects: send {"objects":[…]}.',
  )
}

function refuseTooLong(request: FastifyRequest, bytesMax: number): void {
  const length = Number(
    request.headers['content-length'] ?? Buffer.byteLength(JSON.stringify(request.body)),
  )
  if (length > bytesMax)
    throw new TaxiiError(
      413,
      'Content too large',
      `The body has ${length} bytes, at most ${bytesMax}.`,
    )
}

function queryOf(request: FastifyRequest): Query {
  return request.query as Query
}

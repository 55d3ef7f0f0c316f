import type { FastifyInstance, FastifyRequest } from 'fastify'
import { findStatus, listApiRoots, notFound } from '../../sharing/index.ts'
import { findApiRoot } from './find-collection.ts'
import { TAXII_MEDIA_TYPE } from './media-type.ts'
import type { TaxiiOptions } from './taxii-routes.ts'

type Root = { Params: { root: string } }

/** Discovery, API roots and the status of add requests. */
export function serverRoutes(app: FastifyInstance, options: TaxiiOptions): void {
  const { db, title, description, contact } = options

  app.get('/', async (request: FastifyRequest) => {
    const roots = (await listApiRoots(db, request.partner.id)).map(
      ({ name }) => `${app.prefix}/${name}/`,
    )
    return JSON.stringify({
      title,
      description,
      contact,
      ...(roots[0] === undefined ? {} : { default: roots[0], api_roots: roots }),
    })
  })

  app.get<Root>('/:root/', async (request) => {
    const root = await findApiRoot(db, request)
    return JSON.stringify({
      title: root.title,
      ...(root.description === null ? {} : { description: root.description }),
      versions: [TAXII_MEDIA_TYPE],
      max_content_length: Math.min(root.max_content_length, options.bodyBytesMax),
    })
  })

  app.get<{ Params: { root: string; id: string } }>('/:root/status/:id/', async (request) => {
    const root = await findApiRoot(db, request)
    const status = await findStatus(db, root.name, request.partner.id, request.params.id)
    if (status === undefined) throw notFound('The status')
    return JSON.stringify(status)
  })
}

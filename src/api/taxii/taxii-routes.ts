import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { Clock } from '../../platform/index.ts'
import {
  badRequest,
  findPartner,
  type PartnerRow,
  type SharingTables,
  TaxiiError,
} from '../../sharing/index.ts'
import { depthFault } from '../body.ts'
import { collectionRoutes } from './collection-routes.ts'
import { readCredential } from './identify.ts'
import { acceptsTaxii, isTaxii, TAXII_MEDIA_TYPE } from './media-type.ts'
import { objectRoutes } from './object-routes.ts'
import { serverRoutes } from './server-routes.ts'

export interface TaxiiOptions {
  readonly db: Kysely<SharingTables>
  readonly clock: Clock
  readonly title: string
  readonly description?: string
  readonly contact?: string
  /** Objects in one page at most, whatever `limit` a client asks for. */
  readonly pageSizeMax: number
  /** Bytes of a request body that are read at most; an API root may allow less. */
  readonly bodyBytesMax: number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set for every TAXII request before its route runs. */
    partner: PartnerRow
  }
}

/**
 * The TAXII 2.1 server as a Fastify plugin, to be registered with the prefix `/taxii2`. Everything that it answers,
 * refusals too, is TAXII JSON; who is not a partner gets 401 and learns nothing else.
 */
export async function taxiiRoutes(app: FastifyInstance, options: TaxiiOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: options.bodyBytesMax }, readBody)
  app.decorateRequest('partner', null as unknown as PartnerRow)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const credential = readCredential(request)
    const partner = credential === undefined ? undefined : await findPartner(options.db, credential)
    if (partner === undefined) {
      reply.header('www-authenticate', 'Basic realm="TAXII", charset="UTF-8"')
      throw new TaxiiError(401, 'Unauthorized', 'Give a user name and password, or a bearer token.')
    }
    request.partner = partner
    if (!acceptsTaxii(request.headers.accept))
      throw new TaxiiError(406, 'Not acceptable', `Accept ${TAXII_MEDIA_TYPE}.`)
    // Postgres has no place for this character in a text, so nothing can be called by it.
    if (request.url.includes('%00'))
      throw badRequest('The address has a NUL character; leave it out.')
  })
  // Set last, since the framework adds a character set, which this media type does not have.
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-type', TAXII_MEDIA_TYPE)
  })
  app.setErrorHandler((error, _request, reply) => sendError(reply, asTaxiiError(error)))
  app.setNotFoundHandler((_request, reply) =>
    sendError(
      reply,
      new TaxiiError(404, 'Not found', 'No such address; TAXII addresses end in a slash.'),
    ),
  )
  for (const routes of [serverRoutes, collectionRoutes, objectRoutes]) routes(app, options)
}

function readBody(
  request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
) {
  if (!isTaxii(request.headers['content-type'])) {
    done(new TaxiiError(415, 'Unsupported media type', `Send the body as ${TAXII_MEDIA_TYPE}.`))
    return
  }
  try {
    const parsed: unknown = JSON.parse(String(body))
    const fault = depthFault(parsed)
    done(fault === undefined ? null : new TaxiiError(400, 'Bad request', fault), parsed)
  } catch {
    done(new TaxiiError(400, 'Bad request', 'The body is not JSON.'))
  }
}

/** What the framework refuses by itself keeps its status; a fault of ours tells nothing of its cause. */
function asTaxiiError(error: unknown): TaxiiError {
  if (error instanceof TaxiiError) return error
  const status = (error as { statusCode?: number }).statusCode ?? 500
  if (status === 413)
    return new TaxiiError(413, 'Content too large', 'Send fewer objects at a time.')
  return status >= 400 && status < 500
    ? new TaxiiError(status, 'Bad request', 'The request could not be read.')
    : new TaxiiError(500, 'Internal error', 'The server failed; try again later.')
}

function sendError(reply: FastifyReply, error: TaxiiError): FastifyReply {
  return reply.code(error.status).send(
    JSON.stringify({
      title: error.title,
      description: error.message,
      http_status: String(error.status),
    }),
  )
}

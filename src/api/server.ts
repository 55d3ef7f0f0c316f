import fastify, { type FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Clock } from '../platform/index.ts'
import type { SharingTables } from '../sharing/index.ts'
import { taxiiRoutes } from './taxii/taxii-routes.ts'

export interface ServerOptions {
  readonly db: Kysely<SharingTables>
  readonly clock: Clock
  /** The name that TAXII clients are shown. */
  readonly title: string
}

/** Objects of one TAXII page at most; a client's `limit` may ask for fewer. */
const PAGE_SIZE_MAX = 1000
/** Bytes of a request's body at most; an API root may allow less. */
const BODY_BYTES_MAX = 100_000_000
/** A sender that is slower than this is cut off. */
const REQUEST_MS_MAX = 120_000

/** The HTTP server, not yet listening. It logs nothing of what is asked or answered. */
export async function createServer({ db, clock, title }: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({ requestTimeout: REQUEST_MS_MAX, forceCloseConnections: 'idle' })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
  })
  app.get('/healthz', async () => ({ status: 'up' }))
  app.get('/readyz', async () => {
    await sql`select 1`.execute(db)
    return { status: 'ready' }
  })
  await app.register(taxiiRoutes, {
    prefix: '/taxii2',
    db,
    clock,
    title,
    pageSizeMax: PAGE_SIZE_MAX,
    bodyBytesMax: BODY_BYTES_MAX,
  })
  return app
}

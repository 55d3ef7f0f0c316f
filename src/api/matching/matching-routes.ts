import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { WindbreakError } from '../../core/index.ts'
import type { Clock } from '../../platform/index.ts'
import {
  findMatchAnswer,
  findPartner,
  parseMatchRequest,
  receiveMatch,
} from '../../sharing/index.ts'
import type { ServedTables } from '../parts.ts'
import { Problem } from '../problem.ts'
import { readCredential } from '../taxii/identify.ts'

export interface MatchingOptions {
  readonly db: Kysely<ServedTables>
  readonly clock: Clock
}

/** Bytes of a request of 10,000 points, with room. */
const REQUEST_BYTES_MAX = 1_000_000
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Blind matching for partners, to be registered with the prefix `/matching`: a request is left, people answer it, the answer
 * is fetched. Nothing is computed here, so that no partner can keep the server busy, and no answer leaves undecided.
 */
export async function matchingRoutes(
  app: FastifyInstance,
  options: MatchingOptions,
): Promise<void> {
  const { db, clock } = options
  const partnerOf = async (request: FastifyRequest): Promise<string> => {
    const credential = readCredential(request)
    const partner = credential === undefined ? undefined : await findPartner(db, credential)
    if (partner === undefined)
      throw new Problem('unauthenticated', 'give the credential of a partner')
    return partner.id
  }

  app.post(
    '/requests',
    { bodyLimit: REQUEST_BYTES_MAX, onRequest: partnerFirst },
    async (request, reply) => {
      const partner = await partnerOf(request)
      const asked = parseMatchRequest(JSON.stringify(request.body))
      if (!UUID.test(asked.id))
        throw new Problem('not-valid', 'wanted the id that match-request made')
      await receiveMatch(db, clock, partner, asked).catch(refuseTooMany)
      return reply.code(202).send({ id: asked.id, state: 'waiting' })
    },
  )

  app.get<{ Params: { id: string } }>('/requests/:id', async (request, reply) => {
    const partner = await partnerOf(request)
    const { id } = request.params
    const answer = UUID.test(id) ? await findMatchAnswer(db, clock, partner, id) : undefined
    if (answer === undefined) throw new Problem('not-found', 'no request of yours has this id')
    if (answer === null) return reply.code(202).send({ id, state: 'waiting' })
    return reply.header('content-type', 'application/json; charset=utf-8').send(answer)
  })

  /** Who is no partner sends no body that is read. */
  async function partnerFirst(request: FastifyRequest): Promise<void> {
    await partnerOf(request)
  }
}

function refuseTooMany(error: unknown): never {
  if (error instanceof WindbreakError && error.code === 'WB_SHARING_MATCH_LIMIT')
    throw new Problem('too-many', error.message, { code: error.code })
  throw error
}

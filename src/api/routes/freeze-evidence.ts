import { z } from 'zod'
import { freezeEvidence, type Json } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_VALUE } from '../schemas.ts'

export const freezeCaseEvidence: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/evidence',
  access: 'cases.work',
  summary: 'Freeze evidence into a case; what a decision rests on later is this copy',
  params: ID_PARAMS,
  body: z.strictObject({ why: z.string().min(1).max(2000), content: JSON_VALUE }),
  status: 201,
  answer: z.object({ id: z.string(), hash: z.string() }),
  run: async ({ params, body, caller, request }, { db, clock, vault }) => {
    const evidence = { why: body.why, content: body.content as Json }
    const options = { request: request.id, vault }
    const { id, hash } = await freezeEvidence(
      db,
      caller().person,
      clock,
      params.id,
      evidence,
      options,
    )
    return { id, hash }
  },
})

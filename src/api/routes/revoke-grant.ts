import { z } from 'zod'
import { revokeGrant } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const revokeContentGrant: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/privacy/grants/:id/revoke',
  access: 'privacy.oversee',
  summary: 'End a grant before its time',
  params: ID_PARAMS,
  body: z.strictObject({ reason: z.string().min(1).max(500) }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller }, { db, clock }) => {
    await revokeGrant(db, caller().person, clock, params.id, body.reason)
    return {}
  },
})

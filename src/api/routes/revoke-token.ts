import { z } from 'zod'
import { revokeApiToken } from '../../cases/index.ts'
import { needsSecondFactor } from '../login/identify.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const revokeToken: Route = defineRoute({
  method: 'DELETE',
  path: '/api/v1/tokens/:id',
  access: 'session',
  summary: "End a token: one's own, or as an administrator anybody's",
  params: ID_PARAMS,
  answer: z.object({}),
  run: async ({ params, caller }, { db, clock }) => {
    const { person } = caller()
    if (needsSecondFactor(person)) throw new Problem('forbidden', 'set up the second factor first')
    await revokeApiToken(db, person, clock, params.id)
    return {}
  },
})

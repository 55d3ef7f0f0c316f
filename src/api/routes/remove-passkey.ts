import { z } from 'zod'
import { removePasskey } from '../../cases/index.ts'
import { needsSecondFactor } from '../login/identify.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const removeOwnPasskey: Route = defineRoute({
  method: 'DELETE',
  path: '/api/v1/passkeys/:id',
  access: 'session',
  summary: "Remove one of one's own passkeys",
  params: ID_PARAMS,
  answer: z.object({}),
  run: async ({ params, caller }, { db, clock }) => {
    const { person } = caller()
    if (needsSecondFactor(person)) throw new Problem('forbidden', 'set up a second factor first')
    await removePasskey(db, person, clock, params.id)
    return {}
  },
})

import { z } from 'zod'
import { disablePerson } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const disableOnePerson: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/people/:id/disable',
  access: 'people.manage',
  summary: 'Let a person in no more; sessions and tokens stop at once',
  params: ID_PARAMS,
  answer: z.object({}),
  run: async ({ params, caller }, { db, clock }) => {
    await disablePerson(db, caller().person, clock, params.id)
    return {}
  },
})

import { asSeenBy, readCase } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const readOneCase: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/cases/:id',
  access: 'cases.read',
  summary:
    'A case as its events make it; for who owes a blind second look, without what the first made of it',
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params, caller }, { db }) => ({
    ...asSeenBy(caller().person, await readCase(db, params.id)),
  }),
})

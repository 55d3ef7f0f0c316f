import { readCase } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const readOneCase: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/cases/:id',
  access: 'cases.read',
  summary: 'A case as its events make it',
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params }, { db }) => ({ ...(await readCase(db, params.id)) }),
})

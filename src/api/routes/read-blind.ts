import { readBlind } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const readCaseBlind: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/cases/:id/blind',
  access: 'cases.review',
  summary: 'A case for a second look: the evidence, and nothing of what the first made of it',
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params, caller }, { db }) => ({
    ...(await readBlind(db, caller().person, params.id)),
  }),
})

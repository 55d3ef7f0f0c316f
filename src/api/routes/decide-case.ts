import { decide } from '../../cases/index.ts'
import { DECISION } from '../decision-schema.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const decideCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/decisions',
  access: 'decisions.make',
  summary: 'Record a decision; it acts on nobody, plans do',
  params: ID_PARAMS,
  body: DECISION,
  status: 201,
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const options = { request: request.id }
    return { ...(await decide(db, caller().person, clock, params.id, body, options)) }
  },
})

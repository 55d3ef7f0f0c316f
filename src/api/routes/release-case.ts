import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const releaseCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/release',
  access: 'cases.triage',
  summary: 'Give a case back, so that somebody else may take it',
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params, caller, request }, { db, clock }) => {
    const event = { kind: 'released' } as const
    const options = { request: request.id }
    return { ...(await addCaseEvent(db, caller().person, clock, params.id, event, options)) }
  },
})

import { addCaseEvent } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const assignCase: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/cases/:id/assign',
  access: 'cases.triage',
  summary: "Take a case; somebody else's is a conflict",
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params, caller, request }, { db, clock }) => {
    const { person } = caller()
    const event = { kind: 'assigned', to: person.id } as const
    return { ...(await addCaseEvent(db, person, clock, params.id, event, { request: request.id })) }
  },
})

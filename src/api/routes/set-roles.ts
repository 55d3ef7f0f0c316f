import { z } from 'zod'
import { setRoles } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, ROLE_NAMES } from '../schemas.ts'

export const setPersonRoles: Route = defineRoute({
  method: 'PUT',
  path: '/api/v1/people/:id/roles',
  access: 'people.manage',
  summary: "Set another person's roles; their sessions end",
  params: ID_PARAMS,
  body: z.strictObject({ roles: ROLE_NAMES }),
  answer: z.object({}),
  run: async ({ params, body, caller }, { db, clock }) => {
    await setRoles(db, caller().person, clock, params.id, body.roles)
    return {}
  },
})

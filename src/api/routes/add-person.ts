import { z } from 'zod'
import { addPerson } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ROLE_NAMES } from '../schemas.ts'

export const addNewPerson: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/people',
  access: 'people.manage',
  summary: 'Add a person; without a password they come through the provider',
  body: z.strictObject({
    login: z.string().min(1).max(100),
    name: z.string().min(1).max(200),
    roles: ROLE_NAMES,
    password: z.string().max(1024).optional(),
  }),
  status: 201,
  answer: z.object({ id: z.string() }),
  run: async ({ body, caller }, { db, clock }) => ({
    id: await addPerson(db, caller().person, clock, body),
  }),
})

import { z } from 'zod'
import { listPeople } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const listAllPeople: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/people',
  access: 'people.manage',
  summary: 'Everybody, by login',
  answer: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        login: z.string(),
        name: z.string(),
        roles: z.array(z.string()),
        hasPassword: z.boolean(),
        hasTotp: z.boolean(),
        hasPasskey: z.boolean(),
        createdAt: z.string(),
        disabledAt: z.string().nullable(),
      }),
    ),
  }),
  run: async (_asked, { db }) => ({
    items: (await listPeople(db)).map((person) => ({ ...person, roles: [...person.roles] })),
  }),
})

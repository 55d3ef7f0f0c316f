import { z } from 'zod'
import { needsSecondFactor } from '../login/identify.ts'
import { defineRoute, type Route } from '../route.ts'

export const readOwnSession: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/session',
  access: 'session',
  summary: 'Who is logged in, and what they may',
  answer: z.object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
    needsTotp: z.boolean(),
  }),
  run: async ({ caller }) => {
    const { person, permissions } = caller()
    return {
      id: person.id,
      login: person.login,
      name: person.name,
      roles: [...person.roles],
      permissions: [...permissions].sort(),
      needsTotp: needsSecondFactor(person),
    }
  },
})

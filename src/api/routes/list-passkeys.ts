import { z } from 'zod'
import { listPasskeys } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const listOwnPasskeys: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/passkeys',
  access: 'session',
  summary: "One's own passkeys",
  answer: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        createdAt: z.string(),
        lastUsedAt: z.string().nullable(),
      }),
    ),
  }),
  run: async ({ caller }, { db }) => ({ items: [...(await listPasskeys(db, caller().person))] }),
})

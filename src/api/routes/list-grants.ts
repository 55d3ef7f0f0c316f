import { z } from 'zod'
import { listOwnGrants } from '../../cases/index.ts'
import { grantAnswer } from '../content-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const listContentGrants: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/content/grants',
  access: 'content.redacted',
  summary: 'Your own grants that still hold',
  answer: z.object({ items: z.array(JSON_OBJECT) }),
  run: async ({ caller }, { db, clock }) => {
    const grants = await listOwnGrants(db, caller().person, clock())
    return { items: grants.map(grantAnswer) }
  },
})

import { z } from 'zod'
import { proveGrowth } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const proveAuditGrowth: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/consistency',
  access: 'audit.read',
  summary: 'The hashes that show one checkpoint to be the beginning of another (RFC 6962)',
  query: z.strictObject({
    from: z.coerce.number().int().min(1),
    to: z.coerce.number().int().min(1),
  }),
  answer: z.object({ from: z.string(), to: z.string(), proof: z.array(z.string()) }),
  run: async ({ query }, { db }) => proveGrowth(db, query.from, query.to),
})

import { z } from 'zod'
import { proveEntry } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const proveAuditEntry: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/entries/:seq/proof',
  access: 'audit.read',
  summary:
    'An entry with the hashes that lead from it to the root of the newest checkpoint (RFC 6962)',
  params: z.strictObject({ seq: z.coerce.number().int().min(0) }),
  answer: z.object({
    entry: z.string(),
    index: z.int(),
    size: z.int(),
    proof: z.array(z.string()),
    checkpoint: z.string(),
  }),
  run: async ({ params }, { db }) => proveEntry(db, params.seq),
})

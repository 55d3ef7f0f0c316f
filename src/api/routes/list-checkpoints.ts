import { z } from 'zod'
import { listCheckpoints } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const listAuditCheckpoints: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/checkpoints',
  access: 'audit.read',
  summary:
    'The signed checkpoints of the audit log, the first one first, and the key that verifies them',
  answer: z.object({ key: z.string().nullable(), notes: z.array(z.string()) }),
  run: async (_asked, { db, auditKey }) => ({
    key: auditKey?.verifier.text ?? null,
    notes: [...(await listCheckpoints(db))],
  }),
})

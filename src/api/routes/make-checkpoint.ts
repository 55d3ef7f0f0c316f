import { z } from 'zod'
import { anchorAudit } from '../../cases/index.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

export const makeAuditCheckpoint: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/audit/checkpoints',
  access: 'audit.read',
  summary: 'Sign the audit log as it stands and hand the note to every anchor of the settings',
  status: 201,
  answer: z.object({ note: z.string().nullable() }),
  run: async (_asked, { db, clock, auditKey, anchors }) => {
    if (auditKey === undefined) throw new Problem('unavailable', 'no key signs the audit log here')
    return { note: (await anchorAudit(db, clock, auditKey, anchors)) ?? null }
  },
})

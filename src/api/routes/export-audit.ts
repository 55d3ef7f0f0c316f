import { z } from 'zod'
import { Readable } from 'node:stream'
import { exportAudit } from '../../cases/index.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

export const exportAuditLog: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/export',
  access: 'audit.read',
  summary: 'The audit log with its checkpoints, to be verified offline',
  answer: z.unknown(),
  run: async ({ reply }, { db, clock, auditKey }) => {
    if (auditKey === undefined) throw new Problem('unavailable', 'no key signs the audit log here')
    reply.type('application/jsonl; charset=utf-8')
    return reply.send(Readable.from(withLineEnds(exportAudit(db, clock, auditKey))))
  },
})

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

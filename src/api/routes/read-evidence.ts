import { z } from 'zod'
import { appendAudit, readEvidence } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

/** POST, since a read leaves an entry in the audit log before anything is shown. */
export const readEvidenceWithReason: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/evidence/:id/read',
  access: 'content.redacted',
  summary: 'Read frozen evidence, with a reason that is kept',
  params: ID_PARAMS,
  body: z.strictObject({
    reason: z.enum([
      'active-case',
      'triage-alert',
      'appeal',
      'legal-request',
      'quality-audit',
      'break-glass',
    ]),
    reference: z.string().min(1).max(500),
  }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock }) => {
    const evidence = await readEvidence(db, params.id)
    await appendAudit(db, {
      at: clock(),
      by: caller().person.id,
      action: 'evidence.read',
      subject: `evidence:${params.id}`,
      reason: `${body.reason} ${body.reference}`,
      request: request.id,
    })
    return { ...evidence }
  },
})

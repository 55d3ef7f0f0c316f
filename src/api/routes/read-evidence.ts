import { z } from 'zod'
import { ACCESS_REASONS, appendAudit, readEvidence, redactJson } from '../../cases/index.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

/** POST, since a read leaves an entry in the audit log before anything is shown. */
export const readEvidenceWithReason: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/evidence/:id/read',
  access: 'content.redacted',
  summary:
    'Read frozen evidence, personal data taken out unless L3 is asked for, with a reason that is kept',
  params: ID_PARAMS,
  body: z.strictObject({
    reason: z.enum([...ACCESS_REASONS]),
    reference: z.string().min(1).max(500),
    level: z.enum(['L2', 'L3']).default('L2'),
  }),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller, request }, { db, clock, vault }) => {
    if (body.level === 'L3' && !caller().permissions.has('content.raw'))
      throw new Problem('forbidden', 'found no right "content.raw", wanted it for L3')
    const evidence = await readEvidence(db, params.id, vault)
    await appendAudit(db, {
      at: clock(),
      by: caller().person.id,
      action: 'evidence.read',
      subject: `evidence:${params.id}`,
      reason: `${body.reason} ${body.reference}`,
      after: { level: body.level },
      request: request.id,
    })
    const content = body.level === 'L3' ? evidence.content : redactJson(evidence.content)
    return { ...evidence, level: body.level, content }
  },
})

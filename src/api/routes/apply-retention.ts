import { applyRetention } from '../../cases/index.ts'
import { Problem } from '../problem.ts'
import { withStore } from '../retention-store.ts'
import { defineRoute, type Route } from '../route.ts'
import { z } from 'zod'

export const applyRetentionRun: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/retention',
  access: 'privacy.oversee',
  summary: 'Erase what the dry run counts, and sign a certificate of it',
  body: z.strictObject({ confirm: z.literal('erase') }),
  status: 201,
  answer: z.object({ text: z.string(), signature: z.string() }),
  run: async ({ caller, request }, parts) => {
    const { db, clock, retention: policy, auditKey } = parts
    if (auditKey === undefined) throw new Problem('unavailable', 'no key signs certificates here')
    const by = caller().person.id
    const { text, signature } = await withStore(parts, (engine) =>
      applyRetention({ db, clock, engine, policy }, by, auditKey, request.id),
    )
    return { text, signature }
  },
})

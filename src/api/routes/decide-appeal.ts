import { z } from 'zod'
import { decideAppeal } from '../../actions/index.ts'
import { INSTEAD } from '../plan-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

const REASON = z.string().min(1).max(2000)

export const decideOneAppeal: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/appeals/:id/decide',
  access: 'appeals.decide',
  summary:
    'Decide an appeal, as somebody who took no part; amended gives back and drafts a lighter action',
  params: ID_PARAMS,
  body: z.union([
    z.strictObject({ decision: z.enum(['upheld', 'overturned']), reason: REASON }),
    z.strictObject({
      decision: z.literal('amended'),
      reason: REASON,
      instead: INSTEAD,
    }),
  ]),
  answer: JSON_OBJECT,
  run: async ({ params, body, caller }, { actions }) => ({
    ...(await decideAppeal(actions, caller().person, params.id, body)),
  }),
})

import { z } from 'zod'
import { listReceived } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const listSsfReceived: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/ssf/received',
  access: 'cases.triage',
  summary: 'Events that were received, the newest first: claims of who sent them',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ items: z.array(z.record(z.string(), z.unknown())) }),
  run: async ({ query }, { db, clock }) => ({
    items: (await listReceived({ db, clock }, query.limit)).map(({ subject, body, ...row }) => ({
      ...row,
      subject: JSON.parse(subject) as Record<string, unknown>,
      body: JSON.parse(body) as Record<string, unknown>,
    })),
  }),
})

import { z } from 'zod'
import { readCase, readTimeline, refuseUnblinding } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS } from '../schemas.ts'

export const readCaseTimeline: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/cases/:id/events',
  access: 'cases.read',
  summary: 'What happened to a case, the first event first',
  params: ID_PARAMS,
  query: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
  answer: z.object({ items: z.array(z.record(z.string(), z.unknown())) }),
  run: async ({ params, query, caller }, { db }) => {
    refuseUnblinding(caller().person, await readCase(db, params.id))
    const events = await readTimeline(db, params.id, { after: query.after })
    return { items: events.map((event) => ({ ...event })) }
  },
})

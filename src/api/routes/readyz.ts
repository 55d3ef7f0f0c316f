import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

/** The records answer a query: requests can be sent here. */
export const readyz: Route = defineRoute({
  method: 'GET',
  path: '/readyz',
  access: 'public',
  summary: 'Whether the records answer',
  answer: z.object({ status: z.literal('ready') }),
  run: async (_asked, { db }) => {
    try {
      await sql`select 1`.execute(db)
    } catch {
      throw new Problem('unavailable', 'the records do not answer; try again later')
    }
    return { status: 'ready' as const }
  },
})

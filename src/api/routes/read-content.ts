import { z } from 'zod'
import { CONTENT_LEVELS, readContent } from '../../cases/index.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

/** POST, since a read leaves an entry in the audit log before anything is shown. */
export const readGrantedContent: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/content/grants/:id/read',
  access: 'content.redacted',
  summary:
    'Content of the account under a grant; recorded, counted, and redacted unless L3 is asked for',
  params: ID_PARAMS,
  body: z.strictObject({
    level: z.enum([...CONTENT_LEVELS]).default('L2'),
    events: z.array(z.string().min(1).max(500)).min(1).max(50).optional(),
    before: z.iso.datetime({ precision: 3 }).optional(),
    limit: z.int().min(1).max(50).default(20),
  }),
  answer: z.object({ grant: z.string(), level: z.string(), items: z.array(JSON_OBJECT) }),
  run: async ({ params, body, caller, request }, { db, clock, withEvents }) => {
    // A token may have less than its person has.
    if (body.level === 'L3' && !caller().permissions.has('content.raw'))
      throw new Problem('forbidden', 'found no right "content.raw", wanted it for L3')
    const { person } = caller()
    const asked = { ...body, grant: params.id }
    const read = await withEvents((engine) =>
      readContent(db, engine, person, clock, asked, request.id),
    )
    return { ...read, items: read.items.map((item) => ({ ...item })) }
  },
})

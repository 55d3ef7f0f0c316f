import { z } from 'zod'
import { listAccess } from '../../cases/index.ts'
import { grantSeenAnswer } from '../content-schemas.ts'
import { cutPage, PAGE_QUERY, parseCursor } from '../paging.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const listContentAccess: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/privacy/access',
  access: 'privacy.oversee',
  summary:
    'Who was granted a look at whose content, why, and how much was read; never what stood there',
  query: PAGE_QUERY.extend({
    person: z.string().max(100).optional(),
    account: z.string().max(500).optional(),
    review: z.enum(['all', 'open']).default('all'),
  }),
  answer: z.object({ items: z.array(JSON_OBJECT), next: z.string().nullable() }),
  run: async ({ query, caller }, { db }) => {
    const { person, account, review, limit, after } = query
    const key = after === undefined ? undefined : parseCursor(after, ['string', 'string'])
    const rows = await listAccess(db, caller().person, {
      person,
      account,
      toReview: review === 'open',
      after: key === undefined ? undefined : { at: String(key[0]), id: String(key[1]) },
      limit: limit + 1,
    })
    const page = cutPage(rows, limit, ({ at, id }) => [at, id])
    return { items: page.items.map(grantSeenAnswer), next: page.next }
  },
})

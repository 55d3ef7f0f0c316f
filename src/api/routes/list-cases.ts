import { z } from 'zod'
import { listCases } from '../../cases/index.ts'
import { cutPage, PAGE_QUERY, parseCursor } from '../paging.ts'
import { defineRoute, type Route } from '../route.ts'

export const listOpenCases: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/cases',
  access: 'cases.read',
  summary: 'Cases, the longest open first',
  query: PAGE_QUERY,
  answer: z.object({
    items: z.array(z.record(z.string(), z.unknown())),
    next: z.string().nullable(),
  }),
  run: async ({ query }, { db }) => {
    const { limit, after } = query
    const [openedAt, id] = after === undefined ? [] : parseCursor(after, ['instant', 'string'])
    const key = after === undefined ? undefined : { openedAt: String(openedAt), id: String(id) }
    // One more than asked for tells whether there is a next page; the store gives 200 at most.
    const views = await listCases(db, { limit: Math.min(limit, 199) + 1, after: key })
    const page = cutPage(views, Math.min(limit, 199), (view) => [view.openedAt, view.id])
    return { items: page.items.map((view) => ({ ...view })), next: page.next }
  },
})

import { z } from 'zod'
import { asSeenBy, listCases } from '../../cases/index.ts'
import { QUEUE, STATUS } from '../case-schemas.ts'
import { cutPage, PAGE_QUERY, parseCursor } from '../paging.ts'
import { defineRoute, type Route } from '../route.ts'

export const listOpenCases: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/cases',
  access: 'cases.read',
  summary: 'Cases, the longest open first; of a queue, a status, a person, an account',
  query: PAGE_QUERY.extend({
    queue: QUEUE.optional(),
    status: STATUS.optional(),
    assignee: z.union([z.literal('me'), z.uuid()]).optional(),
    account: z.string().min(1).max(500).optional(),
  }),
  answer: z.object({
    items: z.array(z.record(z.string(), z.unknown())),
    next: z.string().nullable(),
  }),
  run: async ({ query, caller }, { db }) => {
    const { limit, after, queue, status, account } = query
    const { person } = caller()
    const assignee = query.assignee === 'me' ? person.id : query.assignee
    const subject = account === undefined ? undefined : ({ kind: 'account', id: account } as const)
    const filter = { queue, status, assignee, subject }
    const [openedAt, id] = after === undefined ? [] : parseCursor(after, ['instant', 'string'])
    const key = after === undefined ? undefined : { openedAt: String(openedAt), id: String(id) }
    // One more than asked for tells whether there is a next page; the store gives 200 at most.
    const views = await listCases(db, { ...filter, limit: Math.min(limit, 199) + 1, after: key })
    const page = cutPage(views, Math.min(limit, 199), (view) => [view.openedAt, view.id])
    return { items: page.items.map((view) => ({ ...asSeenBy(person, view) })), next: page.next }
  },
})

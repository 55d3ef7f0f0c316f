import { z } from 'zod'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

/** What a proxy adds when it passes a request on. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** Counts for Prometheus. Meant for who reaches the process itself: what came through a proxy finds nothing here. */
export const metrics: Route = defineRoute({
  method: 'GET',
  path: '/metrics',
  access: 'public',
  summary: 'Counts of requests in the text format of Prometheus; not through a proxy',
  answer: z.string(),
  run: async ({ request, reply }, { metrics: counts }) => {
    if (PROXY_HEADERS.some((name) => request.headers[name] !== undefined))
      throw new Problem('not-found', 'no such address')
    reply.type(counts.contentType)
    return counts.print()
  },
})

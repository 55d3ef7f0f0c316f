import { z } from 'zod'
import { defineRoute, type Route } from '../route.ts'

/** The process answers; says nothing of what it depends on, so that a restart is asked for only when one helps. */
export const healthz: Route = defineRoute({
  method: 'GET',
  path: '/healthz',
  access: 'public',
  summary: 'Whether the process answers',
  answer: z.object({ status: z.literal('up') }),
  run: async () => ({ status: 'up' as const }),
})

import { z } from 'zod'
import { takePushed } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { bearerOf } from '../ssf-receiver.ts'

export const takeSsfSet: Route = defineRoute({
  method: 'POST',
  path: '/ssf/events',
  access: 'public',
  summary: 'Where a transmitter pushes its events (RFC 8935)',
  body: z.string().min(1).max(64_000),
  takes: 'application/secevent+jwt',
  others: { 400: z.object({ err: z.string(), description: z.string() }) },
  status: 202,
  answer: z.union([z.null(), z.object({ err: z.string(), description: z.string() })]),
  run: async ({ body, request, reply }, { db, clock }) => {
    const err = await takePushed({ db, clock }, bearerOf(request), body)
    if (err === undefined) return null
    reply.code(400)
    return { err, description: 'not taken' }
  },
})

import { z } from 'zod'
import { defineRoute, type Route } from '../route.ts'
import { receiverAt, refuseOtherStream } from '../ssf-receiver.ts'

export const readSsfStatus: Route = defineRoute({
  method: 'GET',
  path: '/ssf/status',
  access: 'public',
  summary: 'Whether a stream is enabled, paused or disabled',
  query: z.object({ stream_id: z.string().max(100).optional() }),
  answer: z.object({ stream_id: z.string(), status: z.string() }),
  run: async ({ query, request }, parts) => {
    const { receiver } = await receiverAt(request, parts)
    refuseOtherStream(receiver, query.stream_id)
    return { stream_id: receiver.id, status: receiver.status }
  },
})

import { z } from 'zod'
import { setStreamStatus } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { receiverAt, refuseOtherStream } from '../ssf-receiver.ts'

export const setSsfStatus: Route = defineRoute({
  method: 'POST',
  path: '/ssf/status',
  access: 'public',
  summary: 'Enable, pause or disable a stream; what comes meanwhile waits',
  body: z.object({
    stream_id: z.string().max(100),
    status: z.enum(['enabled', 'paused', 'disabled']),
    reason: z.string().max(500).optional(),
  }),
  answer: z.object({ stream_id: z.string(), status: z.string() }),
  run: async ({ body, request }, parts) => {
    const { receiver, transmitter } = await receiverAt(request, parts)
    refuseOtherStream(receiver, body.stream_id)
    const { id, status } = await setStreamStatus(transmitter, receiver, body.status)
    return { stream_id: id, status }
  },
})

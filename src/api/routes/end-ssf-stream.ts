import { z } from 'zod'
import { endStream } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { receiverAt, refuseOtherStream } from '../ssf-receiver.ts'

export const endSsfStream: Route = defineRoute({
  method: 'DELETE',
  path: '/ssf/streams',
  access: 'public',
  summary: 'End the stream of a receiver; what waits in it is gone',
  query: z.object({ stream_id: z.string().max(100).optional() }),
  status: 204,
  answer: z.null(),
  run: async ({ query, request }, parts) => {
    const { receiver, transmitter } = await receiverAt(request, parts)
    refuseOtherStream(receiver, query.stream_id)
    await endStream(transmitter, receiver)
    return null
  },
})

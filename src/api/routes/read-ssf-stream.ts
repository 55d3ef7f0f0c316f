import { z } from 'zod'
import { defineRoute, type Route } from '../route.ts'
import { receiverAt, refuseOtherStream, STREAM, streamOf } from '../ssf-receiver.ts'

export const readSsfStream: Route = defineRoute({
  method: 'GET',
  path: '/ssf/streams',
  access: 'public',
  summary: 'The stream of a receiver',
  query: z.object({ stream_id: z.string().max(100).optional() }),
  answer: STREAM,
  run: async ({ query, request }, parts) => {
    const { receiver, transmitter } = await receiverAt(request, parts)
    refuseOtherStream(receiver, query.stream_id)
    return streamOf(receiver, transmitter.issuer)
  },
})

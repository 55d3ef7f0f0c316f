import { z } from 'zod'
import { pollSets } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { receiverAt, refuseOtherStream } from '../ssf-receiver.ts'

export const pollSsfSets: Route = defineRoute({
  method: 'POST',
  path: '/ssf/poll',
  access: 'public',
  summary: 'Events that wait, and what became of earlier ones (RFC 8936); answers at once',
  body: z.object({
    maxEvents: z.int().min(0).max(1000).optional(),
    returnImmediately: z.boolean().optional(),
    ack: z.array(z.string().max(200)).max(1000).optional(),
    setErrs: z
      .record(
        z.string().max(200),
        z.object({ err: z.string().max(40), description: z.string().max(500).optional() }),
      )
      .optional(),
  }),
  answer: z.object({ sets: z.record(z.string(), z.string()), moreAvailable: z.boolean() }),
  run: async ({ body, request }, parts) => {
    const { receiver, transmitter } = await receiverAt(request, parts)
    refuseOtherStream(receiver, undefined)
    return { ...(await pollSets(transmitter, receiver, body)) }
  },
})

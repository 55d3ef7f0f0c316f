import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { pushSet, queueSet, VERIFICATION } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { receiverAt, refuseOtherStream } from '../ssf-receiver.ts'

export const verifySsfStream: Route = defineRoute({
  method: 'POST',
  path: '/ssf/verify',
  access: 'public',
  summary: 'Ask for a verification event with a state of one’s own',
  body: z.object({
    stream_id: z.string().max(100),
    state: z.string().max(500).optional(),
  }),
  status: 204,
  answer: z.null(),
  run: async ({ body, request }, parts) => {
    const { receiver, transmitter } = await receiverAt(request, parts)
    refuseOtherStream(receiver, body.stream_id)
    const { id, delivery } = receiver
    const event = {
      key: `verify ${randomUUID()}`,
      type: VERIFICATION,
      subject: { format: 'opaque', id },
      body: body.state === undefined ? {} : { state: body.state },
    }
    const set = await queueSet(transmitter, receiver, event)
    if (delivery === 'push' && parts.signals !== undefined)
      await pushSet(transmitter, parts.signals.http, receiver, set)
    return null
  },
})

import { setStream } from '../../actions/index.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { receiverAt, refuseOtherStream, STREAM, STREAM_BODY, streamOf } from '../ssf-receiver.ts'

export const changeSsfStream: Route = defineRoute({
  method: 'PATCH',
  path: '/ssf/streams',
  access: 'public',
  summary: 'Change the stream of a receiver',
  body: STREAM_BODY,
  answer: STREAM,
  run: async ({ body, request }, parts) => {
    const { receiver, transmitter } = await receiverAt(request, parts)
    refuseOtherStream(receiver, body.stream_id)
    const { endpoint_url, authorization_header, method } = body.delivery ?? {}
    if ((method === 'urn:ietf:rfc:8935') !== (endpoint_url !== undefined))
      throw new Problem('not-valid', 'wanted an endpoint_url for a push, and for nothing else')
    const { events_requested: events } = body
    const asked = { endpointUrl: endpoint_url, endpointAuthorization: authorization_header, events }
    return streamOf(await setStream(transmitter, receiver, asked, false), transmitter.issuer)
  },
})

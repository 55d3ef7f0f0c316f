import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { EVENT_TYPES, findReceiver, type ReceiverRow, type Transmitter } from '../actions/index.ts'
import type { ApiParts } from './parts.ts'
import { Problem } from './problem.ts'

/** A stream as SSF 1.0, section 8.1.1 writes it. */
interface Stream {
  readonly stream_id: string
  readonly iss: string
  readonly aud: string
  readonly delivery: { readonly method: string; readonly endpoint_url: string }
  readonly events_supported: string[]
  readonly events_requested: string[]
  readonly events_delivered: string[]
}

export const STREAM: z.ZodType<Stream> = z.object({
  stream_id: z.string(),
  iss: z.string(),
  aud: z.string(),
  delivery: z.object({ method: z.string(), endpoint_url: z.string() }),
  events_supported: z.array(z.string()),
  events_requested: z.array(z.string()),
  events_delivered: z.array(z.string()),
})

export const STREAM_BODY: z.ZodObject<{
  stream_id: z.ZodOptional<z.ZodString>
  delivery: z.ZodOptional<
    z.ZodObject<{
      method: z.ZodEnum<{
        'urn:ietf:rfc:8935': 'urn:ietf:rfc:8935'
        'urn:ietf:rfc:8936': 'urn:ietf:rfc:8936'
      }>
      endpoint_url: z.ZodOptional<z.ZodURL>
      authorization_header: z.ZodOptional<z.ZodString>
    }>
  >
  events_requested: z.ZodOptional<z.ZodArray<z.ZodString>>
}> = z.object({
  stream_id: z.string().max(100).optional(),
  delivery: z
    .object({
      method: z.enum(['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936']),
      endpoint_url: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .optional(),
      authorization_header: z.string().max(2000).optional(),
    })
    .optional(),
  events_requested: z.array(z.string().max(300)).max(50).optional(),
})

/** The token of an Authorization header; empty when there is none. */
export function bearerOf(request: FastifyRequest): string {
  return /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
}

/** Where this server is, as its events name it. */
export function issuerOf(request: FastifyRequest, origin: string | undefined): string {
  return origin ?? `http://${request.headers.host ?? 'localhost'}`
}

/** The receiver whose token came along, and what sends to it. Throws problems where there is neither. */
export async function receiverAt(
  request: FastifyRequest,
  { db, clock, signals, origin }: ApiParts,
): Promise<{ readonly receiver: ReceiverRow; readonly transmitter: Transmitter }> {
  if (signals === undefined) throw new Problem('not-found', 'no key signs security events here')
  const receiver = await findReceiver({ db, clock }, bearerOf(request))
  if (receiver === undefined)
    throw new Problem('unauthenticated', 'wanted the bearer token of a receiver of events')
  const { key } = signals
  return { receiver, transmitter: { db, clock, key, issuer: issuerOf(request, origin) } }
}

/** Throws a `not-found` problem for a receiver without a stream, or that asks for another one. */
export function refuseOtherStream({ id, delivery }: ReceiverRow, asked: string | undefined): void {
  if (delivery === null || (asked !== undefined && asked !== id))
    throw new Problem('not-found', 'no such stream')
}

/** The stream of a row of the records. */
export function streamOf(
  { id, audience, delivery, endpoint_url, events }: ReceiverRow,
  issuer: string,
): Stream {
  const isPush = delivery === 'push'
  const asked = JSON.parse(events) as string[]
  return {
    stream_id: id,
    iss: issuer,
    aud: audience,
    delivery: {
      method: isPush ? 'urn:ietf:rfc:8935' : 'urn:ietf:rfc:8936',
      endpoint_url: isPush ? (endpoint_url ?? '') : `${issuer}/ssf/poll`,
    },
    events_supported: [...EVENT_TYPES],
    events_requested: asked,
    events_delivered: asked,
  }
}

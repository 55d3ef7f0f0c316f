import type { FastifyRequest } from 'fastify'
import type { PasskeySite } from '../../cases/index.ts'

/** The page that a passkey is of: the set origin's, else, on this machine, that which the browser asked for. */
export function passkeySite(request: FastifyRequest, origin: string | undefined): PasskeySite {
  const page = origin ?? `http://${request.headers.host ?? 'localhost'}`
  const url = URL.canParse(page) ? new URL(page) : new URL('http://localhost')
  return { rpId: url.hostname, origin: url.origin }
}

import type { FastifyRequest } from 'fastify'

/** Where the provider sends the browser back to; it has to be registered there word for word. */
export function callbackUrl(request: FastifyRequest, origin: string | undefined): string {
  return `${origin ?? `http://${request.headers.host ?? ''}`}/api/v1/login/provider/callback`
}

import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what another site made a browser send. Browsers say where a request that changes something comes from, in
 * Origin or Sec-Fetch-Site; with a cookie and without either, it is refused too. Logins are guarded as well, so that
 * nobody can be logged in as somebody else. Throws a `cross-site` problem.
 */
export function refuseCrossSite(request: FastifyRequest, origin: string | undefined): void {
  if (SAFE_METHODS.includes(request.method)) return
  const { origin: from, 'sec-fetch-site': site, cookie, host = '' } = request.headers
  const isOurs =
    from !== undefined &&
    (origin === undefined
      ? from === `http://${host}` || from === `https://${host}`
      : from === origin)
  const isForeign =
    (from !== undefined && !isOurs) || (site !== undefined && site !== 'same-origin')
  const isUnsaid = from === undefined && site === undefined && cookie !== undefined
  if (isForeign || isUnsaid)
    throw new Problem('cross-site', 'wanted a request from a page of this server, with its Origin')
}

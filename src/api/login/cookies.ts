import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * `__Host-` makes browsers refuse the cookie unless it is secure, of this host alone and of every path, so that no
 * neighbouring host can plant one. They count 127.0.0.1 and localhost as secure.
 */
const SESSION = '__Host-windbreak'
const LOGIN = '__Host-windbreak-login'

export type CookieName = 'session' | 'login'
const NAMES: Readonly<Record<CookieName, string>> = { session: SESSION, login: LOGIN }
/** The provider's answer comes from another site, so the cookie of a login on its way is sent with top navigations. */
const SAME_SITE: Readonly<Record<CookieName, string>> = { session: 'Strict', login: 'Lax' }

/** The cookie's value; undefined when it is not there, or there twice, as then somebody planted one. */
export function readCookie(request: FastifyRequest, name: CookieName): string | undefined {
  const start = `${NAMES[name]}=`
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(start))
    .map((part) => part.slice(start.length))
  return values.length === 1 ? values[0] : undefined
}

/** Sets a cookie for so many seconds; an empty value with 0 removes it. */
export function setCookie(
  reply: FastifyReply,
  name: CookieName,
  value: string,
  seconds: number,
): void {
  const attributes = `Path=/; Secure; HttpOnly; SameSite=${SAME_SITE[name]}; Max-Age=${seconds}`
  reply.header('set-cookie', `${NAMES[name]}=${value}; ${attributes}`)
}

import type { FastifyReply } from 'fastify'

/** Nothing may run, load or frame but what this server itself sends; text of accounts is shown by its pages. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
/** Two years, as browsers ask for before they preload. */
const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains'

/** Sets what every answer carries. `isTls` says that people reach the server by https. */
export function setSecurityHeaders(reply: FastifyReply, isTls: boolean): void {
  reply.headers(HEADERS)
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  if (isTls) reply.header('strict-transport-security', STRICT_TRANSPORT)
}

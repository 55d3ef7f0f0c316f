import type { FastifyRequest } from 'fastify'
import type { Credential } from '../../sharing/index.ts'

/** The credential in an Authorization header: HTTP Basic or a bearer token; undefined when it is neither. */
export function readCredential(request: FastifyRequest): Credential | undefined {
  const header = request.headers.authorization ?? ''
  const [, scheme = '', value = ''] = /^(\w+) +(\S+) *$/.exec(header) ?? []
  if (scheme.toLowerCase() === 'bearer') return { kind: 'bearer', name: '', secret: value }
  if (scheme.toLowerCase() !== 'basic') return undefined
  const text = Buffer.from(value, 'base64').toString()
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  return { kind: 'basic', name: text.slice(0, colon), secret: text.slice(colon + 1) }
}

import type { FastifyRequest } from 'fastify'

/**
 * One line of JSON about a fault of ours: where it happened, never what was asked or what the error quotes, which may
 * be content. JSON has no line breaks in it, so that nobody can write lines of a log.
 */
export function faultLine(error: unknown, request: FastifyRequest, at: string): string {
  const { name, code, stack = '' } = error as { name?: string; code?: unknown; stack?: string }
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return `${JSON.stringify({
    at,
    request: request.id,
    method: request.method,
    route: request.routeOptions.url ?? null,
    error: name ?? typeof error,
    code: typeof code === 'string' ? code : null,
    frames: frames.slice(0, 6).map((frame) => frame.trim()),
  })}\n`
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly contentType: string
  /** Counts one answered request, by the route's pattern: an address itself may name an account. */
  count(request: FastifyRequest, reply: FastifyReply): void
  print(): Promise<string>
}

/** Counts of one server; several in one process do not share them. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  const labelNames = ['method', 'route', 'status']
  const requests = new Counter({
    name: 'windbreak_http_requests_total',
    help: 'Answered requests by method, route pattern and status.',
    labelNames,
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'windbreak_http_request_seconds',
    help: 'Seconds from the first byte asked to the last byte answered, by method and route pattern.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    count: (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      const method = request.method
      requests.inc({ method, route, status: String(reply.statusCode) })
      seconds.observe({ method, route }, reply.elapsedTime / 1000)
    },
    print: () => registry.metrics(),
  }
}

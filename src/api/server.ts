import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { type ActionsDeps, type Connector, SAFEGUARDS } from '../actions/index.ts'
import {
  type Anchor,
  type AuditKey,
  findPerson,
  type RetentionPolicy,
  retentionPolicy,
  type Vault,
} from '../cases/index.ts'
import { seededRandom } from '../core/index.ts'
import type { Clock, OidcSettings } from '../platform/index.ts'
import { allowedMethods } from './allowed-methods.ts'
import { bodyFault } from './body.ts'
import { describeRoutes, schemaOf } from './describe-routes.ts'
import { faultLine } from './faults.ts'
import { setSecurityHeaders } from './headers.ts'
import { countAttempts } from './login/attempts.ts'
import { type Caller, letIn } from './login/identify.ts'
import { openProvider } from './login/provider.ts'
import { openMetrics } from './metrics.ts'
import type { ApiParts, ServedTables, Signals, WithEvents } from './parts.ts'
import { asProblem, Problem, problemBody } from './problem.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes/index.ts'
import { matchingRoutes } from './matching/matching-routes.ts'
import { taxiiRoutes } from './taxii/taxii-routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once they were let in; undefined in a public route. */
    caller: Caller | undefined
  }
}

export interface ServerOptions {
  readonly db: Kysely<ServedTables>
  readonly clock: Clock
  /** The name that TAXII clients are shown. */
  readonly title: string
  /** Where people reach the server, `https://windbreak.example`; without it, plain HTTP on this machine. */
  readonly origin?: string | undefined
  /** The provider that people may log in through. */
  readonly oidc?: OidcSettings | undefined
  /** What signs the audit log. */
  readonly auditKey?: AuditKey | undefined
  /** What security events are signed with; without it none are sent. */
  readonly signals?: Signals | undefined
  /** Seals frozen evidence, so that it can be shredded. */
  readonly vault?: Vault | undefined
  /** Days that each class is kept; the longest when left out. */
  readonly retention?: RetentionPolicy | undefined
  /** Where checkpoints of the audit log are kept outside the records. */
  readonly anchors?: readonly Anchor[] | undefined
  /** The event store that content is read from; without it such routes answer 503. */
  readonly withEvents?: WithEvents | undefined
  /** Ways into the service, for previews of plans. */
  readonly connectors?: Readonly<Record<string, Connector>>
  /** Takes a line about each fault of ours; without it nothing is told. */
  readonly report?: ((line: string) => void) | undefined
  /** Tests add routes to see how the server guards them. */
  readonly routes?: readonly Route[]
}

/** Objects of one TAXII page at most; a client's `limit` may ask for fewer. */
const PAGE_SIZE_MAX = 1000
/** Bytes of a TAXII body at most; an API root may allow less. */
const TAXII_BYTES_MAX = 100_000_000
/** Bytes of any other body: a decision with its reasons is a few thousand. */
const BODY_BYTES_MAX = 1024 * 1024
/** Bytes of a security event token; ours are a thousand. */
const SET_BYTES_MAX = 64 * 1024
const SET_TYPE = 'application/secevent+jwt'
/** A sender that is slower than this is cut off. */
const REQUEST_MS_MAX = 120_000

/** The HTTP server, not yet listening. It logs nothing of what is asked or answered. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { db, clock, title, routes = ROUTES } = options
  const report = options.report ?? (() => undefined)
  const metrics = openMetrics()
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = asProblem(error)
    if (problem.status === 500) report(faultLine(error, request, clock()))
    return sendProblem(problem, request, reply)
  }
  const app = fastify({
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: 'idle',
    bodyLimit: BODY_BYTES_MAX,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    genReqId: () => randomUUID(),
    // Addresses that cannot be decoded are refused before any hook runs.
    frameworkErrors: (error, request, reply) => {
      setSecurityHeaders(reply, isTls(options))
      void refuse(error, request, reply)
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser('text/plain')
  const parseAs = { parseAs: 'string', bodyLimit: SET_BYTES_MAX } as const
  app.addContentTypeParser(SET_TYPE, parseAs, (_request, body, done) => done(null, body))
  app.addHook('onSend', async (_request, reply) => setSecurityHeaders(reply, isTls(options)))
  app.addHook('onResponse', async (request, reply) => metrics.count(request, reply))
  app.setErrorHandler(refuse)
  app.setNotFoundHandler((request, reply) => refuseAddress(routes, request, reply))
  await describeRoutes(app)
  const parts: ApiParts = {
    db,
    clock,
    metrics,
    attempts: countAttempts(clock),
    provider: options.oidc === undefined ? undefined : openProvider(options.oidc),
    origin: options.origin,
    actions: actionsDeps(options),
    withEvents: options.withEvents ?? noEvents,
    connectors: options.connectors ?? {},
    auditKey: options.auditKey,
    signals: options.signals,
    anchors: options.anchors ?? [],
    vault: options.vault,
    retention: options.retention ?? retentionPolicy(),
    hasEvents: options.withEvents !== undefined,
    describe: () => ({ ...app.swagger() }),
  }
  app.decorateRequest('caller', undefined)
  await app.register(async (scope) => {
    for (const route of routes) addRoute(scope, route, parts)
  })
  await app.register(matchingRoutes, { prefix: '/matching', db, clock })
  await app.register(taxiiRoutes, {
    prefix: '/taxii2',
    db,
    clock,
    title,
    pageSizeMax: PAGE_SIZE_MAX,
    bodyBytesMax: TAXII_BYTES_MAX,
  })
  return app
}

async function noEvents(): Promise<never> {
  throw new Problem('unavailable', 'this server was given no data folder with an event store')
}

/** What plans need; chance only spreads actions over time. A person who was disabled is nobody. */
function actionsDeps({ db, clock }: ServerOptions): ActionsDeps {
  return {
    db,
    clock,
    random: seededRandom(randomUUID()),
    safeguards: SAFEGUARDS,
    findPerson: async (id, trx) => {
      const person = await findPerson(trx, id)
      return person?.disabledAt === null ? person : undefined
    },
  }
}

function isTls({ origin }: ServerOptions): boolean {
  return origin?.startsWith('https://') === true
}

function addRoute(app: FastifyInstance, route: Route, parts: ApiParts): void {
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(route),
    onRequest: async (request) => {
      request.caller = await letIn(request, route.access, parts)
    },
    preValidation: async (request) => {
      const fault = bodyFault(request.body)
      if (fault !== undefined) throw new Problem('not-valid', fault)
    },
    handler: async (request, reply) => {
      const { params, query, body } = request
      reply.code(route.status ?? 200)
      const caller = () => callerOf(request)
      return route.run({ params, query, body, request, reply, caller }, parts)
    },
  })
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Error('a public route asked who its caller is')
  return caller
}

function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.problem === 'too-many') reply.header('retry-after', '900')
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemBody(problem, request.id))
}

function refuseAddress(
  routes: readonly Route[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const methods = allowedMethods(routes, request.url)
  if (methods.length === 0)
    return sendProblem(new Problem('not-found', 'no such address'), request, reply)
  reply.header('allow', methods.join(', '))
  const detail = `found ${request.method}, wanted ${methods.join(' or ')}`
  return sendProblem(new Problem('method-not-allowed', detail), request, reply)
}

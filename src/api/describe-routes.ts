import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance, type FastifySchema } from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PROBLEMS } from './problem.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes/index.ts'

const PROBLEM = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  request: z.string(),
})

/** Collects the routes that are registered after it into an OpenAPI 3.1 description. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Windbreak',
        version: '1',
        description: `Refusals are problem details (RFC 9457): ${Object.keys(PROBLEMS).join(', ')}.`,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
    transform: jsonSchemaTransform,
  })
}

/** A route's schemas as the framework takes them. */
export function schemaOf(route: Route): FastifySchema {
  const { params, query, body, answer, status = 200, summary, access, others, takes } = route
  return {
    summary,
    description: `Who may: ${access}.`,
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
    ...(takes === undefined ? {} : { consumes: [takes] }),
    response: {
      ...Object.fromEntries(
        Object.entries(others ?? {}).map(([code, schema]) => [
          code,
          {
            description: 'A refusal',
            content: {
              'application/json': { schema },
              'application/problem+json': { schema: PROBLEM },
            },
          },
        ]),
      ),
      [status]: answer,
      default: {
        description: 'A refusal',
        content: { 'application/problem+json': { schema: PROBLEM } },
      },
    },
  }
}

/** The description of all routes, from the table alone: needs no records. */
export async function describeServer(): Promise<Record<string, unknown>> {
  const app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await describeRoutes(app)
  await app.register(async (scope) => {
    for (const route of ROUTES)
      scope.route({
        method: route.method,
        url: route.path,
        schema: schemaOf(route),
        handler: async () => undefined,
      })
  })
  await app.ready()
  return { ...app.swagger() }
}

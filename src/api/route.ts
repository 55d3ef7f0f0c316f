import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Access } from './access.ts'
import type { Caller } from './login/identify.ts'
import type { ApiParts } from './parts.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a route is given: the request's parts as its schemas made them. */
export interface Asked<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Who asks; a mistake of ours to call in a public route. */
  readonly caller: () => Caller
}

/** One route, whole: address, who may, what it takes and gives, what it does. One a file. */
export interface RouteDefinition<Params, Query, Body, Answer> {
  readonly method: Method
  /** The whole address, with `:name` for parameters. */
  readonly path: string
  readonly access: Access
  /** One line for the OpenAPI description. */
  readonly summary: string
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  readonly answer: z.ZodType<Answer>
  /** Bodies of other statuses that a standard asks for, in place of a problem. */
  readonly others?: Readonly<Record<number, z.ZodType>>
  /** Media type of the body; JSON unless given. */
  readonly takes?: string
  /** 200 unless given. */
  readonly status?: 200 | 201 | 202 | 204 | 302
  readonly run: (asked: Asked<Params, Query, Body>, parts: ApiParts) => Promise<Answer>
}

/** A route whose own types were checked where it was defined. */
export type Route = RouteDefinition<unknown, unknown, unknown, unknown>

/** Ties a route's handler to its schemas, then forgets the types, so that all routes fit one table. */
export function defineRoute<Params, Query, Body, Answer>(
  definition: RouteDefinition<Params, Query, Body, Answer>,
): Route {
  return definition as unknown as Route
}

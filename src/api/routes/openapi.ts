import { z } from 'zod'
import { defineRoute, type Route } from '../route.ts'

export const openapi: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/openapi.json',
  access: 'public',
  summary: 'This description, OpenAPI 3.1',
  answer: z.record(z.string(), z.unknown()),
  run: async (_asked, { describe }) => describe(),
})

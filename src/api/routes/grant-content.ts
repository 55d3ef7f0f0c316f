import { z } from 'zod'
import { ACCESS_REASONS, CONTENT_LEVELS, grantContent } from '../../cases/index.ts'
import { grantAnswer } from '../content-schemas.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const grantContentAccess: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/content/grants',
  access: 'content.redacted',
  summary: "A look at an account's content, of one level, for a reason, for a time",
  body: z.strictObject({
    account: z.string().min(1).max(500),
    caseId: z.uuid().nullable().default(null),
    level: z.enum([...CONTENT_LEVELS]).default('L2'),
    reason: z.enum([...ACCESS_REASONS]),
    reference: z.string().min(1).max(500),
    minutes: z.int().min(1).max(240).default(60),
  }),
  status: 201,
  answer: JSON_OBJECT,
  run: async ({ body, caller, request }, { db, clock }) =>
    grantAnswer(await grantContent(db, caller().person, clock, body, request.id)),
})

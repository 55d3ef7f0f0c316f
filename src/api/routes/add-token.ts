import { z } from 'zod'
import { addApiToken } from '../../cases/index.ts'
import { needsSecondFactor } from '../login/identify.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { SCOPES } from '../schemas.ts'

export const addToken: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens',
  access: 'session',
  summary: 'Make a token that may a part of what one may; the secret is shown once',
  body: z.strictObject({
    name: z.string().min(1).max(100),
    scopes: SCOPES,
    days: z.int().min(1).max(366),
  }),
  status: 201,
  answer: z.object({ id: z.string(), secret: z.string(), expiresAt: z.string() }),
  run: async ({ body, caller }, { db, clock }) => {
    const { person } = caller()
    // Else a password alone would reach everything by way of a token.
    if (needsSecondFactor(person)) throw new Problem('forbidden', 'set up the second factor first')
    return addApiToken(db, person, clock, body)
  },
})

import { z } from 'zod'
import { checkPassword, useTotp } from '../../cases/index.ts'
import { needsSecondFactor } from '../login/identify.ts'
import { beginSession } from '../login/session-cookie.ts'
import { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

/** A wrong name, a wrong password, a missing and a used code are refused alike. The browser's old session ends. */
export const logIn: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/session',
  access: 'public',
  summary: 'Log in with password and code; sets the session cookie',
  body: z.strictObject({
    login: z.string().min(1).max(100),
    password: z.string().min(1).max(1024),
    code: z.string().max(20).optional(),
  }),
  status: 201,
  answer: z.object({ needsTotp: z.boolean() }),
  run: async ({ body, request, reply }, parts) => {
    const { db, clock, attempts } = parts
    attempts.begin(body.login, request.ip)
    const person = await checkPassword(db, body.login, body.password)
    // Who has a passkey and no code comes in by the passkey: the password alone would be one factor again.
    const isFirst = person !== undefined && !person.hasTotp && !person.hasPasskey
    const isCodeRight =
      isFirst || (person !== undefined && (await useTotp(db, person.id, clock, body.code ?? '')))
    if (person === undefined || !isCodeRight)
      throw new Problem('login-failed', 'check name, password and code; a code is good once')
    attempts.forgive(body.login)
    await beginSession(person, 'password', { request, reply }, parts)
    return { needsTotp: needsSecondFactor(person) }
  },
})

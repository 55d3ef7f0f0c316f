import { z } from 'zod'
import { fileAppeal } from '../../actions/index.ts'
import { defineRoute, type Route } from '../route.ts'

/** Public: the account may be closed. The token is 256 bits, in the body, so that no address or log has it. */
export const fileNewAppeal: Route = defineRoute({
  method: 'POST',
  path: '/api/v1/appeals',
  access: 'public',
  summary: 'Appeal with the token of a notice; once',
  body: z.strictObject({ token: z.string().min(1).max(100), text: z.string().min(1).max(10_000) }),
  status: 201,
  answer: z.object({ id: z.string() }),
  run: async ({ body, request }, { actions, attempts }) => {
    // Counted for this token and this address, so that who guesses shuts nobody else out.
    attempts.begin(`appeal ${body.token}`, request.ip)
    const id = await fileAppeal(actions, body.token, body.text)
    attempts.forgive(`appeal ${body.token}`)
    return { id }
  },
})

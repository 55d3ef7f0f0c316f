import { z } from 'zod'
import { listCertificates } from '../../cases/index.ts'
import { defineRoute, type Route } from '../route.ts'

export const listDeletionCertificates: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/retention/certificates',
  access: 'privacy.oversee',
  summary: 'Signed certificates of what was erased, the newest first, 200 at most',
  answer: z.object({ items: z.array(z.object({ text: z.string(), signature: z.string() })) }),
  run: async (_asked, { db }) => ({ items: [...(await listCertificates(db))] }),
})

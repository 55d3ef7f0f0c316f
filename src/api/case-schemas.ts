import { z } from 'zod'
import type { CaseStatus, CaseSubject, Outcome, Queue } from '../cases/index.ts'

export const SUBJECT: z.ZodType<CaseSubject> = z.strictObject({
  kind: z.enum(['account', 'organisation', 'key', 'cluster', 'actor']),
  id: z.string().min(1).max(500),
})

export const QUEUE: z.ZodType<Queue> = z.enum(['triage', 'investigation', 'attribution', 'victims'])

export const STATUS: z.ZodType<CaseStatus> = z.enum(['open', 'assigned', 'closed', 'merged'])

export const OUTCOME: z.ZodType<Outcome> = z.enum([
  'confirmed',
  'not-confirmed',
  'false-positive',
  'victim',
  'duplicate',
])

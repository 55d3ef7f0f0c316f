import { z } from 'zod'
import { type Decision, DECISION_ACTIONS } from '../cases/index.ts'

const TEXT = z.string().min(1).max(500)
const DAY = z.iso.date()
const NAMES = z.array(TEXT).max(50)
const KINDS = ['account', 'organisation', 'key', 'cluster', 'actor'] as const

export const DECISION: z.ZodType<Decision> = z.strictObject({
  action: z.enum([...DECISION_ACTIONS]),
  subjects: z
    .array(z.strictObject({ kind: z.enum(KINDS), id: TEXT }))
    .min(1)
    .max(1000),
  snapshot: z.uuid(),
  ground: z.strictObject({
    kind: z.enum(['illegal-content', 'incompatible-content']),
    reference: TEXT,
    url: z.url().max(500).nullable(),
    explanation: z.string().min(1).max(2000),
    isAlsoIllegal: z.boolean(),
  }),
  facts: z.string().min(1).max(5000),
  category: z.string().min(1).max(100),
  keywords: NAMES,
  contentTypes: NAMES.min(1),
  contentLanguage: z.string().max(2).nullable(),
  contentDate: DAY,
  appliesFrom: DAY,
  endsOn: DAY.nullable(),
  territory: z.array(z.string().length(2)).max(50),
  source: z.enum(['article-16', 'trusted-flagger', 'other-notification', 'voluntary']),
  sourceIdentity: TEXT.nullable(),
  isDetectionAutomated: z.boolean(),
  automatedDecision: z.enum(['fully', 'partially', 'not']),
  accountType: z.enum(['business', 'private']).nullable(),
  notice: z.union([
    z.strictObject({ mode: z.literal('required') }),
    z.strictObject({ mode: z.enum(['delayed', 'withheld']), reason: TEXT, reviewOn: DAY }),
  ]),
  actor: z
    .strictObject({
      name: TEXT,
      affiliation: TEXT.nullable(),
      confidence: TEXT,
      basis: NAMES,
    })
    .nullable(),
  use: z.strictObject({
    interfaces: NAMES,
    models: NAMES,
    autonomy: TEXT.nullable(),
    activities: NAMES,
    techniques: NAMES,
    capabilityJudgement: TEXT.nullable(),
  }),
  sharing: z.array(z.strictObject({ with: TEXT, on: DAY })).max(100),
  victimsNotified: z.int().min(0),
})

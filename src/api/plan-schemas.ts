import { z } from 'zod'
import {
  ACTION_KINDS,
  type PlanAsked,
  type PlanContent,
  type StatementGrounds,
} from '../actions/index.ts'

const TARGET = z.strictObject({
  kind: z.enum(['account', 'organization', 'end-user', 'payment-instrument', 'signup-fingerprint']),
  id: z.string().min(1).max(500),
  protected: z.boolean(),
})

const PARAMETERS: z.ZodType<PlanContent['parameters']> = z.record(
  z.string().max(50),
  z.union([z.string().max(5000), z.number(), z.array(z.string().max(500)).max(100)]),
)

/** The lighter action of an amended decision. */
export const INSTEAD: z.ZodType<Pick<PlanContent, 'action' | 'parameters'>> = z.strictObject({
  action: z.enum([...ACTION_KINDS]),
  parameters: PARAMETERS,
})

export const PLAN: z.ZodType<PlanAsked> = z.strictObject({
  action: z.enum([...ACTION_KINDS]),
  parameters: PARAMETERS,
  targets: z.array(TARGET).min(1).max(1000),
  evidence: z.array(z.string().max(100)).max(100),
  decision: z.string().max(100),
  connector: z.string().max(100),
  notBefore: z.string().max(40),
})

export const GROUNDS: z.ZodType<StatementGrounds> = z.strictObject({
  facts: z.string().max(5000),
  clause: z.string().max(500),
  explanation: z.string().max(2000),
  category: z.string().max(100),
  keywords: z.array(z.string().max(100)).max(20),
  detectedBy: z.enum(['automated', 'person', 'both']),
  accountType: z.enum(['ACCOUNT_TYPE_BUSINESS', 'ACCOUNT_TYPE_PRIVATE']).nullable(),
  territories: z.array(z.string().max(2)).max(50),
})

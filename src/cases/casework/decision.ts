import { randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { canonicalJson, type Json } from '../json.ts'
import { demand, type Person } from '../people/roles.ts'
import type { CasesDb } from '../tables.ts'
import type { CaseSubject } from './case-event.ts'
import { findEvent, recordEvent, type RecordOptions } from './record.ts'

/** What may be decided, from nothing to the end of an organisation's accounts. */
export const DECISION_ACTIONS = [
  'none',
  'warn',
  'require-verification',
  'rate-limit',
  'restrict-models',
  'restrict-tools',
  'monitor',
  'suspend',
  'terminate',
  'revoke-keys',
  'revoke-sessions',
  'block-payment',
  'block-sign-up',
  'suspend-organisation',
  'notify-victim',
] as const

export type DecisionAction = (typeof DECISION_ACTIONS)[number]

/** A decision with all that a statement of reasons (DSA, article 17) and a transparency report ask for later. No personal data. */
export interface Decision {
  readonly action: DecisionAction
  readonly subjects: readonly CaseSubject[]
  /** What it rests on: frozen before. */
  readonly snapshot: string
  readonly ground: {
    readonly kind: 'illegal-content' | 'incompatible-content'
    /** The law or the clause, up to 500 characters. */
    readonly reference: string
    readonly url: string | null
    /** Why it applies, up to 2,000 characters. */
    readonly explanation: string
    readonly isAlsoIllegal: boolean
  }
  /** What was found, up to 5,000 characters, in words that may be told to the user. */
  readonly facts: string
  /** STATEMENT_CATEGORY_* without its beginning, and KEYWORD_* without theirs. */
  readonly category: string
  readonly keywords: readonly string[]
  /** CONTENT_TYPE_* without its beginning. */
  readonly contentTypes: readonly string[]
  readonly contentLanguage: string | null
  /** `YYYY-MM-DD`: when the content or account came to be, when the decision applies, and to when (null: without end). */
  readonly contentDate: string
  readonly appliesFrom: string
  readonly endsOn: string | null
  readonly territory: readonly string[]
  readonly source: 'article-16' | 'trusted-flagger' | 'other-notification' | 'voluntary'
  readonly sourceIdentity: string | null
  readonly isDetectionAutomated: boolean
  readonly automatedDecision: 'fully' | 'partially' | 'not'
  readonly accountType: 'business' | 'private' | null
  readonly notice:
    | { readonly mode: 'required' }
    | { readonly mode: 'delayed' | 'withheld'; readonly reason: string; readonly reviewOn: string }
  /** Who is held to be behind it, and how surely, in words; null when nobody is named. */
  readonly actor: {
    readonly name: string
    readonly affiliation: string | null
    readonly confidence: string
    readonly basis: readonly string[]
  } | null
  /** For reports about the use of models: where, how, for what, with what effect. */
  readonly use: {
    readonly interfaces: readonly string[]
    readonly models: readonly string[]
    readonly autonomy: string | null
    readonly activities: readonly string[]
    readonly techniques: readonly string[]
    readonly capabilityJudgement: string | null
  }
  readonly sharing: readonly { readonly with: string; readonly on: string }[]
  readonly victimsNotified: number
}

export interface RecordedDecision extends Decision {
  readonly id: string
  readonly caseId: string
  readonly at: string
  readonly by: string
}

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

/** What is wrong with a decision, with the field; undefined when it can be recorded. */
export function decisionFault(decision: Decision): string | undefined {
  const { ground, facts, notice, action, endsOn, category } = decision
  const texts: ReadonlyArray<readonly [string, string, number]> = [
    ['ground.reference', ground.reference, 500],
    ['ground.explanation', ground.explanation, 2_000],
    ['facts', facts, 5_000],
    ['category', category, 100],
  ]
  for (const [field, text, most] of texts)
    if (text.trim() === '' || text.length > most)
      return `${field}: found ${text.length} characters, wanted 1 to ${most}`
  if (decision.subjects.length === 0) return 'subjects: found none, wanted at least one'
  if (decision.contentTypes.length === 0) return 'contentTypes: found none, wanted at least one'
  const days = [decision.contentDate, decision.appliesFrom, ...(endsOn === null ? [] : [endsOn])]
  if (days.some((day) => !DAY.test(day) || day < '2000-01-01' || day > '2038-01-01'))
    return 'contentDate, appliesFrom, endsOn: wanted days such as 2026-01-05, from 2000 to 2038'
  if (endsOn !== null && endsOn < decision.appliesFrom)
    return 'endsOn: found a day before appliesFrom'
  if (action === 'monitor' && endsOn === null) return 'endsOn: watching has an end, found none'
  if (notice.mode !== 'required' && (notice.reason.trim() === '' || !DAY.test(notice.reviewOn)))
    return 'notice: withholding it needs a reason and a day on which somebody looks again'
  if (!Number.isSafeInteger(decision.victimsNotified) || decision.victimsNotified < 0)
    return 'victimsNotified: wanted a whole number from 0'
  return undefined
}

/**
 * Records a decision in a case. It acts on nobody: plans do, and a second person approves those. Throws WB_CASES_BAD_INPUT
 * with the field, WB_CASES_FORBIDDEN, WB_CASES_CONFLICT when the snapshot or a subject is not the case's.
 */
export async function decide(
  db: CasesDb,
  by: Person,
  clock: Clock,
  caseId: string,
  decision: Decision,
  options: RecordOptions = {},
): Promise<RecordedDecision> {
  demand(by, 'decisions.make')
  const fault = decisionFault(decision)
  if (fault !== undefined)
    throw casesError('WB_CASES_BAD_INPUT', `decision: ${fault}`, {
      hint: 'a statement of reasons needs it later',
    })
  const [id, at] = [randomUUID(), new Date(clock()).toISOString()]
  const { action, snapshot } = decision
  return inTransaction(db, async (trx) => {
    const repeated = await findEvent(trx, 'decided', options.externalId)
    if (repeated !== undefined) return readDecision(trx, repeated.decision)
    const event = { kind: 'decided', decision: id, action, snapshot } as const
    const view = await recordEvent(trx, by, () => at, caseId, event, options)
    const foreign = decision.subjects.find(
      (one) => !view.subjects.some(({ kind, id: other }) => kind === one.kind && other === one.id),
    )
    if (foreign !== undefined)
      throw casesError('WB_CASES_CONFLICT', 'found a subject that the case does not have', {
        hint: 'add the subject to the case first',
      })
    await trx
      .insertInto('decisions')
      .values({
        id,
        case_id: caseId,
        at,
        by_id: by.id,
        snapshot_id: snapshot,
        decision: canonicalJson(decision as unknown as Json),
      })
      .execute()
    return { ...decision, id, caseId, at, by: by.id }
  })
}

/** Throws WB_CASES_NOT_FOUND. */
export async function readDecision(db: CasesDb, id: string): Promise<RecordedDecision> {
  const row = await db.selectFrom('decisions').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined)
    throw casesError('WB_CASES_NOT_FOUND', 'found no decision with this id, wanted one', {})
  const decision = JSON.parse(row.decision) as Decision
  return { ...decision, id, caseId: row.case_id, at: row.at, by: row.by_id }
}

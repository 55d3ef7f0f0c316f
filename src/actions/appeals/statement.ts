import { actionsError } from '../errors.ts'
import { LADDER } from '../ladder.ts'
import type { PlanContent } from '../plans/content.ts'

/** Categories and keywords of the EC Transparency Database (schema of 2025-07-01) that fit this work. */
export const STATEMENT_CATEGORIES = [
  'STATEMENT_CATEGORY_CYBER_VIOLENCE',
  'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH',
  'STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS',
  'STATEMENT_CATEGORY_OTHER_VIOLATION_TC',
  'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
  'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
] as const
export const STATEMENT_KEYWORDS = [
  'KEYWORD_COORDINATED_HARM',
  'KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING',
  'KEYWORD_INAUTHENTIC_ACCOUNTS',
  'KEYWORD_MISINFORMATION_DISINFORMATION',
  'KEYWORD_PHISHING',
  'KEYWORD_TERRORIST_CONTENT',
] as const

/** What a person writes for the statement. Facts are for the holder: no names of others, no means of detection. */
export interface StatementGrounds {
  readonly facts: string
  /** The clause of the terms, and why what was done breaks it. */
  readonly clause: string
  readonly explanation: string
  readonly category: string
  readonly keywords: readonly string[]
  readonly detectedBy: 'automated' | 'person' | 'both'
  readonly accountType: 'ACCOUNT_TYPE_BUSINESS' | 'ACCOUNT_TYPE_PRIVATE' | null
  readonly territories: readonly string[]
}

/** A statement of reasons under Art. 17 DSA, field by field as the database takes it. It holds no personal data. */
export type Statement = Readonly<Record<string, string | readonly string[]>>

const GROUND_CHARS_MAX = 500
const TEXT_CHARS_MAX = 2000
const FACTS_CHARS_MAX = 5000

/**
 * Puts together the statement of reasons for an action. `puid` is the action's id, so that it is sent once. Throws
 * WB_ACTIONS_STATEMENT for an action that restricts nothing, an unknown word, or a text that is too long or holds the
 * account's id.
 */
export function statementOfReasons(
  action: { readonly id: string; readonly target: string; readonly appliedAt: string },
  content: PlanContent,
  grounds: StatementGrounds,
): Statement {
  const { dsa } = LADDER[content.action]
  if (Object.keys(dsa).length === 0)
    throw bad('action', `${content.action} restricts nothing, so there is nothing to state`)
  check('category', grounds.category, STATEMENT_CATEGORIES)
  for (const keyword of grounds.keywords) check('keywords', keyword, STATEMENT_KEYWORDS)
  for (const territory of grounds.territories)
    if (!/^[A-Z]{2}$/.test(territory)) throw bad('territories', 'wanted two capital letters')
  measure('clause', grounds.clause, GROUND_CHARS_MAX, action.target)
  measure('explanation', grounds.explanation, TEXT_CHARS_MAX, action.target)
  measure('facts', grounds.facts, FACTS_CHARS_MAX, action.target)
  const { until } = content.parameters
  const ends =
    'decision_account' in dsa ? 'end_date_account_restriction' : 'end_date_service_restriction'
  return {
    puid: action.id,
    ...dsa,
    ...(dsa.decision_monetary === 'DECISION_MONETARY_OTHER'
      ? { decision_monetary_other: 'the payment instrument cannot be used at the service' }
      : {}),
    ...(grounds.accountType === null ? {} : { account_type: grounds.accountType }),
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: grounds.clause,
    incompatible_content_explanation: grounds.explanation,
    incompatible_content_illegal: 'No',
    content_type: ['CONTENT_TYPE_TEXT'],
    category: grounds.category,
    category_specification: [...grounds.keywords],
    territorial_scope: [...grounds.territories],
    content_language: 'EN',
    application_date: action.appliedAt.slice(0, 10),
    ...(until === undefined ? {} : { [ends]: String(until).slice(0, 10) }),
    decision_facts: grounds.facts,
    source_type: 'SOURCE_VOLUNTARY',
    automated_detection: grounds.detectedBy === 'person' ? 'No' : 'Yes',
    // A person approves every plan: none is decided by the program alone.
    automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
  }
}

/** The notice to the holder: what was done, for how long, on which facts and ground, by what means, how to appeal. */
export function userNotice(
  content: PlanContent,
  grounds: StatementGrounds,
  appealUrl: string,
): string {
  const { until } = content.parameters
  const means = {
    automated: 'An automated means pointed us to it; people decided.',
    person: 'People found it and decided.',
    both: 'Automated means and people pointed us to it; people decided.',
  }
  return [
    `What we did: ${WORDS[content.action] ?? content.action}${until === undefined ? '.' : ` until ${String(until)}.`}`,
    `Why: ${grounds.facts}`,
    `Ground: ${grounds.clause}. ${grounds.explanation}`,
    means[grounds.detectedBy],
    `If you think that this is wrong, write to us at ${appealUrl} within six months. Somebody who took no part in it will decide.`,
    'You may also turn to a certified body for out-of-court disputes, or to a court.',
  ].join('\n\n')
}

const WORDS: Readonly<Partial<Record<PlanContent['action'], string>>> = {
  warn: 'we warn you',
  'require-verification': 'your account needs to be verified before it can be used further',
  'rate-limit': 'your account is limited to fewer requests',
  'restrict-models': 'your account can use some models only',
  'restrict-tools': 'your account can use some tools only',
  'revoke-sessions': 'you were signed out everywhere',
  'revoke-keys': 'the keys of your account no longer work',
  suspend: 'your account is suspended',
  'suspend-organization': 'your organisation is suspended',
  terminate: 'your account is closed',
}

function check(path: string, found: string, accepted: readonly string[]): void {
  if (!accepted.includes(found))
    throw bad(path, `found ${JSON.stringify(found.slice(0, 80))}, wanted ${accepted.join(', ')}`)
}

function measure(path: string, text: string, max: number, account: string): void {
  if (text === '' || text.length > max)
    throw bad(path, `found ${text.length} characters, wanted 1 to ${max}`)
  if (text.includes(account))
    throw bad(path, 'found the id of the account, wanted no personal data')
}

function bad(path: string, message: string): Error {
  return actionsError('WB_ACTIONS_STATEMENT', `statement of reasons: ${path}: ${message}`, {
    hint: 'docs/reference/actions.md lists what is accepted',
    at: { path },
  })
}

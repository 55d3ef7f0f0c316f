import type { Generated } from 'kysely'
import type { PlanEvent, PlanState } from './plan-states.ts'
import type { SsfTables } from './ssf/tables.ts'

/** Tables that this layer owns. Times are UTC ISO text, JSON columns hold text. */
export interface ActionsTables extends SsfTables {
  plans: PlanRow
  plan_events: PlanEventRow
  plan_approvals: ApprovalRow
  plan_actions: ActionRow
  action_attempts: AttemptRow
  action_leaks: LeakRow
  action_follow_ups: FollowUpRow
  appeal_tokens: AppealTokenRow
  appeals: AppealRow
  lessons: LessonRow
  return_tokens: ReturnTokenRow
}

export interface PlanRow {
  id: string
  /** Where its events have led: a projection of `plan_events`. */
  state: PlanState
  /** The exact plan as canonical JSON, and its SHA-256: what an approval binds. */
  content: string
  hash: string
  proposed_by: string
  proposed_at: string | null
  approvers_needed: number
  /** One person did it alone in an emergency; somebody else must look at it by then. */
  break_glass: boolean
  review_due: string | null
  reviewed_by: string | null
  started_by: string | null
  started_at: string | null
  /** The plan that this one takes back, and the appeal that asked for it. */
  reverses: string | null
  appeal_id: string | null
  created_at: string
}

export interface PlanEventRow {
  seq: Generated<number>
  plan_id: string
  at: string
  by: string
  event: PlanEvent
  from_state: PlanState
  to_state: PlanState
  reason: string
  hash: string
}

export interface ApprovalRow {
  plan_id: string
  hash: string
  by: string
  role: string
  at: string
  expires_at: string
}

/**
 * `held` waits for the canary; `due`, `prepared`, `sending`, `applied` are on their way; the rest are ends. `unverified`:
 * applied, and whether it is so cannot be seen. `handed-on`: a reversal left to a later action on the same target.
 */
export type ActionState =
  | 'held'
  | 'due'
  | 'prepared'
  | 'sending'
  | 'applied'
  | 'verified'
  | 'unverified'
  | 'refused'
  | 'failed'
  | 'cancelled'
  | 'skipped'
  | 'handed-on'

export interface ActionRow {
  id: string
  plan_id: string
  position: number
  direction: 'apply' | 'revert'
  /** The action that this one takes back. */
  reverts: string | null
  /** For `handed-on`: the action whose reversal will do it. */
  handed_to: string | null
  action: string
  target_kind: string
  target_id: string
  wave: number
  state: ActionState
  due_at: string
  /** When an action that ends is taken back by itself. */
  ends_at: string | null
  attempts: number
  readings: number
  memory: string | null
  note: string
  lease_by: string | null
  lease_until: string | null
  created_at: string
  ended_at: string | null
}

export interface AttemptRow {
  seq: Generated<number>
  action_id: string
  at: string
  step: 'preview' | 'send' | 'answer' | 'read'
  state: string
  evidence: string
  raw_hash: string
}

export interface LeakRow {
  action_id: string
  seen_at: string
  events: number
  last_event: string
}

export type FollowUpKind = 'notice' | 'keep-tokens' | 'forget-tokens'

/** What has to follow an action in effect. Not append-only: a projection of what the audit log tells of. */
export interface FollowUpRow {
  action_id: string
  kind: FollowUpKind
  state: 'due' | 'done' | 'skipped' | 'failed'
  due_at: string
  attempts: number
  note: string
  done_at: string | null
}

export interface AppealTokenRow {
  token_hash: string
  action_id: string
  issued_at: string
  expires_at: string
}

export interface AppealRow {
  id: string
  action_id: string
  plan_id: string
  filed_at: string
  text: string
  decision: 'upheld' | 'amended' | 'overturned' | null
  decided_by: string | null
  decided_at: string | null
  reason: string | null
}

export interface LessonRow {
  seq: Generated<number>
  at: string
  /** `reinstated`: taken back without an appeal, counted apart. */
  kind: 'overturned' | 'amended' | 'reinstated'
  action_id: string
  account: string
  decision_id: string
  evidence: string
}

export interface ReturnTokenRow {
  pepper_id: string
  family: string
  token: string
  account: string
  action_id: string
  closed_at: string
  expires_at: string
}

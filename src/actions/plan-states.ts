export type PlanState =
  | 'draft'
  | 'proposed'
  | 'approved'
  | 'scheduled'
  | 'executing'
  | 'partially_failed'
  | 'executed'
  | 'verified'
  | 'reversed'
  | 'cancelled'
  | 'expired'

/** What may happen to a plan. `approve` that is not enough yet is `endorse`: the state stays. */
export type PlanEvent =
  | 'edit'
  | 'propose'
  | 'endorse'
  | 'approve'
  | 'schedule'
  | 'start'
  | 'stop'
  | 'fail'
  | 'resume'
  | 'execute'
  | 'verify'
  | 'reverse'
  | 'cancel'
  | 'expire'

type Row = Readonly<Partial<Record<PlanState, PlanState>>>

/** From each state, by each event, to the next. What is not here cannot happen. An edit takes a plan back to where it has no approvals. */
export const TRANSITIONS: Readonly<Record<PlanEvent, Row>> = {
  edit: { draft: 'draft', proposed: 'draft', approved: 'draft', scheduled: 'draft' },
  propose: { draft: 'proposed' },
  endorse: { proposed: 'proposed' },
  approve: { proposed: 'approved' },
  schedule: { approved: 'scheduled' },
  start: { approved: 'executing', scheduled: 'executing' },
  stop: { executing: 'partially_failed' },
  fail: { executing: 'partially_failed', executed: 'partially_failed' },
  resume: { partially_failed: 'executing' },
  execute: { executing: 'executed' },
  verify: { executed: 'verified' },
  reverse: { executed: 'reversed', verified: 'reversed', partially_failed: 'reversed' },
  cancel: {
    draft: 'cancelled',
    proposed: 'cancelled',
    approved: 'cancelled',
    scheduled: 'cancelled',
  },
  expire: { proposed: 'expired', approved: 'expired', scheduled: 'expired' },
}

/** The state after an event, undefined when it cannot happen there. */
export function nextState(state: PlanState, event: PlanEvent): PlanState | undefined {
  return TRANSITIONS[event][state]
}

/** The state that a plan's events lead to: what is stored beside it can be compared with this. */
export function foldEvents(events: readonly PlanEvent[]): PlanState | undefined {
  return events.reduce<PlanState | undefined>(
    (state, event) => (state === undefined ? undefined : nextState(state, event)),
    'draft',
  )
}

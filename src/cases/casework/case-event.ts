import type { Json } from '../json.ts'

/** What a case is about. An account is a subject, never an attacker. */
export type SubjectKind = 'account' | 'organisation' | 'key' | 'cluster' | 'actor'

export interface CaseSubject {
  readonly kind: SubjectKind
  readonly id: string
}

export type Queue = 'triage' | 'investigation' | 'attribution' | 'victims'

/** How a case ended. `victim` is an account that was used by somebody else: it is told, not punished. */
export type Outcome = 'confirmed' | 'not-confirmed' | 'false-positive' | 'victim' | 'duplicate'

/** How evidence speaks to a hypothesis (analysis of competing hypotheses): consistent twice, once, neutral, against, not applicable. */
export type MatrixValue = 'CC' | 'C' | 'N' | 'I' | 'II' | 'NA'

/** What a screen said of an account, as it was when the case got it. */
export interface LeadFacts {
  readonly account: string
  readonly probability: number
  readonly verdict: string
  readonly cluster: string | null
  /** The lead, whole, by its hash; the evidence snapshot holds the text. */
  readonly hash: string
}

/** All that can happen to a case. An event is never changed; a mistake is followed by another event. */
export type CaseEvent =
  | {
      readonly kind: 'opened'
      readonly title: string
      readonly queue: Queue
      readonly subjects: readonly CaseSubject[]
      readonly priority: number
    }
  | { readonly kind: 'signalled'; readonly lead: LeadFacts }
  | { readonly kind: 'queued'; readonly queue: Queue }
  | { readonly kind: 'assigned'; readonly to: string }
  | { readonly kind: 'released' }
  | { readonly kind: 'subject-added'; readonly subject: CaseSubject }
  | { readonly kind: 'subject-removed'; readonly subject: CaseSubject; readonly reason: string }
  | {
      readonly kind: 'noted'
      /** `public` notes may be told to the user; `internal` ones never leave. */
      readonly visibility: 'internal' | 'public'
      readonly text: string
    }
  | { readonly kind: 'task-added'; readonly task: string; readonly text: string }
  | { readonly kind: 'task-done'; readonly task: string }
  | {
      readonly kind: 'evidence-frozen'
      readonly snapshot: string
      readonly hash: string
      readonly why: string
    }
  | {
      readonly kind: 'held'
      readonly basis: string
      readonly owner: string
      /** A hold without a day on which somebody looks again is for ever. */
      readonly reviewAt: string
    }
  | { readonly kind: 'hold-lifted'; readonly reason: string }
  | {
      readonly kind: 'matrix-set'
      readonly evidence: string
      readonly hypothesis: string
      readonly value: MatrixValue
      readonly reason: string
    }
  | {
      readonly kind: 'decided'
      readonly decision: string
      readonly action: string
      readonly snapshot: string
    }
  | { readonly kind: 'closed'; readonly outcome: Outcome; readonly reason: string }
  | { readonly kind: 'reopened'; readonly reason: string }
  | { readonly kind: 'review-asked'; readonly review: string; readonly reviewer: string }
  | {
      readonly kind: 'reviewed'
      readonly review: string
      readonly outcome: Outcome
      readonly reason: string
    }
  | { readonly kind: 'merged-into'; readonly into: string; readonly reason: string }
  | {
      readonly kind: 'merged-from'
      readonly from: string
      readonly subjects: readonly CaseSubject[]
    }
  | {
      readonly kind: 'split-into'
      readonly into: string
      readonly subjects: readonly CaseSubject[]
    }
  | { readonly kind: 'split-from'; readonly from: string }

export type CaseEventKind = CaseEvent['kind']

/** An event with its place in the case: `version` counts from 1 without gaps. */
export interface RecordedEvent {
  readonly caseId: string
  readonly version: number
  readonly at: string
  readonly by: string
  readonly event: CaseEvent
}

/** Events are JSON by their types. */
export function eventJson(event: CaseEvent): Json {
  return event as unknown as Json
}

import type {
  CaseSubject,
  LeadFacts,
  MatrixValue,
  Outcome,
  Queue,
  RecordedEvent,
} from './case-event.ts'

export type CaseStatus = 'open' | 'assigned' | 'closed' | 'merged'

/** A case as its events make it. Everything in it follows from them, so it can be thrown away and made again. */
export interface CaseView {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly queue: Queue
  readonly status: CaseStatus
  readonly priority: number
  readonly assignee: string | null
  readonly openedAt: string
  readonly changedAt: string
  readonly subjects: readonly CaseSubject[]
  /** The last lead of each account. */
  readonly leads: readonly LeadFacts[]
  readonly notes: { readonly internal: number; readonly public: number }
  readonly tasks: readonly {
    readonly task: string
    readonly text: string
    readonly isDone: boolean
  }[]
  readonly snapshots: readonly { readonly snapshot: string; readonly hash: string }[]
  readonly hold: {
    readonly basis: string
    readonly owner: string
    readonly reviewAt: string
  } | null
  readonly matrix: readonly {
    readonly evidence: string
    readonly hypothesis: string
    readonly value: MatrixValue
    readonly by: string
    readonly at: string
  }[]
  readonly decisions: readonly string[]
  readonly outcome: Outcome | null
  /** Who closed it, and is therefore no blind second. */
  readonly closedBy: string | null
  readonly reviews: readonly {
    readonly review: string
    readonly reviewer: string
    readonly outcome: Outcome | null
    /** Whether the second came to the same; null until reviewed. */
    readonly agrees: boolean | null
  }[]
  readonly mergedInto: string | null
}

/**
 * The case after one more event: a pure fold, the only thing that makes a `CaseView`. The first event is `opened`; anything
 * else first is a mistake of the program.
 */
export function applyEvent(view: CaseView | undefined, recorded: RecordedEvent): CaseView {
  const { event, at, version } = recorded
  if (view === undefined) {
    if (event.kind !== 'opened')
      throw new Error(`case: found "${event.kind}" first, wanted "opened"`)
    return openedView(recorded, event)
  }
  return { ...view, ...changeOf(view, recorded), version, changedAt: at }
}

function openedView(
  { caseId, version, at }: RecordedEvent,
  { title, queue, subjects, priority }: Extract<RecordedEvent['event'], { kind: 'opened' }>,
): CaseView {
  return {
    id: caseId,
    version,
    title,
    queue,
    status: 'open',
    priority,
    assignee: null,
    openedAt: at,
    changedAt: at,
    subjects: addSubjects([], subjects),
    leads: [],
    notes: { internal: 0, public: 0 },
    tasks: [],
    snapshots: [],
    hold: null,
    matrix: [],
    decisions: [],
    outcome: null,
    closedBy: null,
    reviews: [],
    mergedInto: null,
  }
}

function changeOf(view: CaseView, { event, at, by }: RecordedEvent): Partial<CaseView> {
  switch (event.kind) {
    case 'opened':
      throw new Error('case: found "opened" twice, wanted it first only')
    case 'signalled': {
      const { account, cluster } = event.lead
      const others = view.leads.filter((lead) => lead.account !== account)
      const added: CaseSubject[] = [{ kind: 'account', id: account }]
      if (cluster !== null) added.push({ kind: 'cluster', id: cluster })
      return { leads: [...others, event.lead], subjects: addSubjects(view.subjects, added) }
    }
    case 'queued':
      return { queue: event.queue, assignee: null, status: 'open' }
    case 'assigned':
      return { assignee: event.to, status: 'assigned' }
    case 'released':
      return { assignee: null, status: 'open' }
    case 'subject-added':
      return { subjects: addSubjects(view.subjects, [event.subject]) }
    case 'subject-removed':
      return { subjects: withoutSubjects(view.subjects, [event.subject]) }
    case 'noted':
      return { notes: { ...view.notes, [event.visibility]: view.notes[event.visibility] + 1 } }
    case 'task-added':
      return { tasks: [...view.tasks, { task: event.task, text: event.text, isDone: false }] }
    case 'task-done':
      return {
        tasks: view.tasks.map((one) => (one.task === event.task ? { ...one, isDone: true } : one)),
      }
    case 'evidence-frozen':
      return { snapshots: [...view.snapshots, { snapshot: event.snapshot, hash: event.hash }] }
    case 'held':
      return { hold: { basis: event.basis, owner: event.owner, reviewAt: event.reviewAt } }
    case 'hold-lifted':
      return { hold: null }
    case 'matrix-set': {
      const { evidence, hypothesis, value } = event
      const others = view.matrix.filter(
        (cell) => cell.evidence !== evidence || cell.hypothesis !== hypothesis,
      )
      return { matrix: [...others, { evidence, hypothesis, value, by, at }] }
    }
    case 'decided':
      return { decisions: [...view.decisions, event.decision] }
    case 'merged-into':
      return { status: 'merged', mergedInto: event.into, assignee: null, outcome: 'duplicate' }
    case 'merged-from':
      return { subjects: addSubjects(view.subjects, event.subjects) }
    case 'split-into':
      return { subjects: withoutSubjects(view.subjects, event.subjects) }
    case 'split-from':
      return {}
    case 'closed':
    case 'reopened':
    case 'review-asked':
    case 'reviewed':
      return endOf(view, event, by)
  }
}

type EndEvent = Extract<
  RecordedEvent['event'],
  { kind: 'closed' | 'reopened' | 'review-asked' | 'reviewed' }
>

function endOf(view: CaseView, event: EndEvent, by: string): Partial<CaseView> {
  switch (event.kind) {
    case 'closed':
      return { status: 'closed', outcome: event.outcome, closedBy: by, assignee: null }
    case 'reopened':
      return { status: 'open', outcome: null, closedBy: null }
    case 'review-asked': {
      const { review, reviewer } = event
      return { reviews: [...view.reviews, { review, reviewer, outcome: null, agrees: null }] }
    }
    case 'reviewed':
      return {
        reviews: view.reviews.map((one) =>
          one.review === event.review
            ? { ...one, outcome: event.outcome, agrees: event.outcome === view.outcome }
            : one,
        ),
      }
  }
}

const keyOf = ({ kind, id }: CaseSubject): string => `${kind}\n${id}`

/** Subjects once each, in one order, so that the same set is the same text. */
function addSubjects(
  subjects: readonly CaseSubject[],
  added: readonly CaseSubject[],
): readonly CaseSubject[] {
  const all = new Map([...subjects, ...added].map((subject) => [keyOf(subject), subject]))
  return [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, subject]) => subject)
}

function withoutSubjects(
  subjects: readonly CaseSubject[],
  removed: readonly CaseSubject[],
): readonly CaseSubject[] {
  const keys = new Set(removed.map(keyOf))
  return subjects.filter((subject) => !keys.has(keyOf(subject)))
}

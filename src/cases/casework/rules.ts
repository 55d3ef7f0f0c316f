import { casesError } from '../errors.ts'
import { demand, may, type Permission, type Person } from '../people/roles.ts'
import type { CaseEvent, CaseEventKind } from './case-event.ts'
import type { CaseView } from './case-view.ts'

/** The right that each event needs. */
const RIGHTS: Readonly<Record<CaseEventKind, Permission>> = {
  opened: 'cases.triage',
  signalled: 'cases.triage',
  queued: 'cases.triage',
  assigned: 'cases.triage',
  released: 'cases.triage',
  'subject-added': 'cases.work',
  'subject-removed': 'cases.work',
  noted: 'cases.note',
  'task-added': 'cases.work',
  'task-done': 'cases.work',
  'evidence-frozen': 'cases.work',
  held: 'cases.hold',
  'hold-lifted': 'cases.hold',
  'matrix-set': 'cases.work',
  decided: 'decisions.make',
  closed: 'cases.triage',
  reopened: 'cases.triage',
  'review-asked': 'cases.review',
  reviewed: 'cases.review',
  'merged-into': 'cases.work',
  'merged-from': 'cases.work',
  'split-into': 'cases.work',
  'split-from': 'cases.work',
}

/** What only the one may do to whom a case is assigned, so that two never work on it unknowing of each other. */
const ASSIGNEE_ONLY: ReadonlySet<CaseEventKind> = new Set([
  'subject-added',
  'subject-removed',
  'task-added',
  'task-done',
  'evidence-frozen',
  'decided',
  'closed',
  'merged-into',
  'split-into',
])

/** What may still happen to a closed case. */
const AFTER_CLOSE: ReadonlySet<CaseEventKind> = new Set([
  'noted',
  'reopened',
  'held',
  'hold-lifted',
  'review-asked',
  'reviewed',
])

const TEXT_CHARS_MAX = 10_000
const LIST_MAX = 1_000

/**
 * Refuses an event that the person or the state of the case does not allow. Leads come by import, which a person with
 * `ingest` may run too. Throws WB_CASES_FORBIDDEN, WB_CASES_CONFLICT, WB_CASES_BAD_INPUT.
 */
export function checkEvent(view: CaseView | undefined, event: CaseEvent, by: Person): void {
  const isImport = event.kind === 'opened' || event.kind === 'signalled'
  if (!(isImport && may(by, 'ingest'))) demand(by, RIGHTS[event.kind])
  checkSize(event)
  if (view === undefined) return
  if (view.status === 'merged')
    throw conflict(`a case merged into ${view.mergedInto}`, 'use that one')
  if (view.status === 'closed' && !AFTER_CLOSE.has(event.kind))
    throw conflict('a closed case', 'reopen it first')
  if (ASSIGNEE_ONLY.has(event.kind) && view.assignee !== by.id)
    throw conflict(
      view.assignee === null ? 'a case of nobody' : "another person's case",
      'have it assigned to you first',
    )
  checkState(view, event, by)
}

function checkState(view: CaseView, event: CaseEvent, by: Person): void {
  if (event.kind === 'assigned' && view.assignee !== null)
    throw conflict('an assigned case', 'it has to be released first')
  if (event.kind === 'released' && view.assignee === null)
    throw conflict('a case of nobody', 'there is nothing to release')
  if (event.kind === 'reopened' && view.status !== 'closed')
    throw conflict('an open case', 'there is nothing to reopen')
  if (event.kind === 'hold-lifted' && view.hold === null)
    throw conflict('no hold', 'there is nothing to lift')
  if (
    event.kind === 'task-done' &&
    !view.tasks.some((one) => one.task === event.task && !one.isDone)
  )
    throw conflict('no open task of that id', 'list the tasks')
  if (event.kind === 'decided' && !view.snapshots.some((one) => one.snapshot === event.snapshot))
    throw conflict('no such snapshot in the case', 'freeze the evidence first')
  if (
    event.kind === 'subject-removed' &&
    !view.subjects.some(({ kind, id }) => kind === event.subject.kind && id === event.subject.id)
  )
    throw conflict('no such subject in the case', 'list the subjects')
  if (event.kind === 'review-asked' && view.status !== 'closed')
    throw conflict('an open case', 'a second look is taken at what is decided')
  if (event.kind === 'review-asked' && event.reviewer === view.closedBy)
    throw conflict('the person who closed it', 'ask somebody who took no part')
  if (event.kind === 'reviewed') {
    const review = view.reviews.find((one) => one.review === event.review)
    if (review?.reviewer !== by.id || review.outcome !== null)
      throw conflict('no open review of this person', 'reviews are given once, by who was asked')
  }
}

/** Texts and lists have an end; what is longer belongs into a snapshot. */
function checkSize(event: CaseEvent): void {
  const longest = Object.values(event).reduce<number>((most, value: unknown) => {
    const isMeasured = typeof value === 'string' || Array.isArray(value)
    const limit = Array.isArray(value) ? TEXT_CHARS_MAX / LIST_MAX : 1
    return isMeasured ? Math.max(most, value.length * limit) : most
  }, 0)
  if (longest > TEXT_CHARS_MAX)
    throw casesError(
      'WB_CASES_BAD_INPUT',
      `found a text or list that is too long, wanted ${TEXT_CHARS_MAX} characters or ${LIST_MAX} items`,
      { hint: 'put it into a snapshot of evidence' },
    )
}

function conflict(found: string, hint: string): Error {
  return casesError('WB_CASES_CONFLICT', `found ${found}, which does not allow this`, { hint })
}

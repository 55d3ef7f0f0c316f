import { randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import type { Person } from '../people/roles.ts'
import type { CasesDb } from '../tables.ts'
import type { CaseView } from './case-view.ts'
import { readCase } from './read.ts'
import { findEvent, recordEvent, type RecordOptions } from './record.ts'

/** What a second reviewer sees: the evidence, and nothing of what the first made of it. */
export interface BlindView extends Pick<
  CaseView,
  'id' | 'title' | 'openedAt' | 'subjects' | 'leads' | 'snapshots'
> {
  /** The review that is to be given. */
  readonly review: string
}

/**
 * Asks a person for a blind second look at a closed case. Gives the review's id. Throws WB_CASES_CONFLICT when the case is
 * open or the person took part in it, WB_CASES_FORBIDDEN, WB_CASES_NOT_FOUND.
 */
export async function askReview(
  db: CasesDb,
  by: Person,
  clock: Clock,
  caseId: string,
  reviewer: string,
  options: RecordOptions = {},
): Promise<string> {
  return inTransaction(db, async (trx) => {
    const repeated = await findEvent(trx, 'review-asked', options.externalId)
    if (repeated !== undefined) return repeated.review
    const part = await trx
      .selectFrom('case_events')
      .select('seq')
      .where('case_id', '=', caseId)
      .where('by_id', '=', reviewer)
      .limit(1)
      .executeTakeFirst()
    if (part !== undefined)
      throw casesError(
        'WB_CASES_CONFLICT',
        'found a person who took part, wanted one who did not',
        {
          hint: 'a second look is blind',
        },
      )
    const review = randomUUID()
    await recordEvent(trx, by, clock, caseId, { kind: 'review-asked', review, reviewer }, options)
    return review
  })
}

/** The case for a reviewer who was asked. Throws WB_CASES_NOT_FOUND for others, and after the review was given. */
export async function readBlind(db: CasesDb, by: Person, caseId: string): Promise<BlindView> {
  const view = blindOf(by, await readCase(db, caseId))
  if (view === undefined)
    throw casesError('WB_CASES_NOT_FOUND', 'found no open review of this person, wanted one', {})
  return view
}

/** A case as a person may see it: whoever owes it a blind second look sees no more than that look is for. */
export function asSeenBy(person: Person, view: CaseView): CaseView | BlindView {
  return blindOf(person, view) ?? view
}

/** Throws WB_CASES_CONFLICT when a person owes a case a blind second look, which its timeline would spoil. */
export function refuseUnblinding(person: Person, view: CaseView): void {
  if (blindOf(person, view) === undefined) return
  throw casesError(
    'WB_CASES_CONFLICT',
    'found an open review of this person, wanted it given before the timeline is read',
    { hint: 'a second look is blind: read the case and its evidence, then give the review' },
  )
}

/** The case for a person who owes it a second look; undefined for others. */
function blindOf(person: Person, view: CaseView): BlindView | undefined {
  const owed = view.reviews.find((one) => one.reviewer === person.id && one.outcome === null)
  if (owed === undefined) return undefined
  const { id, title, openedAt, subjects, leads, snapshots } = view
  return { id, title, openedAt, subjects, leads, snapshots, review: owed.review }
}

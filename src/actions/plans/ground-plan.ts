import type { ActionsDeps } from '../deps.ts'
import { actionsError } from '../errors.ts'
import type { EvidenceRef, PlanContent } from './content.ts'

/** A plan as people ask for it: evidence by its id alone. */
export interface PlanAsked extends Omit<PlanContent, 'evidence'> {
  readonly evidence: readonly string[]
}

/**
 * The plan with what the records hold of its evidence. Four eyes rest on who edited evidence, and the hash binds its content: neither
 * is taken from whoever asks. Throws WB_ACTIONS_PLAN when the decision was never recorded, or evidence is not of its case.
 */
export async function groundPlan(
  { db }: Pick<ActionsDeps, 'db'>,
  asked: PlanAsked,
): Promise<PlanContent> {
  const decision = await db
    .selectFrom('decisions')
    .select('case_id')
    .where('id', '=', asked.decision)
    .executeTakeFirst()
  if (decision === undefined) throw bad('decision', 'found no recorded decision of this id')
  const evidence: EvidenceRef[] = []
  for (const [index, id] of asked.evidence.entries()) {
    const snapshot = await db
      .selectFrom('evidence_snapshots')
      .select(['case_id', 'hash', 'by_id'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (snapshot?.case_id !== decision.case_id)
      throw bad(`evidence[${index}]`, 'found no frozen copy of this id in the case of the decision')
    evidence.push({ id, sha256: snapshot.hash, by: snapshot.by_id })
  }
  return { ...asked, evidence }
}

function bad(path: string, message: string): Error {
  return actionsError('WB_ACTIONS_PLAN', `plan: ${path}: ${message}`, {
    hint: 'freeze the evidence into the case and record the decision first',
    at: { path },
  })
}

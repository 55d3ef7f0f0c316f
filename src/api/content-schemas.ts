import type { GrantSeen } from '../cases/index.ts'

type Grant = Omit<GrantSeen, 'reads' | 'events' | 'isWithoutWork' | 'isSampled'>

/** A grant as answers have it. */
export function grantAnswer(row: Grant): Record<string, unknown> {
  return {
    id: row.id,
    person: row.person_id,
    account: row.account,
    caseId: row.case_id,
    level: row.level,
    reason: row.reason,
    reference: row.reference,
    at: row.at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  }
}

/** The same with what the privacy officer sees beside it. */
export function grantSeenAnswer(row: GrantSeen): Record<string, unknown> {
  const { reads, events, isWithoutWork, isSampled } = row
  const review =
    row.review === null
      ? null
      : {
          outcome: row.review,
          by: row.reviewed_by,
          at: row.reviewed_at,
          note: row.review_note,
        }
  return { ...grantAnswer(row), reads, events, isWithoutWork, isSampled, review }
}

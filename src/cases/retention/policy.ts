import { casesError } from '../errors.ts'

/**
 * Days that each class is kept, at most. `texts`: what accounts without a case wrote and were answered; `case-texts`: the same of
 * accounts that are subjects of a case; `events`: all else of an event; `evidence`: copies in cases, after these were closed;
 * `sessions`: ended sessions.
 */
export const RETENTION_DAYS = {
  texts: 30,
  'case-texts': 730,
  events: 730,
  evidence: 730,
  sessions: 90,
} as const
export type RetentionClass = keyof typeof RETENTION_DAYS
export type RetentionPolicy = Readonly<Record<RetentionClass, number>>

/** The policy with an operator's own days, which only shorten. Throws WB_CASES_BAD_INPUT for longer ones. */
export function retentionPolicy(own: Readonly<Record<string, number>> = {}): RetentionPolicy {
  const unknown = Object.keys(own).find((name) => !Object.hasOwn(RETENTION_DAYS, name))
  if (unknown !== undefined)
    throw casesError(
      'WB_CASES_BAD_INPUT',
      `retention: found the class ${JSON.stringify(unknown)}, wanted one of ${Object.keys(RETENTION_DAYS).join(', ')}`,
      { hint: 'mend the file of settings' },
    )
  const entries = Object.entries(RETENTION_DAYS).map(([name, most]) => {
    const days = own[name] ?? most
    if (Number.isInteger(days) && days >= 1 && days <= most) return [name, days]
    throw casesError(
      'WB_CASES_BAD_INPUT',
      `retention.${name}: found ${days}, wanted 1 to ${most}`,
      {
        hint: 'an operator keeps for less time than the policy, never for more',
      },
    )
  })
  return Object.fromEntries(entries) as RetentionPolicy
}

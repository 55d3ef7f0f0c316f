import type { Kysely, Transaction } from 'kysely'
import type { Random } from '../core/index.ts'
import type { Clock } from '../platform/index.ts'
import type { ActionsTables } from './tables.ts'

export interface Person {
  readonly id: string
  readonly roles: readonly string[]
}

export type ActionPermission =
  | 'actions.propose'
  | 'actions.approve'
  | 'actions.execute'
  | 'actions.break-glass'
  | 'actions.reverse'
  | 'appeals.decide'

/** One entry of the audit log. `before` and `after` are values whose hashes the log may keep instead. */
export interface ActionAudit {
  readonly at: string
  readonly by: string
  readonly action: string
  readonly subject: string
  readonly reason?: string
  readonly before?: unknown
  readonly after?: unknown
}

/** Numbers that keep a mistake small. Over a cap is a refusal, never a box to tick. */
export interface Safeguards {
  /** Targets of one plan, and of all plans started in the last 24 hours. */
  readonly targetsMax: number
  readonly targetsPerDayMax: number
  /** Over this many targets two people of different roles approve. */
  readonly twoApproversOver: number
  readonly approvalHours: number
  /** A proposal that nobody decided on in this time ends. */
  readonly proposalHours: number
  /** Targets that are acted on first, and how long they are looked at before the rest. */
  readonly canary: number
  readonly canaryMinutes: number
  /** The rest is spread over this time, so that those watched cannot tell one wave from chance. */
  readonly jitterMinutes: number
  readonly breakGlassTargetsMax: number
  readonly breakGlassHours: number
  /** Calls before an action is given up, and readings before an effect is called missing. */
  readonly attemptsMax: number
  readonly readingsMax: number
  /** Longer than any single action's calls: a worker that is silent for longer has died. */
  readonly leaseMinutes: number
}

export const SAFEGUARDS: Safeguards = {
  targetsMax: 200,
  targetsPerDayMax: 500,
  twoApproversOver: 10,
  approvalHours: 24,
  proposalHours: 14 * 24,
  canary: 3,
  canaryMinutes: 60,
  jitterMinutes: 30,
  breakGlassTargetsMax: 5,
  breakGlassHours: 72,
  attemptsMax: 10,
  readingsMax: 5,
  leaseMinutes: 10,
}

/** What the actions need from outside: records, clock, chance, who may do what, and the audit log. */
export interface ActionsDeps {
  readonly db: Kysely<ActionsTables>
  readonly clock: Clock
  readonly random: Random
  readonly safeguards: Safeguards
  may(person: Person, permission: ActionPermission): boolean
  /** The person as they are now: rights are looked at again when a plan starts. undefined: gone. */
  findPerson(id: string): Promise<Person | undefined>
  /** Appends within the transaction of what it records, so that neither is without the other. */
  audit(trx: Trx, entry: ActionAudit): Promise<void>
  /** Reasons not to go on after the canary: tickets, an outage, errors elsewhere. None by default. */
  health?(planId: string): Promise<readonly string[]>
}

export type Trx = Transaction<ActionsTables>

export function plusMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString()
}

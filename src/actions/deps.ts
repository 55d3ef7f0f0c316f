import type { Kysely, Transaction } from 'kysely'
import { appendAudit, type AuditEntry, type CasesTables, type Person } from '../cases/index.ts'
import type { Random } from '../core/index.ts'
import type { Clock } from '../platform/index.ts'
import type { ActionsTables } from './tables.ts'

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

/** What the actions need from outside: records, clock, chance, and who may do what now. */
export interface ActionsDeps {
  readonly db: Kysely<ActionsDb>
  readonly clock: Clock
  readonly random: Random
  readonly safeguards: Safeguards
  /**
   * The person as they are now: rights are looked at again when a plan starts. undefined: gone. Asked within the plan's
   * transaction, on `trx`: the embedded records have one connection, and asking beside it would wait for ever.
   */
  findPerson(id: string, trx: Kysely<ActionsDb>): Promise<Person | undefined>
  /**
   * What is known outside the records against going on after the canary: tickets, an outage. `wait`: it could not be asked.
   * Called within the plan's transaction, so it may not ask the records, nor wait for anybody.
   */
  health?(planId: string): readonly string[] | 'wait'
}

/** The records as this layer sees them: its own tables, and those of the cases for the audit log. */
export type ActionsDb = ActionsTables & CasesTables
/** Who acts when the program goes on by itself. */
export const SYSTEM = 'system:actions'

export type Trx = Transaction<ActionsDb>

/** Appends to the audit log within the transaction of what it records, so that neither is without the other. */
export async function audit(trx: Trx, entry: AuditEntry): Promise<void> {
  await appendAudit(trx, entry)
}

export function plusMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString()
}

import type { ActionKind, Rung, TargetKind } from '../ladder.ts'

export interface Target {
  readonly kind: TargetKind
  readonly id: string
}

/** Values that an action needs: `until`, `rpm`, `tpm`, `models`, `tools`, `notice`. Part of what approvers see. */
export type Parameters = Readonly<Record<string, string | number | readonly string[]>>

/** One action on one target, as a connector sees it. */
export interface Operation {
  readonly action: ActionKind
  readonly target: Target
  readonly parameters: Parameters
}

/** What was there before, as the connector wants to find it again when it takes the action back. Goes into the records. */
export type Memory = Readonly<Record<string, unknown>>

/** What an answer rests on: the calls made, their status, and the version of the other side. No content, no secret. */
export interface Evidence {
  readonly server: string
  readonly calls: readonly string[]
  /** What a person should know beside it, in words. */
  readonly notes: readonly string[]
}

export interface Preview {
  /** `already`: it is so without us, so taking it back later does nothing. */
  readonly state: 'would-change' | 'already' | 'absent' | 'unsupported' | 'unknown'
  readonly evidence: Evidence
  readonly rawHash: string
  readonly memory: Memory
}

/**
 * `applied`: the other side says that it was done, which is not yet that it is so. `refused`: trying again will not
 * help. `retry`: nothing was done, try later. `unknown`: no answer; it may have been done.
 */
export interface Outcome {
  readonly state: 'applied' | 'refused' | 'retry' | 'unknown'
  readonly evidence: Evidence
  readonly rawHash: string
  /** Milliseconds that the other side asks us to wait. */
  readonly retryAfterMs?: number
}

/** Whether an operation's effect is there. `unknown` when it could not be seen, or the connector cannot see it. */
export interface Reading {
  readonly state: 'in-effect' | 'not-in-effect' | 'unknown'
  readonly evidence: Evidence
  readonly rawHash: string
}

export interface Capabilities {
  /** Actions that it carries out and how far each can be taken back here. */
  readonly actions: Readonly<Partial<Record<ActionKind, Rung['reversible']>>>
  readonly targets: readonly TargetKind[]
  /** Whether effects can be read back: without it nothing is ever `verified`. */
  readonly reads: boolean
  readonly server: string
}

/**
 * A way into the service. `preview` changes nothing and gives the memory that `revert` needs, so that it is in the records
 * before anything is done. All answers carry the SHA-256 of the raw bodies they rest on. None of them throws for what the
 * other side does: that is an outcome.
 */
export interface Connector {
  readonly name: string
  capabilities(): Promise<Capabilities>
  preview(operation: Operation): Promise<Preview>
  apply(operation: Operation, idempotencyKey: string, memory: Memory): Promise<Outcome>
  read(operation: Operation, memory: Memory): Promise<Reading>
  revert(operation: Operation, idempotencyKey: string, memory: Memory): Promise<Outcome>
}

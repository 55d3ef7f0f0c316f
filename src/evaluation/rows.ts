import type { ResultInTime } from './detection.ts'

/** One row of the ground truth (CONTRACTS.md 7). */
export interface TruthRow {
  readonly accountId: string
  readonly truth: 'actor' | 'benign' | 'victim'
  readonly actor: string | null
  readonly team: string | null
  readonly kind: string
  readonly directlyIndicated: boolean
}

/** One row of `leads.jsonl`, as far as it is scored. */
export interface LeadRow {
  readonly account: string
  readonly rank: number
  readonly probability: number
  readonly expectedFalse: number
  readonly cluster: string | null
  /** The actor's name, `unknown`, or null when none is given. */
  readonly actor: string | null
  readonly verdict: 'actor-account' | 'victim-key'
  /** First use of the account, UTC; null or absent where the result does not say. */
  readonly firstActive?: string | null
}

/** One row of `clusters.jsonl`, as far as it is scored. */
export interface ClusterRow {
  readonly cluster: string
  readonly accounts: readonly string[]
}

/** All that an evaluation looks at. */
export interface EvaluationInput {
  /** Names the world in pooled tables. */
  readonly name: string
  readonly truth: readonly TruthRow[]
  readonly leads: readonly LeadRow[]
  readonly clusters: readonly ClusterRow[]
  /** Country by account id; null when no directory was given. */
  readonly countries: ReadonlyMap<string, string> | null
  /** Language by account id; absent or null when no directory was given. */
  readonly languages?: ReadonlyMap<string, string> | null
  /** Results by their instants, this one among them; absent when its instant is not known. */
  readonly results?: readonly ResultInTime[]
  readonly seed: string
}

/** A lead beside its truth. An account that the truth does not list counts as an innocent of kind `not in the truth`. */
export interface JudgedLead {
  readonly lead: LeadRow
  readonly truth: TruthRow
  /** An actor's account, said to be one. */
  readonly isHit: boolean
  /** Said to be an actor's account, and is none: an innocent's or a victim's. */
  readonly isFalseAccusation: boolean
  /** A false accusation, or a key called stolen that was not. */
  readonly isFalseLead: boolean
  /** What the probability is about came true: an actor runs the account, or the key was stolen as said. */
  readonly isTrue: boolean
}

/** Sets each lead beside its truth, in order of rank. */
export function judgeLeads(
  leads: readonly LeadRow[],
  truth: readonly TruthRow[],
): readonly JudgedLead[] {
  const byId = new Map(truth.map((row) => [row.accountId, row]))
  return [...leads]
    .sort((a, b) => a.rank - b.rank)
    .map((lead) => {
      const row = byId.get(lead.account) ?? stranger(lead.account)
      const saysActor = lead.verdict === 'actor-account'
      const isActor = row.truth === 'actor'
      const isNamedVictim = row.truth === 'victim' && !saysActor
      return {
        lead,
        truth: row,
        isHit: isActor && saysActor,
        isFalseAccusation: !isActor && saysActor,
        isFalseLead: !isActor && !isNamedVictim,
        isTrue: isActor || isNamedVictim,
      }
    })
}

function stranger(accountId: string): TruthRow {
  return {
    accountId,
    truth: 'benign',
    actor: null,
    team: null,
    kind: 'not in the truth',
    directlyIndicated: false,
  }
}

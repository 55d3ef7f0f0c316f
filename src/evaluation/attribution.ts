import { unitOf } from './recall.ts'
import type { JudgedLead, TruthRow } from './rows.ts'
import { type Ratio, ratioByUnit } from './statistics.ts'

export interface AttributionScores {
  /** Among hits of operations that intel names: the right name stands first. */
  readonly namedRightly: Ratio
  /** Among the same: no name was given. */
  readonly knownNotNamed: Ratio
  /** Among hits of unknown operations: no known name was given. */
  readonly unknownNotNamed: Ratio
  /** Leads, of whatever truth, that carry a known actor's name wrongly. */
  readonly falseNames: number
  /** Of these, on innocents and victims called actor accounts. */
  readonly falseNamesOnInnocents: number
}

/** Scores names of actors on listed leads. `unknown` and no name are the same answer: not named. */
export function scoreAttribution(judged: readonly JudgedLead[], seed: string): AttributionScores {
  const hits = judged.filter((one) => one.isHit)
  const known = hits.filter(({ truth }) => isKnown(truth))
  const unknown = hits.filter(({ truth }) => !isKnown(truth))
  const share = (
    rows: readonly JudgedLead[],
    name: string,
    holds: (one: JudgedLead) => boolean,
  ): Ratio =>
    ratioByUnit(
      rows.map((one) => ({ unit: unitOf(one.truth), count: holds(one) ? 1 : 0, total: 1 })),
      `${seed}/attribution/${name}`,
    )
  const accused = judged.filter((one) => one.isFalseAccusation && nameOf(one) !== null)
  const wrong = hits.filter((one) => nameOf(one) !== null && !isRight(one))
  return {
    namedRightly: share(known, 'right', isRight),
    knownNotNamed: share(known, 'known-not-named', (one) => nameOf(one) === null),
    unknownNotNamed: share(unknown, 'unknown-not-named', (one) => nameOf(one) === null),
    falseNames: wrong.length + accused.length,
    falseNamesOnInnocents: accused.length,
  }
}

function isKnown(row: TruthRow): boolean {
  return row.actor !== null && !row.actor.startsWith('unknown')
}

function nameOf({ lead }: JudgedLead): string | null {
  const name = lead.actor?.trim().toLowerCase() ?? ''
  return name === '' || name === 'unknown' || name.startsWith('unknown:') ? null : name
}

function isRight(one: JudgedLead): boolean {
  return isKnown(one.truth) && nameOf(one) === one.truth.actor?.trim().toLowerCase()
}

/** How verdicts fell on victims of stolen keys. */
export interface VerdictScores {
  readonly victims: number
  /** Victims that are listed under either verdict. */
  readonly listed: number
  /** Listed victims with verdict `victim-key`: right. */
  readonly named: number
  /** Listed victims with verdict `actor-account`: false accusations. */
  readonly accused: number
  /** `victim-key` verdicts on benign accounts. */
  readonly falseVictims: number
  /** `victim-key` verdicts on actor accounts: missed, but nobody wronged. */
  readonly excusedActors: number
  /** named / listed. */
  readonly accuracy: number | null
}

export function scoreVerdicts(
  truth: readonly TruthRow[],
  judged: readonly JudgedLead[],
): VerdictScores {
  const count = (kind: TruthRow['truth'], verdict: string): number =>
    judged.filter((one) => one.truth.truth === kind && one.lead.verdict === verdict).length
  const named = count('victim', 'victim-key')
  const accused = count('victim', 'actor-account')
  const listed = named + accused
  return {
    victims: truth.filter((row) => row.truth === 'victim').length,
    listed,
    named,
    accused,
    falseVictims: count('benign', 'victim-key'),
    excusedActors: count('actor', 'victim-key'),
    accuracy: listed === 0 ? null : named / listed,
  }
}

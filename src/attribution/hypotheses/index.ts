import { type ActorProfile, readActorProfiles } from '../../intel/index.ts'
import type { Engine } from '../../platform/index.ts'
import { type AccountSignal, CONDUCT_WORDS_MAX, observeConduct } from '../../signals/index.ts'
import { homeOf, targetWordsOf } from './homes.ts'
import { changesOf, type MatrixRow, matrixOf } from './matrix.ts'
import { kitOf } from './techniques.ts'
import { backgroundOf } from './vertices.ts'
import {
  type Hypothesis,
  type KnownActor,
  listHypotheses,
  nameOf,
  posteriorOf,
  weighHypotheses,
} from './weigh.ts'

export type { Hypothesis } from './weigh.ts'
export type { MatrixRow } from './matrix.ts'

/** Who may be behind accounts. `hypotheses` and `unknown` sum to one, as far as rounding allows. */
export interface Attribution {
  readonly hypotheses: readonly Hypothesis[]
  readonly unknown: number
  /** The name to print, or `unknown`; `probability` is that of the name, or of an unknown actor, in all. */
  readonly name: string
  readonly probability: number
  /** Evidence against hypotheses, most diagnostic first. */
  readonly matrix: readonly MatrixRow[]
  /** What would change the answer. */
  readonly changes: readonly string[]
}

/** Weighs hypotheses about accounts: their signals, and the probability that an operation is behind them. */
export interface Attributor {
  attribute(
    accounts: readonly string[],
    signals: readonly AccountSignal[],
    operation: number,
  ): Attribution
}

/** Reads the actors of the intelligence and what the given accounts do, once for all that is asked of them. */
export async function prepareAttribution(
  engine: Engine,
  accounts: readonly string[],
): Promise<Attributor> {
  const actors = (await readActorProfiles(engine)).map(knownActor)
  const words = [...new Set(actors.flatMap(({ targets }) => targets))].sort()
  const { byAccount, sample } = await observeConduct(engine, {
    accounts: [...new Set(accounts)].sort(),
    words: words.slice(0, CONDUCT_WORDS_MAX),
  })
  const background = backgroundOf(sample, [...byAccount.values()])
  return {
    attribute: (group, signals, operation) => {
      const distinct = [...new Set(group)]
      const conducts = distinct.flatMap((account) => byAccount.get(account) ?? [])
      const accounts = distinct.length
      const weights = weighHypotheses({
        accounts,
        signals,
        conducts,
        operation,
        actors,
        background,
      })
      const posterior = posteriorOf(weights, operation)
      return {
        hypotheses: listHypotheses(posterior),
        unknown: Math.round(posterior.unknown * 10_000) / 10_000,
        ...nameOf(weights, posterior, operation),
        matrix: matrixOf(weights, posterior, operation),
        changes: changesOf(weights, posterior, operation),
      }
    },
  }
}

/** What is read from a profile once. */
export function knownActor(profile: ActorProfile): KnownActor {
  return {
    profile,
    kit: kitOf(profile.techniques),
    home: homeOf(profile),
    targets: targetWordsOf(profile),
  }
}

import { clamp } from '../core/index.ts'
import type { SharedValue, SharedValues } from './evidence.ts'
import { weighLink } from './link-probability.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P, type LinkFamily } from './parameters.ts'

/** By family: how probable it is that two accounts of one operator share a value of it at all. */
export type Shares = Readonly<Record<LinkFamily, number>>

/** Accounts, counted once each however many fellows they have: of how many the question could be asked, and how much of them shared. */
export interface ShareCount {
  readonly both: number
  readonly shared: number
}
export type ShareCounts = Readonly<Record<LinkFamily, ShareCount>>

/** What analysts settled: accounts of one operator, each list by itself, and accounts of nobody's. */
export interface LinkLabels {
  readonly operators: readonly (readonly string[])[]
  readonly innocents: readonly string[]
}
export const NO_LABELS: LinkLabels = { operators: [], innocents: [] }

/** A question put to one account about one other: how sure it is that they are one operator's, and whether they share. */
interface Vote {
  readonly account: string
  readonly weight: number
  readonly isShared: boolean
}

/**
 * Counts how often accounts that are tied without a family share it: Splink's estimate of m, where each family is judged only by
 * pairs that the others found, weighted with their probability and from even odds on. Only pairs that both carry evidence of
 * their own are asked, since households and teams share other things than operators do. Innocents by label are left out.
 */
export function countTied(
  shared: readonly SharedValues[],
  suspects: readonly string[],
  { innocents }: LinkLabels,
): ShareCounts {
  const isAsked = new Set(suspects)
  for (const account of innocents) isAsked.delete(account)
  const votes = votesByFamily()
  for (const pair of shared) {
    if (!isAsked.has(pair.a) || !isAsked.has(pair.b)) continue
    for (const family of pair.bothHold) {
      const values = pair.values.filter((value) => value.family !== family)
      const bothHold = pair.bothHold.filter((one) => one !== family)
      const context = { ...pair, bothHold, people: suspects.length, size: 1, isBothSuspect: true }
      const weight = weighLink(values, context).probability
      if (weight < P.learnLinkMin) continue
      const isShared = pair.values.some((value) => value.family === family && value.bits > 0)
      votes[family].push({ account: pair.a, weight, isShared })
    }
  }
  return countVotes(votes)
}

/** The linking values of a labelled account, by family. */
export interface LabelledHeld {
  readonly account: string
  readonly family: LinkFamily
  readonly tokens: readonly string[]
}

/** The same of accounts that analysts said are one operator's: nothing is left to probability. */
export function countLabelled(held: readonly LabelledHeld[], labels: LinkLabels): ShareCounts {
  const byAccount = new Map<string, Map<LinkFamily, ReadonlySet<string>>>()
  for (const { account, family, tokens } of held) {
    const families = byAccount.get(account) ?? new Map<LinkFamily, ReadonlySet<string>>()
    byAccount.set(account, families.set(family, new Set(tokens)))
  }
  const votes = votesByFamily()
  for (const operator of labels.operators)
    for (const account of operator)
      for (const other of operator) {
        if (account === other) continue
        for (const [family, tokens] of byAccount.get(account) ?? []) {
          const theirs = byAccount.get(other)?.get(family)
          if (theirs === undefined) continue
          const isShared = [...tokens].some((token) => theirs.has(token))
          votes[family].push({ account, weight: 1, isShared })
        }
      }
  return countVotes(votes)
}

/**
 * The shares after counting: the mean of a beta distribution that starts at the family's `share` with the weight of `learnPrior`
 * accounts, kept within `learnMax` times the start, either way.
 */
export function refitShares(...counts: readonly ShareCounts[]): Shares {
  return byFamily((family) => {
    const start = P.share[family]
    const both = counts.reduce((sum, count) => sum + count[family].both, 0)
    const shared = counts.reduce((sum, count) => sum + count[family].shared, 0)
    const mean = (start * P.learnPrior + shared) / (P.learnPrior + both)
    return clamp(mean, start / P.learnMax, Math.min(P.learnShareMax, start * P.learnMax))
  })
}

/** What the shares change of values that were weighed by those at the start: log2 of a product is a sum. */
export function reweighByShares(values: readonly SharedValue[], shares: Shares): SharedValue[] {
  return values.map((value) => ({
    ...value,
    bits: value.bits + Math.log2(shares[value.family] / P.share[value.family]),
  }))
}

const byFamily = <Value>(of: (family: LinkFamily) => Value): Record<LinkFamily, Value> => ({
  pay: of('pay'),
  net: of('net'),
  device: of('device'),
  mail: of('mail'),
  name: of('name'),
})

const votesByFamily = (): Record<LinkFamily, Vote[]> => byFamily(() => [])

function countVotes(votes: Readonly<Record<LinkFamily, readonly Vote[]>>): ShareCounts {
  return byFamily((family) => {
    const accounts = new Map<string, { weight: number; shared: number }>()
    for (const { account, weight, isShared } of votes[family]) {
      const sum = accounts.get(account) ?? { weight: 0, shared: 0 }
      accounts.set(account, {
        weight: sum.weight + weight,
        shared: sum.shared + (isShared ? weight : 0),
      })
    }
    let [both, shared] = [0, 0]
    for (const sum of accounts.values()) {
      const once = Math.min(1, sum.weight)
      both += once
      shared += (once * sum.shared) / sum.weight
    }
    return { both, shared }
  })
}

/** The shares at the start. */
export const STARTING_SHARES: Shares = byFamily((family) => P.share[family])

/** Whether shares are other than those at the start. */
export const isLearnt = (shares: Shares): boolean =>
  LINK_FAMILIES.some((family) => shares[family] !== P.share[family])

import { poissonCdf, poissonQuantile } from '../core/index.ts'
import type { JudgedLead } from './rows.ts'

/** What was found and promised at one rank. */
export interface PromiseAtRank {
  readonly rank: number
  /** False leads among ranks 1 to this one. */
  readonly found: number
  /** `expectedFalse` of this rank. */
  readonly promised: number
}

/** Whether `expectedFalse` held at every rank. */
export interface PromiseCheck {
  /** found <= promised at every rank. */
  readonly isKept: boolean
  /** found is within the 95% quantile of a Poisson count with the promised mean, at every rank. */
  readonly isKeptByChance: boolean
  readonly ranksBroken: number
  readonly ranksBrokenByChance: number
  /** Rank with the largest found minus promised; null without leads. */
  readonly worst: PromiseAtRank | null
  /** Rank at which what was found is least probable under the promise; null without leads. */
  readonly worstByChance: PromiseAtRank | null
  /** At the last rank; null without leads. */
  readonly last: PromiseAtRank | null
}

const ALLOWANCE = 0.95

/** Checks the promise of each lead (in order of rank) against the false leads found so far. */
export function checkPromise(judged: readonly JudgedLead[]): PromiseCheck {
  const ranks: PromiseAtRank[] = []
  let found = 0
  for (const { lead, isFalseLead } of judged) {
    found += isFalseLead ? 1 : 0
    ranks.push({ rank: lead.rank, found, promised: lead.expectedFalse })
  }
  const broken = ranks.filter((at) => at.found > at.promised)
  const brokenByChance = ranks.filter((at) => at.found > poissonQuantile(at.promised, ALLOWANCE))
  return {
    isKept: broken.length === 0,
    isKeptByChance: brokenByChance.length === 0,
    ranksBroken: broken.length,
    ranksBrokenByChance: brokenByChance.length,
    worst: first(ranks, (at) => at.found - at.promised),
    worstByChance: first(ranks, (at) => poissonCdf(at.found - 1, at.promised)),
    last: ranks.at(-1) ?? null,
  }
}

/** The first rank with the highest score. */
function first(
  ranks: readonly PromiseAtRank[],
  scoreOf: (at: PromiseAtRank) => number,
): PromiseAtRank | null {
  let best: PromiseAtRank | null = null
  for (const at of ranks) if (best === null || scoreOf(at) > scoreOf(best)) best = at
  return best
}

import type { ClusterRow, JudgedLead, TruthRow } from './rows.ts'
import { poissonInterval } from './statistics.ts'

/** Falsely accused accounts among some innocents (benign accounts and victims). */
export interface AccusationRate {
  readonly count: number
  readonly innocents: number
  /** Per million innocents, with an exact 95% Poisson interval; null when there are no innocents. */
  readonly perMillion: number | null
  readonly low: number | null
  readonly high: number | null
}

/** One sort of innocents, with its false accusations. */
export interface AccusationRow {
  readonly name: string
  readonly at90: AccusationRate
  readonly at50: AccusationRate
  /** At any probability that is listed at all. */
  readonly listed: AccusationRate
}

export interface Accusations {
  readonly all: AccusationRow
  readonly byKind: readonly AccusationRow[]
  /** Null when no account directory was given. */
  readonly byCountry: readonly AccusationRow[] | null
  /** By the language that the directory gives, else the main one of the country; null likewise. */
  readonly byLanguage: readonly AccusationRow[] | null
  readonly groupsAt90: GroupCount
  readonly groupsAt50: GroupCount
}

/** Whole groups falsely accused, and the innocents in them. */
export interface GroupCount {
  readonly groups: number
  readonly accounts: number
}

/**
 * Counts false accusations: verdict `actor-account` on an account that no actor runs. A victim whose
 * key was stolen is an innocent here.
 */
export function countAccusations(
  truth: readonly TruthRow[],
  judged: readonly JudgedLead[],
  clusters: readonly ClusterRow[],
  countries: ReadonlyMap<string, string> | null,
  languages: ReadonlyMap<string, string> | null = null,
): Accusations {
  const innocents = truth.filter((row) => row.truth !== 'actor')
  const accused = judged.filter((one) => one.isFalseAccusation)
  const countryOf = (account: string): string => countries?.get(account) ?? 'none given'
  const languageOf = (account: string): string => languages?.get(account) ?? 'none known'
  return {
    all: rowOf('all innocents', innocents.length, accused),
    byKind: rowsBy(innocents, accused, (row) => row.kind),
    byCountry:
      countries === null ? null : rowsBy(innocents, accused, (row) => countryOf(row.accountId)),
    byLanguage:
      languages === null ? null : rowsBy(innocents, accused, (row) => languageOf(row.accountId)),
    groupsAt90: countGroups(accused, clusters, 0.9),
    groupsAt50: countGroups(accused, clusters, 0.5),
  }
}

function rowsBy(
  innocents: readonly TruthRow[],
  accused: readonly JudgedLead[],
  nameOf: (row: TruthRow) => string,
): AccusationRow[] {
  const sizes = new Map<string, number>()
  for (const row of innocents) sizes.set(nameOf(row), (sizes.get(nameOf(row)) ?? 0) + 1)
  const wrong = new Map<string, JudgedLead[]>()
  for (const one of accused)
    wrong.set(nameOf(one.truth), [...(wrong.get(nameOf(one.truth)) ?? []), one])
  for (const name of wrong.keys()) if (!sizes.has(name)) sizes.set(name, 0)
  return [...sizes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, size]) => rowOf(name, size, wrong.get(name) ?? []))
}

function rowOf(name: string, innocents: number, accused: readonly JudgedLead[]): AccusationRow {
  const at = (low: number): AccusationRate =>
    accusationRate(accused.filter(({ lead }) => lead.probability >= low).length, innocents)
  return { name, at90: at(0.9), at50: at(0.5), listed: at(0) }
}

/** A count of accused among innocents as a rate per million with its interval. */
export function accusationRate(count: number, innocents: number): AccusationRate {
  if (innocents === 0) return { count, innocents, perMillion: null, low: null, high: null }
  const [low, high] = poissonInterval(count)
  const scale = 1e6 / innocents
  return { count, innocents, perMillion: count * scale, low: low * scale, high: high * scale }
}

/**
 * A whole group is a cluster in which at least two accounts are falsely accused at the probability
 * given and these make up at least half of it. A lead's own `cluster` counts as membership.
 */
function countGroups(
  accused: readonly JudgedLead[],
  clusters: readonly ClusterRow[],
  low: number,
): GroupCount {
  const members = new Map(clusters.map((row) => [row.cluster, new Set(row.accounts)]))
  const wrong = new Map<string, Set<string>>()
  const wrongAccounts = new Set<string>()
  for (const { lead } of accused) {
    if (lead.probability < low) continue
    wrongAccounts.add(lead.account)
    if (lead.cluster !== null)
      wrong.set(lead.cluster, (wrong.get(lead.cluster) ?? new Set()).add(lead.account))
  }
  for (const [cluster, accounts] of members)
    for (const account of accounts)
      if (wrongAccounts.has(account))
        wrong.set(cluster, (wrong.get(cluster) ?? new Set()).add(account))
  const groups = [...wrong].filter(
    ([cluster, accounts]) =>
      accounts.size >= 2 && accounts.size * 2 >= (members.get(cluster)?.size ?? accounts.size),
  )
  const together = new Set(groups.flatMap(([, accounts]) => [...accounts]))
  return { groups: groups.length, accounts: together.size }
}

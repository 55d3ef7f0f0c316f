import { unitOf } from './recall.ts'
import type { ClusterRow, LeadRow, TruthRow } from './rows.ts'
import { type Ratio, ratioByUnit } from './statistics.ts'

export interface PrecisionRecall {
  readonly precision: Ratio
  readonly recall: Ratio
  /** Harmonic mean; 0 when nothing is shared, null when there is nothing to compare. */
  readonly f1: number | null
}

export interface ClusterScores {
  readonly pairwise: PrecisionRecall
  readonly bCubed: PrecisionRecall
  /** Innocents in a cluster that also holds an actor account. */
  readonly innocentsLinked: number
  /** Innocents in any cluster. Households and offices may rightly be linked among themselves. */
  readonly innocentsInClusters: number
  readonly clusters: number
}

/**
 * Compares clusters with the true teams, over actor accounts. Each innocent is a team of its own, so an
 * innocent in an actor's cluster costs precision; victims of stolen keys belong to nobody and are
 * left out. An account in no cluster stands alone; in several, the one named by its lead counts, else the first by name.
 *
 * Pairwise: of all pairs with an actor account that share a cluster, the share of one team; and the
 * reverse. B-cubed: mean over actor accounts of the share of its cluster that is its team, and of its team that is in its cluster.
 */
export function scoreClusters(
  truth: readonly TruthRow[],
  leads: readonly LeadRow[],
  clusters: readonly ClusterRow[],
  seed: string,
): ClusterScores {
  const rows = new Map(truth.map((row) => [row.accountId, row]))
  const clusterOf = assign(leads, clusters)
  const isVictim = (account: string): boolean => rows.get(account)?.truth === 'victim'
  const members = new Map<string, string[]>()
  for (const [account, cluster] of clusterOf)
    if (!isVictim(account)) members.set(cluster, [...(members.get(cluster) ?? []), account])
  const actors = truth.filter((row) => row.truth === 'actor')
  const teamSizes = new Map<string, number>()
  for (const row of actors) teamSizes.set(unitOf(row), (teamSizes.get(unitOf(row)) ?? 0) + 1)
  const teamOf = (account: string): string | null => {
    const row = rows.get(account)
    return row?.truth === 'actor' ? unitOf(row) : null
  }
  const views = actors.map((row) => {
    const cluster = members.get(clusterOf.get(row.accountId) ?? '') ?? [row.accountId]
    const unit = unitOf(row)
    const mates = cluster.filter((account) => teamOf(account) === unit).length
    const innocents = cluster.filter((account) => teamOf(account) === null).length
    return { unit, mates, innocents, size: cluster.length, teamSize: teamSizes.get(unit) ?? 1 }
  })
  type View = (typeof views)[number]
  // A pair of two actor accounts is seen from both ends, so each end counts half; a pair with an innocent is seen once.
  const linked = (view: View): number => (view.size - view.innocents - 1) / 2 + view.innocents
  const ratio = (
    name: string,
    count: (view: View) => number,
    total: (view: View) => number,
  ): Ratio =>
    ratioByUnit(
      views.map((view) => ({ unit: view.unit, count: count(view), total: total(view) })),
      `${seed}/clusters/${name}`,
    )
  const truePairs = (view: View): number => (view.mates - 1) / 2
  const one = (): number => 1
  const innocent = [...members].map(([, list]) => list.filter((a) => teamOf(a) === null).length)
  const isMixed = [...members].map(([, list]) => list.some((a) => teamOf(a) !== null))
  return {
    pairwise: pairUp(
      ratio('pair-precision', truePairs, linked),
      ratio('pair-recall', truePairs, (view) => (view.teamSize - 1) / 2),
    ),
    bCubed: pairUp(
      ratio('b3-precision', (view) => view.mates / view.size, one),
      ratio('b3-recall', (view) => view.mates / view.teamSize, one),
    ),
    innocentsLinked: innocent.reduce((sum, count, index) => sum + (isMixed[index] ? count : 0), 0),
    innocentsInClusters: innocent.reduce((sum, count) => sum + count, 0),
    clusters: new Set(clusters.map((row) => row.cluster)).size,
  }
}

function assign(leads: readonly LeadRow[], clusters: readonly ClusterRow[]): Map<string, string> {
  const clusterOf = new Map<string, string>()
  for (const row of [...clusters].sort((a, b) => (a.cluster < b.cluster ? -1 : 1)))
    for (const account of row.accounts)
      if (!clusterOf.has(account)) clusterOf.set(account, row.cluster)
  for (const lead of leads) if (lead.cluster !== null) clusterOf.set(lead.account, lead.cluster)
  return clusterOf
}

function pairUp(precision: Ratio, recall: Ratio): PrecisionRecall {
  return { precision, recall, f1: harmonic(precision.value, recall.value) }
}

/** F1 of two shares. No pair claimed at all (null precision) finds nothing, so it is 0 where there was something to find. */
function harmonic(precision: number | null, recall: number | null): number | null {
  if (recall === null) return precision === null ? null : 0
  if (precision === null || precision + recall === 0) return 0
  return (2 * precision * recall) / (precision + recall)
}

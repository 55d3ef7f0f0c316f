import { groupBy } from '../core/index.ts'
import type { Pair } from './pairing.ts'
import type { ArmShare, Bounds, Comparison } from './result.ts'
import { clusteredMean, type ClusteredMean } from './statistics/clustered.ts'
import { mcnemarExact, newcombePaired, type PairedTable } from './statistics/paired.ts'
import { probabilityAbove } from './statistics/posterior.ts'
import { clopperPearson, newcombeIndependent, riskRatio, wilson } from './statistics/proportions.ts'
import { type Margins, verdictOf } from './verdict.ts'

/** Clusters from which a cluster-robust interval can be trusted (Miller 2024; fewer give too narrow ones). */
export const CLUSTERS_MIN = 10

/**
 * Compares two arms on the same tasks. The interval that decides is the clustered one where tasks are grouped
 * into ten clusters or more, else Newcombe's paired one where every score is 0 or 1, else the clustered one.
 */
export function comparePairs(pairs: readonly Pair[], margins: Margins): Comparison {
  const groups = [...groupBy(pairs, ({ cluster }) => cluster).values()]
  const clustered = clusteredMean(
    groups.map((group) => group.map(({ arm, baseline }) => arm - baseline)),
  )
  const table = tableOf(pairs)
  const paired = table === null ? null : newcombePaired(table)
  const isGrouped = groups.length < pairs.length
  const byClusters = paired === null || (isGrouped && groups.length >= CLUSTERS_MIN)
  const interval = byClusters ? clustered.interval : paired
  const mcnemarP = table === null ? null : mcnemarExact(table.onlyFirst, table.onlySecond)
  const verdict = verdictOf(interval, margins)
  return {
    tasks: pairs.length,
    clusters: groups.length,
    baseline: shareOf(groups, 'baseline'),
    arm: shareOf(groups, 'arm'),
    table:
      table === null
        ? null
        : {
            both: table.both,
            onlyArm: table.onlyFirst,
            onlyBaseline: table.onlySecond,
            neither: table.neither,
          },
    difference: {
      value: clustered.mean,
      low: interval?.low ?? -1,
      high: interval?.high ?? 1,
      method: interval === null ? 'none' : byClusters ? 'clustered-t' : 'newcombe-paired',
    },
    newcombePaired: boundsOf(paired),
    clustered: clusteredOf(clustered),
    mcnemarP,
    p: byClusters ? clustered.p : mcnemarP,
    holmP: null,
    ...independentOf(table, margins),
    verdict,
    warnings: warningsOf({
      clustered,
      table,
      interval,
      margins,
      isGrouped,
      byClusters,
      tasks: pairs.length,
    }),
  }
}

/** First is the arm, second the baseline. Null when a score is neither 0 nor 1. */
function tableOf(pairs: readonly Pair[]): PairedTable | null {
  const isWhole = (score: number): boolean => score === 0 || score === 1
  if (!pairs.every(({ arm, baseline }) => isWhole(arm) && isWhole(baseline))) return null
  const count = (arm: number, baseline: number): number =>
    pairs.filter((pair) => pair.arm === arm && pair.baseline === baseline).length
  return {
    both: count(1, 1),
    onlyFirst: count(1, 0),
    onlySecond: count(0, 1),
    neither: count(0, 0),
  }
}

function independentOf(
  table: PairedTable | null,
  { equivalence, material }: Margins,
): Pick<Comparison, 'newcombeIndependent' | 'riskRatio' | 'posterior'> {
  if (table === null) return { newcombeIndependent: null, riskRatio: null, posterior: null }
  const n = table.both + table.onlyFirst + table.onlySecond + table.neither
  const arm = { x: table.both + table.onlyFirst, n }
  const baseline = { x: table.both + table.onlySecond, n }
  return {
    newcombeIndependent: boundsOf(newcombeIndependent(arm, baseline)),
    riskRatio: riskRatio(arm, baseline),
    posterior: {
      above0: probabilityAbove(arm, baseline, 0),
      aboveEquivalence: probabilityAbove(arm, baseline, equivalence),
      aboveMaterial: probabilityAbove(arm, baseline, material),
    },
  }
}

function shareOf(groups: ReadonlyArray<readonly Pair[]>, side: 'baseline' | 'arm'): ArmShare {
  const pairs = groups.flat()
  const scores = pairs.map((pair) => pair[side])
  const refusedTasks = pairs.filter((pair) =>
    side === 'arm' ? pair.isRefusedByArm : pair.isRefusedByBaseline,
  ).length
  if (scores.every((score) => score === 0 || score === 1)) {
    const counts = { x: scores.filter((score) => score === 1).length, n: scores.length }
    return {
      ...wilson(counts),
      method: 'wilson',
      solved: counts.x,
      exact: clopperPearson(counts),
      refusedTasks,
    }
  }
  const { mean, interval } = clusteredMean(groups.map((group) => group.map((pair) => pair[side])))
  return {
    value: mean,
    low: Math.max(0, interval?.low ?? 0),
    high: Math.min(1, interval?.high ?? 1),
    method: interval === null ? 'none' : 'clustered-t',
    solved: null,
    exact: null,
    refusedTasks,
  }
}

function clusteredOf({
  standardError,
  interval,
  p,
  clusters,
}: ClusteredMean): Comparison['clustered'] {
  if (standardError === null || interval === null || p === null) return null
  return { low: interval.low, high: interval.high, standardError, degrees: clusters - 1, p }
}

function boundsOf(interval: Bounds | null): Bounds | null {
  return interval === null ? null : { low: interval.low, high: interval.high }
}

interface Findings {
  readonly clustered: ClusteredMean
  readonly table: PairedTable | null
  readonly interval: Bounds | null
  readonly margins: Margins
  readonly isGrouped: boolean
  readonly byClusters: boolean
  readonly tasks: number
}

function warningsOf(found: Findings): string[] {
  const { clustered, table, interval, margins, isGrouped, byClusters, tasks } = found
  const warnings: string[] = []
  const { clusters } = clustered
  if (clusters === 1 && tasks > 1)
    warnings.push(
      byClusters
        ? 'one cluster only: how results differ between clusters cannot be told, so there is no interval and no verdict but "inconclusive"'
        : 'one cluster only: how results differ between clusters cannot be told; the interval ' +
            'takes its tasks as independent and may be too narrow',
    )
  else if (isGrouped && clusters < CLUSTERS_MIN)
    warnings.push(
      `only ${clusters} clusters, wanted ${CLUSTERS_MIN} or more: the clustered interval is ` +
        'not ' +
        `reliable${byClusters ? '' : ', and the one that decides takes tasks as independent'}`,
    )
  const verdict = verdictOf(interval, margins)
  const other = byClusters ? null : verdictOf(clustered.interval, margins)
  if (isGrouped && other !== null && other !== verdict)
    warnings.push(`by the clustered interval the verdict would be "${other}"`)
  if (clustered.standardError === 0)
    warnings.push(
      'the clusters do not differ at all, so the clustered interval has no width and proves nothing',
    )
  if (
    table !== null &&
    [table.both, table.onlyFirst, table.onlySecond, table.neither].filter((n) => n === 0).length > 1
  )
    warnings.push(
      'two or more cells of the table of outcomes are empty: a few more tasks could change the answer',
    )
  if (interval !== null && interval.high < 0) warnings.push('the arm did worse than the baseline')
  return warnings
}

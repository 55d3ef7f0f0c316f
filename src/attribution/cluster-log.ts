import { groupBy } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { type ClusterChange, type KnownCluster, nameClusters } from './cluster-ids.ts'
import type { Cluster } from './describe-clusters.ts'
import type { Lead } from './findings.ts'

/** One entry of a cluster's history, as `clusters.jsonl` shows it. */
export interface ClusterHistory {
  readonly asOf: string
  readonly change: ClusterChange['change']
  readonly of: readonly string[]
}

/** Findings whose clusters have names that last, and what changed since the run before, by kind of change. */
export interface SettledFindings {
  readonly leads: readonly Lead[]
  readonly clusters: readonly (Cluster & { readonly history: readonly ClusterHistory[] })[]
  readonly clusterChanges: Readonly<Record<ClusterChange['change'], number>>
}

/** `clusters_kept` is the last run's clusters, `cluster_log` what changed in each run; rows are few and read whole. */
const TABLES = [
  `CREATE TABLE IF NOT EXISTS clusters_kept (
    run UInt32, cluster String, accounts Array(String)
  ) ENGINE = MergeTree ORDER BY (run, cluster)`,
  `CREATE TABLE IF NOT EXISTS cluster_log (
    run UInt32, as_of String, cluster String, change LowCardinality(String),
    of Array(String), joined Array(String), left Array(String)
  ) ENGINE = MergeTree ORDER BY (run, cluster)`,
] as const

interface LogRow extends ClusterChange {
  readonly as_of: string
}

/**
 * Names the clusters of a run after those of the run before on this store, keeps them for the next one, and writes
 * what changed into `cluster_log`. A run that changes nothing writes nothing.
 */
export async function settleClusters(
  engine: Engine,
  findings: { readonly leads: readonly Lead[]; readonly clusters: readonly Cluster[] },
  asOf: string,
): Promise<SettledFindings> {
  for (const sql of TABLES) await engine.run(sql)
  const before = await engine.rows<KnownCluster>(
    `SELECT cluster, accounts FROM clusters_kept
     WHERE run = (SELECT max(run) FROM clusters_kept) AND cluster != '' ORDER BY cluster`,
  )
  const logged = await engine.rows<LogRow>('SELECT * FROM cluster_log ORDER BY run, cluster')
  const { names, changes } = nameClusters(
    before,
    findings.clusters.map(({ accounts }) => accounts),
    new Set(logged.map((row) => row.cluster)),
  )
  const kept = findings.clusters.map((one, index) => ({ ...one, cluster: names[index] ?? '' }))
  if (changes.length > 0) await keep(engine, kept, changes, asOf)
  const log = groupBy(
    [...logged, ...changes.map((change) => ({ ...change, as_of: asOf }))],
    (row) => row.cluster,
  )
  const nameOf = new Map(findings.clusters.map(({ cluster }, index) => [cluster, names[index]]))
  return {
    leads: findings.leads.map((lead) => ({
      ...lead,
      cluster: lead.cluster === null ? null : (nameOf.get(lead.cluster) ?? null),
    })),
    clusters: kept.map((one) => ({ ...one, history: (log.get(one.cluster) ?? []).map(entryOf) })),
    clusterChanges: countChanges(changes),
  }
}

function entryOf({ as_of, change, of }: LogRow): ClusterHistory {
  return { asOf: as_of, change, of }
}

function countChanges(changes: readonly ClusterChange[]): SettledFindings['clusterChanges'] {
  const counts = { new: 0, changed: 0, merged: 0, split: 0, gone: 0 }
  for (const { change } of changes) counts[change]++
  return counts
}

/** The log comes first: after a kill between the two, the next run finds the same changes and logs them again. */
async function keep(
  engine: Engine,
  clusters: readonly KnownCluster[],
  changes: readonly ClusterChange[],
  asOf: string,
): Promise<void> {
  const [last] = await engine.rows<{ run: number }>('SELECT max(run) AS run FROM cluster_log')
  const run = (last?.run ?? 0) + 1
  const lines = (rows: readonly object[]): Buffer =>
    Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))
  await engine.insertJson(
    'cluster_log',
    lines(changes.map((change) => ({ run, as_of: asOf, ...change }))),
  )
  // A run without clusters is kept as a row without members, so that the run before it is not taken for the last one.
  const rows = clusters.length === 0 ? [{ cluster: '', accounts: [] }] : clusters
  await engine.insertJson(
    'clusters_kept',
    lines(rows.map(({ cluster, accounts }) => ({ run, cluster, accounts }))),
  )
}

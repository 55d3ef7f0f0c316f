import { type Arm, otherVersions, type Task } from './arms.ts'
import type { Declaration } from './declaration.ts'
import { assessmentError } from './errors.ts'

/** One task that both arms did. */
export interface Pair {
  readonly task: string
  readonly domain: string
  readonly cluster: string
  readonly baseline: number
  readonly arm: number
  readonly isRefusedByBaseline: boolean
  readonly isRefusedByArm: boolean
}

export interface Pairing {
  readonly pairs: readonly Pair[]
  readonly onlyBaseline: readonly string[]
  readonly onlyArm: readonly string[]
  /** Pairs whose task names no cluster; each is a cluster of its own. */
  readonly withoutCluster: number
  /** Pairs of which the two arms name different domains; the baseline's counts. */
  readonly otherDomains: number
}

/** Domain of tasks that name none. */
export const NO_DOMAIN = 'other'

/**
 * Pairs tasks by dataset and id, in the order of their names. Tasks without a score in one arm are unpaired.
 * Throws WB_ASSESSMENT_VERSIONS when a dataset has another version in the other arm, and
 * WB_ASSESSMENT_NO_PAIRS when the arms share no task.
 */
export function pairTasks(baseline: Arm, arm: Arm, declaration: Declaration): Pairing {
  refuseOtherVersions(baseline, arm)
  const pairs: Pair[] = []
  const onlyBaseline: string[] = []
  let withoutCluster = 0
  let otherDomains = 0
  const paired = new Set<string>()
  for (const [key, task] of [...baseline.tasks].sort(byKey)) {
    const other = arm.tasks.get(key)
    if (task.score === null || other === undefined || other.score === null) {
      if (task.score !== null) onlyBaseline.push(task.sample)
      continue
    }
    paired.add(key)
    const cluster = clusterOf(task, declaration)
    if (cluster === undefined) withoutCluster++
    const domain = task.metadata.get(declaration.domainKey)
    const otherDomain = other.metadata.get(declaration.domainKey)
    if (domain !== undefined && otherDomain !== undefined && domain !== otherDomain) otherDomains++
    pairs.push({
      task: task.sample,
      domain: domain ?? otherDomain ?? NO_DOMAIN,
      cluster: cluster === undefined ? `task ${key}` : `cluster ${cluster}`,
      baseline: task.score,
      arm: other.score,
      isRefusedByBaseline: task.isRefused,
      isRefusedByArm: other.isRefused,
    })
  }
  const onlyArm = [...arm.tasks]
    .sort(byKey)
    .flatMap(([key, task]) => (paired.has(key) || task.score === null ? [] : [task.sample]))
  if (pairs.length === 0)
    throw assessmentError(
      'WB_ASSESSMENT_NO_PAIRS',
      `found no task that both "${baseline.input.name}" and "${arm.input.name}" have a score ` +
        `of (${onlyBaseline.length} and ${onlyArm.length} alone)`,
      {
        hint: 'tasks are paired by dataset and id; give tables the column dataset that the logs name',
      },
    )
  return { pairs, onlyBaseline, onlyArm, withoutCluster, otherDomains }
}

function refuseOtherVersions(baseline: Arm, arm: Arm): void {
  const versions = new Map([...baseline.tasks.values()].map((task) => [task.dataset, task.version]))
  for (const { dataset, version } of arm.tasks.values()) {
    const known = versions.get(dataset)
    if (known === undefined || known === version) continue
    const file = arm.sources.find((source) => source.dataset === dataset)?.file
    throw otherVersions(dataset, known, version, file === undefined ? {} : { file })
  }
}

function clusterOf(task: Task, { clusterKey, domainKey }: Declaration): string | undefined {
  return task.metadata.get(clusterKey ?? task.clusterKey ?? domainKey)
}

function byKey([a]: readonly [string, Task], [b]: readonly [string, Task]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

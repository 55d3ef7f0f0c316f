import { groupBy } from '../core/index.ts'
import type { IngestReport } from '../events/index.ts'
import type { IntelReport } from '../intel/index.ts'
import type { Engine } from '../platform/index.ts'
import type { RuleSet } from '../signals/index.ts'
import type { Rejection } from './screen-job.ts'

/** Everything of the input that was set aside, usage first. */
export async function collectRejects(
  engine: Engine,
  accounts: readonly Rejection[],
  intel: IntelReport,
  rules: RuleSet,
): Promise<Rejection[]> {
  const usage = await engine.rows<Rejection>(
    'SELECT file, line, reason FROM rejected ORDER BY file, line, reason',
  )
  const objects = intel.rejected.map(({ file, position, reason }) => ({
    file,
    line: (position ?? -1) + 1,
    reason,
  }))
  const broken = rules.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, message }) => ({ file, line, reason: message.split('\n')[0] ?? '' }))
  return [...usage, ...accounts, ...objects, ...broken]
}

/** What the input came to, by name. */
export async function countAll(
  engine: Engine,
  usage: IngestReport,
  intel: IntelReport,
): Promise<Record<string, number>> {
  const [events] = await engine.rows<{ n: number }>('SELECT count() AS n FROM events')
  const [observables] = await engine.rows<{ n: number }>(
    'SELECT count() AS n FROM (SELECT kind, value FROM observables GROUP BY kind, value)',
  )
  return {
    files: usage.files.length,
    events: events?.n ?? 0,
    observables: observables?.n ?? 0,
    intelObjects: intel.objects,
    indicators: Object.values(intel.indicators).reduce((sum, count) => sum + count, 0),
    indicatorValues: intel.values,
    actors: intel.actors,
  }
}

/** Adds up counts by name, most frequent first, so that the table reads well. */
export function tally(rows: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = [...groupBy(rows, ([name]) => name)].map(
    ([name, group]) => [name, group.reduce((sum, [, count]) => sum + count, 0)] as const,
  )
  return Object.fromEntries(sums.sort(([x, m], [y, n]) => n - m || (x < y ? -1 : 1)))
}

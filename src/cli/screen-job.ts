import { readFileSync } from 'node:fs'
import { deriveFindings, settleClusters, type SettledFindings } from '../attribution/index.ts'
import { groupBy, type Instant, roundTo } from '../core/index.ts'
import {
  createEventTables,
  ingestUsage,
  type IngestReport,
  loadAccountDirectory,
  loadAccountObservables,
} from '../events/index.ts'
import {
  deriveIntel,
  type FileOutcome,
  type IntelProgress,
  type IntelReport,
  type Lifecycle,
  NO_LIFECYCLE,
  readIntel,
} from '../intel/index.ts'
import { deriveTokens, type LinkLabels, readShares, type Shares } from '../links/index.ts'
import { type Clock, type Engine, openSecretKey, type Progress } from '../platform/index.ts'
import {
  createSignalTables,
  derivePopulation,
  findIndicatorHits,
  INDICATOR_PARAMETERS,
  keepReturnedTimes,
  loadRules,
  matchReturnedAccounts,
  matchRules,
  newestEvent,
  rankBehaviour,
  readIndicatorHits,
  readRuleFiles,
  type ReturnedTimes,
  type RuleSet,
} from '../signals/index.ts'

/** What the main job takes. Paths are files or folders; `asOf` defaults to the newest event. */
export interface ScreenInput {
  readonly usage: readonly string[]
  readonly accounts: readonly string[]
  readonly intel: readonly string[]
  /** Files and folders of rules; a rule with an error is set aside. */
  readonly rules?: readonly string[]
  readonly asOf?: Instant
  /** What analysts said of values and sources. */
  readonly lifecycle?: Lifecycle
  /** Which accounts they settled to be one operator's, or nobody's. */
  readonly labels?: LinkLabels
  /** Folders that are no input even if they lie below `usage`: where results are written. */
  readonly leaveOut?: readonly string[]
}

/** Something of the input that was set aside. `line` is 1-based; for objects of a bundle it is their position; 0 is the whole file. */
export interface Rejection {
  readonly file: string
  readonly line: number
  readonly reason: string
}

/** What the main job counted; `summary.json` is this as JSON. */
export interface ScreenSummary {
  readonly version: string
  readonly asOf: string
  readonly prior: number
  readonly seed: null
  readonly counts: Readonly<Record<string, number>>
  readonly files: IngestReport['files']
  readonly indicators: Readonly<Record<string, number>>
  readonly notEvaluated: Readonly<Record<string, number>>
  readonly rejectedReasons: Readonly<Record<string, number>>
  /** Clusters that changed since the run before on this store, by kind of change. */
  readonly clusterChanges: SettledFindings['clusterChanges']
  /** How probable it is that accounts of one operator share a value, by family, as refitted. */
  readonly shares: Shares
  /** Accounts that were closed and may have come back. */
  readonly returned: ReturnedTimes & {
    readonly terminated: number
    readonly tokens: number
    readonly otherKey: number
    readonly candidates: number
  }
  readonly stages: readonly { stage: string; seconds: number; bytes: number }[]
}

export interface ScreenResult {
  readonly leads: SettledFindings['leads']
  readonly clusters: SettledFindings['clusters']
  readonly rejected: readonly Rejection[]
  readonly summary: ScreenSummary
}

/** The main job on an open store: reads what is new, derives everything else afresh. */
export async function screenUsage(
  engine: Engine,
  input: ScreenInput,
  clock: Clock,
  progress: Progress,
): Promise<ScreenResult> {
  const stages: { stage: string; seconds: number; bytes: number }[] = []
  const timed: Timed = async (stage, work, bytesOf) => {
    const startedAt = performance.now()
    progress(stage, 0, undefined, 'steps')
    const value = await work()
    const bytes = bytesOf?.(value) ?? 0
    stages.push({ stage, seconds: roundTo((performance.now() - startedAt) / 1000, 3), bytes })
    return value
  }
  const now = clock()
  await createEventTables(engine)
  let isUsageRead = false
  const intelFiles = readIntelBeside(engine, input, timed, (at) => {
    if (isUsageRead) progress('reading intel', at.bytesRead, at.bytesTotal, 'bytes')
  })
  // Its failure is thrown where it is awaited, after the usage's own.
  intelFiles.catch(() => undefined)
  const usage = await timed(
    'reading usage',
    () =>
      ingestUsage(engine, {
        paths: input.usage,
        leaveOut: input.leaveOut ?? [],
        now,
        onProgress: (at) => progress('reading usage', at.bytesDone, at.bytesTotal, 'bytes'),
      }),
    (report) => report.bytes,
  ).catch(async (error: unknown) => {
    await intelFiles.catch(() => undefined)
    throw error
  })
  isUsageRead = true
  const directory = await timed('reading accounts', async () => {
    const report = await loadAccountDirectory(engine, { paths: input.accounts, now })
    await loadAccountObservables(engine)
    return report
  })
  const asOf = input.asOf ?? (await newestEvent(engine)) ?? now
  const files = await intelFiles
  const lifecycle = input.lifecycle ?? NO_LIFECYCLE
  // Decisions of today hold for old events too, unless somebody asks how things stood.
  const intel = await timed('deriving intel', () =>
    deriveIntel(engine, files, { asOf, now, lifecycle, decidedBy: input.asOf ?? now }),
  )
  const rules = await timed('reading rules', () => readRules(input.rules ?? []))
  await createSignalTables(engine)
  const people = await timed('counting accounts', () => derivePopulation(engine))
  await timed('ranking behaviour', () => rankBehaviour(engine))
  const hits = await timed('matching indicators', async () => {
    await findIndicatorHits(engine)
    return readIndicatorHits(engine)
  })
  if (rules.rules.length > 0) await timed('matching rules', () => matchRules(engine, rules.rules))
  const returned = await timed('comparing closed accounts', async () =>
    matchReturnedAccounts(engine, await openSecretKey(engine.path), { asOf, now }),
  )
  await timed('indexing shared values', () => deriveTokens(engine))
  const findings = await timed('linking and ranking', () =>
    deriveFindings(engine, {
      hits,
      others: returned.signals,
      people: people.accounts,
      prior: INDICATOR_PARAMETERS.prior,
      rules: rules.rules,
      ...(input.labels === undefined ? {} : { labels: input.labels }),
    }),
  )
  const { leads, clusters, clusterChanges } = await settleClusters(engine, findings, asOf)
  const { terminated, tokens, otherKey, candidates } = returned
  const led = new Set(leads.map((lead) => lead.account))
  const times = await keepReturnedTimes(engine, candidates, led, asOf)
  const rejected = await timed('collecting rejects', () =>
    collectRejects(engine, directory.rejected, intel, rules),
  )
  const counts = await countAll(engine, usage, intel)
  return {
    leads,
    clusters,
    rejected,
    summary: {
      version: packageVersion(),
      asOf,
      prior: INDICATOR_PARAMETERS.prior,
      seed: null,
      counts: {
        ...counts,
        accounts: people.accounts,
        rules: rules.rules.filter(({ isReported }) => isReported).length,
        signals: findings.signals,
        leads: leads.length,
        clusters: clusters.length,
        rejected: rejected.length,
      },
      files: usage.files,
      indicators: intel.indicators,
      notEvaluated: tally(
        intel.reasons
          .filter((row) => row.status === 'not-yet-evaluated')
          .map((row) => [row.reason, row.count]),
      ),
      rejectedReasons: tally(rejected.map((row) => [row.reason, 1])),
      clusterChanges,
      shares: await readShares(engine),
      returned: { terminated, tokens, otherKey, candidates: candidates.length, ...times },
      stages,
    },
  }
}

type Timed = <Value>(
  stage: string,
  work: () => Promise<Value>,
  bytesOf?: (value: Value) => number,
) => Promise<Value>

/**
 * Reads the files of the intelligence on a connection of its own, beside the usage: cutting up a large bundle
 * keeps one core busy, reading usage the others.
 */
async function readIntelBeside(
  engine: Engine,
  input: ScreenInput,
  timed: Timed,
  onProgress: (at: IntelProgress) => void,
): Promise<FileOutcome[]> {
  const connection = engine.beside()
  try {
    return await timed(
      'reading intel',
      () => readIntel(connection, { paths: input.intel, onProgress }),
      (files) => files.reduce((sum, file) => sum + file.bytes, 0),
    )
  } finally {
    await connection.close()
  }
}

async function readRules(paths: readonly string[]): Promise<RuleSet> {
  return paths.length === 0 ? { rules: [], findings: [] } : loadRules(await readRuleFiles(paths))
}

async function collectRejects(
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

async function countAll(
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
function tally(rows: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = [...groupBy(rows, ([name]) => name)].map(
    ([name, group]) => [name, group.reduce((sum, [, count]) => sum + count, 0)] as const,
  )
  return Object.fromEntries(sums.sort(([x, m], [y, n]) => n - m || (x < y ? -1 : 1)))
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

import { readFileSync } from 'node:fs'
import { deriveFindings, settleClusters, type SettledFindings } from '../attribution/index.ts'
import { type Instant, roundTo } from '../core/index.ts'
import {
  createEventTables,
  ingestUsage,
  type IngestReport,
  loadAccountDirectory,
  loadAccountObservables,
} from '../events/index.ts'
import { deriveIntel, type Lifecycle, NO_LIFECYCLE, readIntel } from '../intel/index.ts'
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
import { collectRejects, countAll, tally } from './screen-counts.ts'

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
  const lifecycle = input.lifecycle ?? NO_LIFECYCLE
  await createEventTables(engine)
  await createSignalTables(engine)
  let isUsageRead = false
  const usageRead = readUsage(engine, input, now, timed, progress).finally(() => {
    isUsageRead = true
  })
  const derived = usageRead.then(() => deriveFromUsage(engine, timed))
  // Beside the usage and what follows from it alone: cutting up a large bundle keeps one core busy, reading usage the others.
  const matched = onConnectionOfItsOwn(engine, async (connection) => {
    const files = await timed(
      'reading intel',
      () =>
        readIntel(connection, {
          paths: input.intel,
          onProgress: (at) => {
            if (isUsageRead) progress('reading intel', at.bytesRead, at.bytesTotal, 'bytes')
          },
        }),
      (found) => found.reduce((sum, file) => sum + file.bytes, 0),
    )
    const { asOf } = await usageRead
    // Decisions of today hold for old events too, unless somebody asks how things stood.
    const decidedBy = input.asOf ?? now
    const intel = await timed('deriving intel', () =>
      deriveIntel(connection, files, { asOf, now, lifecycle, decidedBy }),
    )
    const hits = await timed('matching indicators', async () => {
      await findIndicatorHits(connection)
      return readIndicatorHits(connection)
    })
    return { intel, hits }
  })
  // All have ended before a failure is told, since the store must not be closed under them; the usage's own comes first.
  await Promise.allSettled([usageRead, derived, matched])
  const { usage, notAccounts, asOf } = await usageRead
  const people = await derived
  const { intel, hits } = await matched
  const rules = await timed('reading rules', () => readRules(input.rules ?? []))
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
    collectRejects(engine, notAccounts, intel, rules),
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

/** Reads usage and the account directory; `asOf` is the instant asked for, or the newest event's. */
async function readUsage(
  engine: Engine,
  input: ScreenInput,
  now: Instant,
  timed: Timed,
  progress: Progress,
): Promise<{ usage: IngestReport; notAccounts: readonly Rejection[]; asOf: Instant }> {
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
  )
  const { rejected } = await timed('reading accounts', async () => {
    const report = await loadAccountDirectory(engine, { paths: input.accounts, now })
    await loadAccountObservables(engine)
    return report
  })
  return { usage, notAccounts: rejected, asOf: input.asOf ?? (await newestEvent(engine)) ?? now }
}

/** What needs usage and accounts and no intelligence. */
async function deriveFromUsage(engine: Engine, timed: Timed): Promise<{ accounts: number }> {
  const people = await timed('counting accounts', () => derivePopulation(engine))
  await timed('ranking behaviour', () => rankBehaviour(engine))
  return people
}

async function onConnectionOfItsOwn<Value>(
  engine: Engine,
  work: (connection: Engine) => Promise<Value>,
): Promise<Value> {
  const connection = engine.beside()
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

async function readRules(paths: readonly string[]): Promise<RuleSet> {
  return paths.length === 0 ? { rules: [], findings: [] } : loadRules(await readRuleFiles(paths))
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

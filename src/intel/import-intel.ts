import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Instant, parseInstant } from '../core/index.ts'
import type { Tlp } from '../formats/stix/index.ts'
import type { Engine } from '../platform/index.ts'
import { deriveAttribution } from './actor-chain.ts'
import { INSERT_ACTORS } from './actors-sql.ts'
import { intelError } from './errors.ts'
import { NO_LIFECYCLE, type Lifecycle } from './lifecycle/lifecycle.ts'
import { loadLifecycle } from './lifecycle/load-lifecycle.ts'
import { lowerPatterns } from './lower-all.ts'
import { readMarkings } from './read-markings.ts'
import { INSERT_MOMENT, INSERT_REPEATED, INSERT_SUPERSEDED } from './object-sql.ts'
import { type FileOutcome, readIntelFiles } from './read-files.ts'
import { type IntelReport, makeReport } from './report.ts'
import { createIntelTables } from './schema.ts'
import { findWarnings } from './warning-lists.ts'

const FOLDER_PREFIX = 'intel-import-'

/** How far an import has come; `bytesTotal` is of the files as they lie on disk. */
export interface IntelProgress {
  readonly stage: 'reading' | 'deriving'
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly objects: number
}

export interface ImportOptions {
  /** Files or folders: STIX 2.0 and 2.1, MISP events, MISP warning lists; plain, gzip or zstd. */
  readonly paths: readonly string[]
  /** What was known at this instant; `now` if left out. */
  readonly asOf?: Instant
  readonly now: Instant
  /** Marking of objects that carry none. */
  readonly defaultTlp?: Tlp
  /** What the operator said of values and sources. */
  readonly lifecycle?: Lifecycle
  /** The operator's words up to this instant count; up to `now` if left out. */
  readonly decidedBy?: Instant
  readonly onProgress?: (progress: IntelProgress) => void
}

/**
 * Imports intel afresh: fills `intel_actors` and the tables behind `indicators` and `indicator_status` as
 * things stood at `asOf`. Objects that cannot be used are set aside and reported; throws
 * `WB_INTEL_NOTHING_READ` only if nothing in any file could be read.
 */
export async function importIntel(engine: Engine, options: ImportOptions): Promise<IntelReport> {
  return deriveIntel(engine, await readIntel(engine, options), options)
}

/** The first half of `importIntel`: reads the files. It needs no instant, and may run beside the reading of usage. */
export async function readIntel(
  engine: Engine,
  options: Pick<ImportOptions, 'paths' | 'onProgress'>,
): Promise<FileOutcome[]> {
  await createIntelTables(engine)
  await removeLeftovers(engine.path)
  const folder = await mkdtemp(join(engine.path, FOLDER_PREFIX))
  try {
    return await readIntelFiles(engine, folder, options)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The second half of `importIntel`: derives what the files that were read say at an instant. */
export async function deriveIntel(
  engine: Engine,
  files: readonly FileOutcome[],
  options: Omit<ImportOptions, 'paths'>,
): Promise<IntelReport> {
  const asOf = engineTime(options.asOf ?? options.now)
  const bytesTotal = files.reduce((sum, file) => sum + file.bytes, 0)
  const objects = files.reduce((sum, file) => sum + file.objects, 0)
  options.onProgress?.({ stage: 'deriving', bytesRead: bytesTotal, bytesTotal, objects })
  const markings = await readMarkings(engine)
  await engine.run(INSERT_MOMENT, {
    asOf,
    defaultTlp: options.defaultTlp ?? 'amber',
    ...markings,
  })
  await engine.run(INSERT_REPEATED)
  await engine.run(INSERT_SUPERSEDED, { asOf })
  await lowerPatterns(engine)
  await loadLifecycle(engine, options.lifecycle ?? NO_LIFECYCLE, options.decidedBy ?? options.now)
  await findWarnings(engine)
  await engine.run(INSERT_ACTORS)
  await deriveAttribution(engine)
  return makeReport(engine, files)
}

/** Folders of imports that were killed. One process holds the store, so none of them is in use. */
async function removeLeftovers(store: string): Promise<void> {
  for (const name of await readdir(store)) {
    if (name.startsWith(FOLDER_PREFIX))
      await rm(join(store, name), { recursive: true, force: true })
  }
}

/** An instant as the engine reads it: UTC, a space between date and time, no zone. */
function engineTime(text: string): string {
  const instant = parseInstant(text)
  if (instant === undefined) {
    throw intelError('WB_INTEL_INSTANT', 'found an instant asked for that cannot be read', {
      hint: 'write it as 2026-01-31T08:00:00Z',
    })
  }
  return instant.replace('T', ' ').replace('Z', '')
}

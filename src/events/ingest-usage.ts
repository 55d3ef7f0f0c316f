import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { eventsError } from './errors.ts'
import { findFiles, type FoundFile } from './find-files.ts'
import { dropUnfinished, loadBatch } from './load-batch.ts'
import { type NumberedFile, planBatches } from './plan-batches.ts'
import { formatNames, recognizeFile } from './recognize.ts'
import { createEventTables } from './schema.ts'

export interface IngestOptions {
  /** Files or folders. */
  readonly paths: readonly string[]
  /** Folders that are no input even if they lie below `paths`. The store's own folder never is. */
  readonly leaveOut?: readonly string[]
  /** The run's clock; events more than a day after it carry a broken one. */
  readonly now: Instant
  readonly onProgress?: (progress: IngestProgress) => void
  /** Raw bytes of a batch, 512 MB unless told otherwise: what a killed run must do again. */
  readonly batchBytes?: number
}

export interface IngestProgress {
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly filesDone: number
  readonly filesTotal: number
}

export interface FileReport {
  readonly path: string
  /** Name of the format, or empty if none was recognised. */
  readonly format: string
  readonly bytes: number
  readonly events: number
  readonly rejected: number
  /** Where this content was loaded from before, if it was skipped for that. */
  readonly loadedAs?: string
}

export interface IngestReport {
  readonly files: readonly FileReport[]
  /** Events and rejects of this run, and bytes read in it. */
  readonly events: number
  readonly rejected: number
  readonly bytes: number
  /** Files skipped because their content was already loaded. */
  readonly skipped: number
}

const DAY_MS = 86_400_000

/**
 * Reads usage logs into the store, each file's content once. Malformed lines go to `rejected`. Throws
 * WB_EVENTS_PATH_MISSING for a path that does not exist, WB_EVENTS_NO_FORMAT if no file can be read.
 */
export async function ingestUsage(engine: Engine, options: IngestOptions): Promise<IngestReport> {
  const found = await findFiles(options.paths, [engine.path, ...(options.leaveOut ?? [])])
  await createEventTables(engine)
  await dropUnfinished(engine)
  const ledger = await readLedger(engine)
  const { fresh, known } = splitKnown(found, ledger)
  const files = await numberFiles(engine, fresh, ledger)
  if (known.length === 0) requireReadable(files, options.paths)
  await loadAll(engine, files, ledger, options)
  return report(await readLedger(engine), fresh, known)
}

interface LedgerRow {
  readonly batch: number
  readonly file: number
  readonly fingerprint: string
  readonly path: string
  readonly format: string
  readonly bytes: number
  readonly events: number
  readonly rejected: number
}

async function readLedger(engine: Engine): Promise<LedgerRow[]> {
  return engine.rows<LedgerRow>('SELECT * FROM batches ORDER BY file')
}

interface Known {
  readonly file: FoundFile
  readonly loadedAs: string
}

/** Parts files whose content is new from those that the store, or this run under another name, has. */
function splitKnown(
  found: readonly FoundFile[],
  ledger: readonly LedgerRow[],
): { fresh: FoundFile[]; known: Known[] } {
  const seen = new Map(ledger.map((row) => [row.fingerprint, row.path]))
  const fresh: FoundFile[] = []
  const known: Known[] = []
  for (const file of found) {
    const loadedAs = seen.get(file.fingerprint)
    if (loadedAs !== undefined) known.push({ file, loadedAs })
    else {
      fresh.push(file)
      seen.set(file.fingerprint, file.path)
    }
  }
  return { fresh, known }
}

async function numberFiles(
  engine: Engine,
  fresh: readonly FoundFile[],
  ledger: readonly LedgerRow[],
): Promise<NumberedFile[]> {
  const first = (ledger.at(-1)?.file ?? 0) + 1
  const files: NumberedFile[] = []
  for (const [index, file] of fresh.entries())
    files.push({ ...file, number: first + index, content: await recognizeFile(engine, file.path) })
  return files
}

function requireReadable(files: readonly NumberedFile[], paths: readonly string[]): void {
  if (files.some((file) => file.content.reader !== undefined)) return
  const [file] = files
  if (file === undefined)
    throw eventsError(
      'WB_EVENTS_NO_FORMAT',
      `found no files in ${paths.join(', ')}, wanted usage logs`,
      {
        hint: `accepted formats: ${formatNames()}`,
      },
    )
  const reason = file.content.reader === undefined ? file.content.reason : ''
  throw eventsError(
    'WB_EVENTS_NO_FORMAT',
    `nothing readable in ${files.length} file(s); the first: ${reason}`,
    {
      hint: `wanted JSON lines, a JSON array or a JSON document of: ${formatNames()}; plain, gzip or zstd`,
      at: { file: file.path },
    },
  )
}

async function loadAll(
  engine: Engine,
  files: readonly NumberedFile[],
  ledger: readonly LedgerRow[],
  { now, onProgress, batchBytes }: IngestOptions,
): Promise<void> {
  if (files.length === 0) return
  const folder = join(engine.path, 'incoming-files')
  const latest = new Date(Date.parse(now) + DAY_MS).toISOString().replace('T', ' ').replace('Z', '')
  const bytesTotal = files.reduce((sum, file) => sum + file.bytes, 0)
  let batch = ledger.reduce((most, row) => Math.max(most, row.batch), 0)
  let [bytesDone, filesDone] = [0, 0]
  try {
    for (const members of planBatches(files, batchBytes)) {
      batch++
      await loadBatch(engine, members, { batch, latest, folder })
      bytesDone += members.reduce((sum, file) => sum + file.bytes, 0)
      filesDone += members.length
      onProgress?.({ bytesDone, bytesTotal, filesDone, filesTotal: files.length })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function report(
  ledger: readonly LedgerRow[],
  fresh: readonly FoundFile[],
  known: readonly Known[],
): IngestReport {
  const rows = new Map(ledger.map((row) => [row.fingerprint, row]))
  const files: FileReport[] = []
  for (const { path, bytes, fingerprint } of fresh) {
    const row = rows.get(fingerprint)
    files.push({
      path,
      bytes,
      format: row?.format ?? '',
      events: row?.events ?? 0,
      rejected: row?.rejected ?? 0,
    })
  }
  const sum = (pick: (file: FileReport) => number): number =>
    files.reduce((total, file) => total + pick(file), 0)
  const totals = {
    events: sum((f) => f.events),
    rejected: sum((f) => f.rejected),
    bytes: sum((f) => f.bytes),
  }
  for (const { file, loadedAs } of known) {
    const format = rows.get(file.fingerprint)?.format ?? ''
    files.push({ path: file.path, bytes: file.bytes, format, events: 0, rejected: 0, loadedAs })
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { files, ...totals, skipped: known.length }
}

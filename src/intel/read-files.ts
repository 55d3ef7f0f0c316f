import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Engine } from '../platform/index.ts'
import { intelError } from './errors.ts'
import type { ImportOptions } from './import-intel.ts'
import { ObjectLoader } from './object-loader.ts'
import { openFile } from './open-file.ts'
import { ElementReader, type IntelFormat } from './read-elements.ts'
import { WarningLoader } from './warning-lists.ts'

/** What became of one file. `problem` is '' when it was read to its end. */
export interface FileOutcome {
  readonly path: string
  readonly format: IntelFormat
  readonly bytes: number
  /** Objects, converted objects of MISP events, or values of warning lists. */
  readonly objects: number
  /** MISP attributes that are not meant for detection. */
  readonly contextAttributes: number
  readonly problem: string
}

interface FoundFile {
  readonly path: string
  readonly bytes: number
}

/** Reads every file into the engine, in the order given, folders in the order of their names. */
export async function readIntelFiles(
  engine: Engine,
  folder: string,
  options: Pick<ImportOptions, 'paths' | 'onProgress'>,
): Promise<FileOutcome[]> {
  const files = await listFiles(options.paths)
  const objects = new ObjectLoader(engine, folder)
  const warnings = new WarningLoader(engine)
  const bytesTotal = files.reduce((sum, file) => sum + file.bytes, 0)
  const outcomes: FileOutcome[] = []
  let bytesRead = 0
  for (const [number, file] of files.entries()) {
    const reader = new ElementReader(number, objects, warnings)
    const problem = await readFile(engine, folder, file, reader, async (fileBytes) => {
      await objects.flushIfFull()
      await warnings.flushIfFull()
      options.onProgress?.({
        stage: 'reading',
        bytesRead: bytesRead + Math.min(fileBytes, file.bytes),
        bytesTotal,
        objects: objects.objectCount,
      })
    })
    bytesRead += file.bytes
    const { format, objectCount, contextCount } = reader
    outcomes.push({
      ...file,
      format,
      objects: objectCount,
      contextAttributes: contextCount,
      problem,
    })
  }
  await objects.finish()
  await warnings.finish()
  const rows = files.map(({ path }, file) => JSON.stringify({ file, path }))
  if (rows.length > 0) await engine.insertJson('intel_files', Buffer.from(rows.join('\n')))
  if (options.paths.length > 0 && outcomes.every((outcome) => outcome.format === 'none'))
    throw nothingRead(outcomes)
  return outcomes
}

/** Reads a file as far as it goes; gives why it ended early, or ''. */
async function readFile(
  engine: Engine,
  folder: string,
  file: FoundFile,
  reader: ElementReader,
  onChunk: (fileBytes: number) => Promise<void>,
): Promise<string> {
  if (file.bytes === 0) return 'the file is empty'
  const { splitter } = reader
  let unpackedBytes = 0
  let broken = ''
  try {
    for await (const chunk of await openFile(engine, folder, file.path)) {
      splitter.push(chunk)
      unpackedBytes += chunk.length
      await onChunk(unpackedBytes)
      if (splitter.isStopped) break
    }
  } catch (error) {
    broken = `could not be read to its end: ${error instanceof Error ? error.message : String(error)}`
  }
  reader.end()
  const { problem, offset } = splitter.end()
  if (broken !== '') return broken
  if (problem !== '') return `${problem} (byte ${offset})`
  return reader.format === 'none' ? reader.problem || 'nothing in it is intel' : ''
}

function nothingRead(outcomes: readonly FileOutcome[]): Error {
  const seen = outcomes.slice(0, 5).map(({ path, problem }) => `${basename(path)}: ${problem}`)
  return intelError(
    'WB_INTEL_NOTHING_READ',
    `found no intel in ${outcomes.length} files; tried STIX 2.0 and 2.1 objects and bundles, MISP events, ` +
      `MISP warning lists (${seen.join('; ')})`,
    {
      hint: 'give JSON files of one of these formats, plain, gzip or zstd',
      ...(outcomes[0] === undefined ? {} : { at: { file: outcomes[0].path } }),
    },
  )
}

/** Files as given; below folders only files, in the order of their names. Links to folders are not followed: they may lead in a circle. */
async function listFiles(paths: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined)
    if (info === undefined || !(info.isFile() || info.isDirectory())) {
      const what = info === undefined ? 'nothing there' : 'neither a file nor a folder'
      throw intelError('WB_INTEL_FILE', `found ${what}, wanted a file of intel or a folder`, {
        hint: 'check the path given to --intel',
        at: { file: path },
      })
    }
    if (info.isFile()) found.push({ path, bytes: info.size })
    else found.push(...(await filesBelow(path)))
  }
  return found
}

async function filesBelow(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...(await filesBelow(path)))
    else {
      const info = await stat(path).catch(() => undefined)
      if (info?.isFile() === true) found.push({ path, bytes: info.size })
    }
  }
  return found
}

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type JsonElement, JsonElementSplitter } from '../formats/json-elements/index.ts'
import type { Engine } from '../platform/index.ts'
import { intelError } from './errors.ts'
import type { ImportOptions } from './import-intel.ts'
import type { ObjectLoader } from './object-loader.ts'
import { openFile } from './open-file.ts'

/** Bytes of one object, or of one MISP event. */
const ELEMENT_BYTES_MAX = 128 * 1024 * 1024

/** What became of one file. `problem` is '' when it was read to its end. */
export interface FileOutcome {
  readonly path: string
  readonly format: 'stix' | 'misp-event' | 'misp-warning-list' | 'none'
  readonly objects: number
  readonly problem: string
}

/** Reads every file into the loader, in the order given, folders in the order of their names. */
export async function readIntelFiles(
  engine: Engine,
  loader: ObjectLoader,
  folder: string,
  options: ImportOptions,
): Promise<FileOutcome[]> {
  const paths = await listFiles(options.paths)
  const outcomes: FileOutcome[] = []
  for (const [index, path] of paths.entries()) {
    outcomes.push(await readOne(engine, loader, folder, index, path))
  }
  const rows = paths.map((path, file) => JSON.stringify({ file, path }))
  if (rows.length > 0) await engine.insertJson('intel_files', Buffer.from(rows.join('\n')))
  if (outcomes.every((outcome) => outcome.objects === 0)) {
    const seen = outcomes.map(({ path, problem }) => `${path}: ${problem}`).slice(0, 5)
    throw intelError(
      'WB_INTEL_NOTHING_READ',
      `found no intel in ${paths.length} files (${seen.join('; ')})`,
      { hint: 'wanted STIX 2.0 or 2.1 bundles, MISP events or MISP warning lists, as JSON' },
    )
  }
  return outcomes
}

async function readOne(
  engine: Engine,
  loader: ObjectLoader,
  folder: string,
  file: number,
  path: string,
): Promise<FileOutcome> {
  let objects = 0
  const splitter = new JsonElementSplitter(
    ['objects', 'response', 'list'],
    ELEMENT_BYTES_MAX,
    (element: JsonElement) => {
      if (element.place === 'root') return
      loader.add(file, objects++, element.problem, element.bytes)
    },
  )
  let problem = ''
  try {
    for await (const chunk of await openFile(engine, folder, path)) {
      splitter.push(chunk)
      await loader.flushIfFull()
      if (splitter.isStopped) break
    }
    problem = splitter.end().problem
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error)
  }
  return { path, format: 'stix', objects, problem }
}

async function listFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined)
    if (info === undefined) {
      throw intelError('WB_INTEL_FILE', `found no file or folder ${path}`, {
        hint: 'check the path given to --intel',
      })
    }
    if (!info.isDirectory()) found.push(path)
    else {
      const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
      found.push(...(await listFiles(names.map((name) => join(path, name)))))
    }
  }
  return found
}

import { createHash } from 'node:crypto'
import { open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { eventsError } from './errors.ts'

/** A file to read: its path as given, its size in bytes, and a fingerprint of its content. */
export interface FoundFile {
  readonly path: string
  readonly bytes: number
  readonly fingerprint: string
}

const SAMPLE_BYTES = 1024 * 1024

/** Finds the files below the given files and folders but not below `leaveOut`, in order of path, each once. */
export async function findFiles(
  paths: readonly string[],
  leaveOut: readonly string[] = [],
): Promise<FoundFile[]> {
  const names = new Set<string>()
  const left = new Set(leaveOut.map((path) => resolve(path)))
  for (const path of paths) for (const name of await filesBelow(path, left)) names.add(name)
  const found: FoundFile[] = []
  for (const path of [...names].sort(byCodeUnit)) found.push(await describeFile(path))
  return found
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

async function filesBelow(path: string, leaveOut: ReadonlySet<string>): Promise<string[]> {
  const kind = await stat(path).catch((cause: unknown) => {
    throw eventsError(
      'WB_EVENTS_PATH_MISSING',
      'found nothing there, wanted a usage log or a folder of them',
      {
        hint: 'check the path given to --usage',
        at: { file: path },
        cause,
      },
    )
  })
  if (kind.isFile()) return [path]
  if (!kind.isDirectory())
    throw eventsError('WB_EVENTS_PATH_MISSING', 'found neither a file nor a folder', {
      hint: 'write what comes from a pipe to a file first: usage logs are read more than once',
      at: { file: path },
    })
  const names: string[] = []
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue
    const inner = join(path, entry.name)
    if (entry.isDirectory()) {
      if (!leaveOut.has(resolve(inner))) names.push(...(await filesBelow(inner, leaveOut)))
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isReadableFile(inner))))
      names.push(inner)
  }
  return names
}

async function isReadableFile(path: string): Promise<boolean> {
  return stat(path).then(
    (kind) => kind.isFile(),
    () => false,
  )
}

/** A file is the same file wherever it lies: size and SHA-256 of its first, middle and last MiB. */
async function describeFile(path: string): Promise<FoundFile> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const hash = createHash('sha256').update(`${size}\n`)
    const last = Math.max(0, size - SAMPLE_BYTES)
    const starts = new Set([0, Math.floor(last / 2), last])
    const buffer = Buffer.alloc(Math.min(size, SAMPLE_BYTES))
    for (const start of starts) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start)
      hash.update(buffer.subarray(0, bytesRead))
    }
    return { path, bytes: size, fingerprint: hash.digest('hex') }
  } finally {
    await handle.close()
  }
}

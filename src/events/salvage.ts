import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { WindbreakError } from '../core/index.ts'
import type { Load } from './plan-batches.ts'

/** What could still be read of a damaged file, one record a line, at `path`, and what is wrong with it. */
export interface Saved {
  readonly path: string | undefined
  readonly reason: string
}

/** Engine codes for content that cannot be read: bad data, cut streams, failed decompression, memory limit. */
const DATA_CODES: ReadonlySet<string> = new Set(
  '6 25 26 27 32 33 72 117 131 241 271 272 354 432 561 562 636 637'.split(' '),
)

/** True if the engine failed on what a file holds, not on its own. */
export function isDataFault(error: unknown): boolean {
  if (!(error instanceof WindbreakError) || error.code !== 'WB_PLATFORM_ENGINE_FAILED') return false
  return DATA_CODES.has(/code (\d+)/.exec(error.message)?.[1] ?? '')
}

/** Writes what can be read of a damaged file to `path`. This is the way for damaged files only: sound ones never pass here. */
export async function salvage(
  source: string,
  load: Pick<Load, 'compression' | 'layout'>,
  path: string,
): Promise<Saved> {
  await rm(path, { force: true })
  if (load.compression === 'zstd' || (load.compression === 'none' && load.layout === 'lines'))
    return {
      path: undefined,
      reason: `the ${load.compression === 'zstd' ? 'zstd stream' : 'file'} is damaged; nothing of it is kept`,
    }
  const input = createReadStream(source)
  const bytes: Readable = load.compression === 'gzip' ? input.pipe(createGunzip()) : input
  const output = createWriteStream(path)
  await (load.layout === 'lines' ? copyUntilDamage(bytes, output) : copyRecords(bytes, output))
  input.destroy()
  output.end()
  await finished(output)
  const what =
    load.compression === 'gzip'
      ? 'gzip stream is damaged or cut off'
      : 'JSON document is cut off or unbalanced'
  return { path, reason: `the ${what}; what came before is kept` }
}

/** Gives the chunks that come before the stream breaks. */
async function* soundChunks(bytes: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of bytes) yield chunk as Buffer
  } catch {
    // The caller reports the file as damaged; what came before is wanted.
  }
}

async function copyUntilDamage(bytes: Readable, output: Writable): Promise<void> {
  for await (const chunk of soundChunks(bytes))
    if (!output.write(chunk)) await once(output, 'drain')
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, LINE_FEED, RETURN, SPACE] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x0a, 0x0d, 0x20,
]

/** Copies the outermost objects of an array or of documents, each on a line of its own. */
async function copyRecords(bytes: Readable, output: Writable): Promise<void> {
  let [depth, inString, escaped] = [0, false, false]
  let record: Buffer[] = []
  for await (const chunk of soundChunks(bytes)) {
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      if (byte === LINE_FEED || byte === RETURN) chunk[at] = SPACE
      if (inString) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) inString = false
      } else if (byte === QUOTE) inString = depth > 0
      else if (byte === OPEN) {
        if (depth++ === 0) start = at
      } else if (byte === CLOSE && depth > 0 && --depth === 0) {
        record.push(chunk.subarray(start, at + 1), Buffer.from('\n'))
        if (!output.write(Buffer.concat(record))) await once(output, 'drain')
        record = []
      }
    }
    if (depth > 0) record.push(Buffer.from(chunk.subarray(start)))
  }
}

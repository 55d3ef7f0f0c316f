import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Load } from './plan-batches.ts'

/** Readable records of a damaged file, one a line, and what is wrong with the file. */
export interface Saved {
  readonly path: string
  readonly reason: string
}

/** Writes what can still be read of a damaged gzip file to `path`; undefined for files of other kinds. */
export async function salvage(
  source: string,
  load: Pick<Load, 'compression'>,
  path: string,
): Promise<Saved | undefined> {
  await rm(path, { force: true })
  if (load.compression !== 'gzip') return undefined
  const reading = createReadStream(source).pipe(createGunzip())
  const output = createWriteStream(path)
  try {
    for await (const chunk of reading) if (!output.write(chunk)) await drained(output)
  } catch {
    // What was decompressed before the damage is kept; the caller reports the file.
  }
  output.end()
  await finished(output)
  return { path, reason: 'the gzip stream is damaged or cut off; what came before is kept' }
}

async function drained(stream: NodeJS.WritableStream): Promise<void> {
  await new Promise<void>((settle) => stream.once('drain', settle))
}

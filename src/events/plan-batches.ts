import type { FoundFile } from './find-files.ts'
import type { Layout } from './normalize.ts'
import type { Reader } from './readers/index.ts'
import type { Compression, Recognized } from './recognize.ts'

/** A file with its number in the store and what it was recognised as. */
export interface NumberedFile extends FoundFile {
  readonly number: number
  readonly content: Recognized
}

/** Files that one statement reads together. */
export interface Load {
  readonly reader: Reader
  readonly layout: Layout
  readonly compression: Compression
  readonly files: readonly NumberedFile[]
}

const BATCH_BYTES = 512 * 1024 * 1024
const BATCH_FILES = 2000
/** Text of this kind shrinks to about an eighth. */
const COMPRESSED_GROWTH = 8

/** Cuts files, kept in their order, into batches of about so many bytes of raw text. */
export function planBatches(
  files: readonly NumberedFile[],
  batchBytes: number = BATCH_BYTES,
): NumberedFile[][] {
  const batches: NumberedFile[][] = []
  let room = 0
  for (const file of files) {
    const bytes = file.bytes * (file.content.compression === 'none' ? 1 : COMPRESSED_GROWTH)
    const batch = batches.at(-1)
    if (batch === undefined || bytes > room || batch.length >= BATCH_FILES) {
      batches.push([file])
      room = batchBytes - bytes
    } else {
      batch.push(file)
      room -= bytes
    }
  }
  return batches
}

/** Groups the readable files of a batch by what reads them. */
export function planLoads(files: readonly NumberedFile[]): Load[] {
  const loads = new Map<string, Load & { files: NumberedFile[] }>()
  for (const file of files) {
    const { content } = file
    if (content.reader === undefined) continue
    const { reader, layout, compression } = content
    const key = `${reader.name} ${layout} ${compression}`
    const load = loads.get(key)
    if (load === undefined) loads.set(key, { reader, layout, compression, files: [file] })
    else load.files.push(file)
  }
  return [...loads.values()]
}

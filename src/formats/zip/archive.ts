import { Readable } from 'node:stream'
import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { inflateZstd, type ReadAt } from '../zstd/index.ts'
import { zipError } from './errors.ts'

/** What an archive may be at most; whoever opens one knows what it should hold. */
export interface ZipLimits {
  readonly entriesMax: number
  /** Inflated bytes of one member. */
  readonly memberBytesMax: number
  /** Inflated bytes of all members that are read. */
  readonly totalBytesMax: number
  /** Inflated by packed size of a member larger than a mebibyte. */
  readonly ratioMax: number
}

/** An opened archive: its members by name, and a way to read one whole. */
export interface ZipArchive {
  readonly names: readonly string[]
  readonly read: (name: string) => Promise<Uint8Array>
}

const STORED = 0
const DEFLATE = 8
const ZSTANDARD = 93
const RATIO_FROM_BYTES = 1024 * 1024
const LOCAL_HEADER_BYTES = 30

/**
 * Opens a ZIP archive (APPNOTE 6.3.10; stored, deflate, Zstandard; ZIP64) and checks its directory before
 * anything is inflated: number of members, declared sizes and ratios, names that climb, members that overlap.
 * Of members of one name the last counts, as its writers append. Nothing is written to a disk and no archive
 * inside is opened, so that neither names nor quines can act.
 */
export async function openZip(
  readAt: ReadAt,
  size: number,
  limits: ZipLimits,
): Promise<ZipArchive> {
  const entries = await readDirectory(readAt, size, limits)
  let inflated = 0
  const read = async (name: string): Promise<Uint8Array> => {
    const found = entries.members.get(name)
    if (found === undefined) throw damaged(`no member ${shown(name)}`)
    inflated += found.uncompressedSize
    if (inflated > limits.totalBytesMax)
      throw beyond(`members of more than ${limits.totalBytesMax} bytes in all`)
    return readMember(entries.file, readAt, found)
  }
  return { names: [...entries.members.keys()], read }
}

interface Directory {
  readonly file: ZipFile
  readonly members: ReadonlyMap<string, Entry>
}

async function readDirectory(readAt: ReadAt, size: number, limits: ZipLimits): Promise<Directory> {
  const members = new Map<string, Entry>()
  const all: Entry[] = []
  try {
    const file = await fromRandomAccessReaderPromise(new RangeReader(readAt), size, {
      autoClose: false,
      strictFileNames: true,
    })
    if (file.entryCount > limits.entriesMax)
      throw beyond(`${file.entryCount} members, wanted at most ${limits.entriesMax}`)
    for await (const entry of file.eachEntry()) {
      checkEntry(entry, limits)
      all.push(entry)
      members.set(entry.fileName, entry)
    }
    refuseOverlaps(all, size)
    return { file, members }
  } catch (thrown) {
    throw translated(thrown)
  }
}

function checkEntry(entry: Entry, limits: ZipLimits): void {
  const { fileName, compressedSize, uncompressedSize } = entry
  if (entry.isEncrypted()) throw damaged(`the encrypted member ${shown(fileName)}`)
  if (fileName.includes('\0') || fileName.split('/').includes('..'))
    throw hostile(`a member whose name leaves the archive: ${shown(fileName)}`)
  if (uncompressedSize > limits.memberBytesMax)
    throw beyond(
      `${shown(fileName)} of ${uncompressedSize} bytes, wanted at most ${limits.memberBytesMax}`,
    )
  if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * limits.ratioMax)
    throw beyond(
      `${shown(fileName)}, which inflates more than ${limits.ratioMax} times: a bomb, not a log`,
    )
}

/** Members that share bytes are how a small archive inflates without end (Fifield 2019). */
function refuseOverlaps(entries: readonly Entry[], size: number): void {
  const sorted = [...entries].sort(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )
  let end = 0
  for (const entry of sorted) {
    const start = entry.relativeOffsetOfLocalHeader
    if (start < end) throw hostile(`members that overlap: ${shown(entry.fileName)}`)
    end = start + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize
    if (end > size) throw damaged(`${shown(entry.fileName)} beyond the end of the file`)
  }
}

async function readMember(file: ZipFile, readAt: ReadAt, entry: Entry): Promise<Uint8Array> {
  const { fileName, compressedSize, compressionMethod, uncompressedSize } = entry
  const { fileDataStart } = await file
    .readLocalFileHeaderPromise(entry, { minimal: true })
    .catch((thrown: unknown) => {
      throw translated(thrown)
    })
  const packed = await readAt(fileDataStart, compressedSize)
  if (packed.length < compressedSize) throw damaged(`${shown(fileName)} cut off`)
  const bytes = await inflate(packed, compressionMethod, uncompressedSize)
  if (typeof bytes === 'string') throw damaged(`${shown(fileName)} ${bytes}`)
  if (bytes.length !== uncompressedSize || crc32(bytes) !== entry.crc32)
    throw damaged(`${shown(fileName)} with another size or checksum than the directory says`)
  return bytes
}

/** Never more than the directory says: a member that inflates further lies about its size. */
async function inflate(
  packed: Uint8Array,
  method: number,
  bytesMax: number,
): Promise<Uint8Array | string> {
  if (method === STORED) return packed
  if (method === ZSTANDARD) return inflateZstd(packed, bytesMax)
  if (method !== DEFLATE) return `packed by method ${method}, which is not read`
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytesMax) })
  } catch {
    return 'damaged, or larger than the directory says'
  }
}

/** Lets the library read through the function that was passed in. */
class RangeReader extends RandomAccessReader {
  readonly #readAt: ReadAt

  constructor(readAt: ReadAt) {
    super()
    this.#readAt = readAt
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const readAt = this.#readAt
    return Readable.from(
      (async function* () {
        const bytes = await readAt(start, end - start)
        if (bytes.length > 0) yield Buffer.from(bytes)
      })(),
    )
  }
}

/** Messages of the library may quote a name; only what they mean is kept. */
function translated(thrown: unknown): Error {
  if (!(thrown instanceof Error) || 'code' in thrown) return thrown as Error
  const { message } = thrown
  if (/absolute path|relative path|invalid characters in fileName/.test(message))
    return hostile('a member whose name leaves the archive')
  return damaged('an archive that is cut off or damaged')
}

const damaged = (found: string): Error =>
  zipError('WB_FORMATS_ZIP_DAMAGED', `found ${found}, wanted a whole ZIP archive`, {
    hint: 'copy the file again from where it was made',
  })
const hostile = (found: string): Error =>
  zipError('WB_FORMATS_ZIP_HOSTILE', `found ${found}`, {
    hint: 'no honest program writes such an archive; ask where it comes from',
  })
const beyond = (found: string): Error =>
  zipError('WB_FORMATS_ZIP_LIMIT', `found ${found}`, {
    hint: 'docs/reference/limits.md has the limits',
  })

function shown(name: string): string {
  return `"${name.slice(0, 100)}"`
}

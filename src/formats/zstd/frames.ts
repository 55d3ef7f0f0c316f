/** Reads up to so many bytes of a file at a position. */
export type ReadAt = (position: number, length: number) => Promise<Uint8Array>

const FRAME = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
/** Magic number, descriptor, window, dictionary id and content size at their longest. */
const HEADER_BYTES_MAX = 18
const RESERVED_BLOCK = 3
const RUN_BLOCK = 1

/**
 * Walks the frames and blocks of a zstd file (RFC 8878) without unpacking them, since decoders may end
 * silently where a file was cut off. Gives '' for a whole file, else what is wrong with it.
 */
export async function zstdFault(readAt: ReadAt, size: number): Promise<'' | 'cut off' | 'damaged'> {
  return walkFrames(readAt, size, () => {})
}

/** The same, telling of each frame how many bytes of window a decoder must set aside for it. */
export async function walkFrames(
  readAt: ReadAt,
  size: number,
  onFrame: (windowBytes: number) => void,
): Promise<'' | 'cut off' | 'damaged'> {
  let position = 0
  while (position < size) {
    const header = view(await readAt(position, HEADER_BYTES_MAX))
    if (header.byteLength < 8) return 'cut off'
    const magic = header.getUint32(0, true)
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) position += 8 + header.getUint32(4, true)
    else if (magic !== FRAME) return 'damaged'
    else {
      const end = await frameEnd(readAt, position, header.getUint8(4))
      if (typeof end === 'string') return end
      onFrame(windowOf(header))
      position = end
    }
  }
  return position === size ? '' : 'cut off'
}

async function frameEnd(
  readAt: ReadAt,
  start: number,
  descriptor: number,
): Promise<number | 'cut off' | 'damaged'> {
  const isSingle = (descriptor & 0x20) !== 0
  const checksumBytes = (descriptor & 0x04) === 0 ? 0 : 4
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 0x03] ?? 0
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  let position = start + 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes
  for (;;) {
    const block = view(await readAt(position, 3))
    if (block.byteLength < 3) return 'cut off'
    const bits = block.getUint8(0) | (block.getUint8(1) << 8) | (block.getUint8(2) << 16)
    const kind = (bits >> 1) & 3
    if (kind === RESERVED_BLOCK) return 'damaged'
    position += 3 + (kind === RUN_BLOCK ? 1 : bits >>> 3)
    if ((bits & 1) === 1) return position + checksumBytes
  }
}

/** RFC 8878, 3.1.1.1.2 and 3.1.1.1.4: a single segment is its own window. */
function windowOf(header: DataView): number {
  const descriptor = header.getUint8(4)
  if ((descriptor & 0x20) === 0) {
    const base = 2 ** (10 + (header.getUint8(5) >> 3))
    return base + (base / 8) * (header.getUint8(5) & 7)
  }
  const at = 5 + ([0, 1, 2, 4][descriptor & 0x03] ?? 0)
  const sizeBytes = [1, 2, 4, 8][descriptor >> 6] ?? 0
  if (header.byteLength < at + sizeBytes) return 0
  let value = 0
  for (let index = sizeBytes - 1; index >= 0; index--)
    value = value * 256 + header.getUint8(at + index)
  return sizeBytes === 2 ? value + 256 : value
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

import { Decompress } from 'fzstd'
import { walkFrames } from './frames.ts'

/** The decoder sets the window of each frame aside at once; writers of logs use 8 MiB at most, `--long` 128 MiB. */
const WINDOW_BYTES_MAX = 128 * 1024 * 1024

/**
 * Unpacks a zstd file of one frame or several that is in memory. Gives the bytes, or why there are none:
 * a bomb is refused by its window before anything is set aside for it, and by its size while it inflates.
 */
export async function inflateZstd(
  packed: Uint8Array,
  bytesMax: number,
): Promise<Uint8Array | 'cut off' | 'damaged' | 'too large'> {
  let widest = 0
  const fault = await walkFrames(
    (position, length) => Promise.resolve(packed.subarray(position, position + length)),
    packed.length,
    (window) => (widest = Math.max(widest, window)),
  )
  if (fault !== '') return fault
  if (widest > Math.max(WINDOW_BYTES_MAX, bytesMax)) return 'too large'
  const parts: Uint8Array[] = []
  let size = 0
  try {
    const decoder = new Decompress((part) => {
      size += part.length
      if (size > bytesMax) throw new RangeError()
      parts.push(part.slice())
    })
    decoder.push(packed, true)
  } catch (thrown) {
    return thrown instanceof RangeError ? 'too large' : 'damaged'
  }
  return Buffer.concat(parts, size)
}

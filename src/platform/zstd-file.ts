import { open } from 'node:fs/promises'
import { zstdFault } from '../formats/zstd/index.ts'

/** Whether a zstd file ends early or is no zstd: '' for a whole one. Reads only the headers of its blocks. */
export async function zstdFileFault(path: string): Promise<'' | 'cut off' | 'damaged'> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const readAt = async (position: number, length: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
      return buffer.subarray(0, bytesRead)
    }
    return await zstdFault(readAt, size)
  } finally {
    await handle.close()
  }
}

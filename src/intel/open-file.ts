import { createReadStream } from 'node:fs'
import { open, symlink, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createGunzip } from 'node:zlib'
import { type Engine, zstdFileFault } from '../platform/index.ts'

const READ_BYTES = 1024 * 1024

/** Opens a file for reading in pieces; gzip and zstd are recognised from their first bytes. */
export async function openFile(
  engine: Engine,
  folder: string,
  path: string,
): Promise<AsyncIterable<Buffer>> {
  const head = await readHead(path)
  if (head === '28b52ffd') return readZstd(engine, folder, path)
  const raw = createReadStream(path, { highWaterMark: READ_BYTES })
  if (!head.startsWith('1f8b')) return raw
  const unpacked = createGunzip({ chunkSize: READ_BYTES })
  raw.on('error', (error) => unpacked.destroy(error))
  return raw.pipe(unpacked)
}

async function readHead(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead).toString('hex')
  } finally {
    await handle.close()
  }
}

/**
 * Node 20 has no zstd, but the engine has: it unpacks byte by byte, in bounded memory, into a file.
 * The link gives the file a name that the engine takes for neither a pattern nor plain text.
 */
async function* readZstd(engine: Engine, folder: string, path: string): AsyncIterable<Buffer> {
  const packed = join(folder, 'packed.zst')
  const unpacked = join(folder, 'unpacked.bin')
  try {
    await symlink(resolve(path), packed)
    await engine.run(
      `INSERT INTO FUNCTION file({to:String}, 'RowBinary', 'byte UInt8')
       SELECT byte FROM file({from:String}, 'RowBinary', 'byte UInt8')`,
      { from: packed, to: unpacked },
    )
    yield* createReadStream(unpacked, { highWaterMark: READ_BYTES })
    // The engine does not tell when a stream ends early.
    const fault = await zstdFileFault(path)
    if (fault !== '') throw new Error(`the zstd stream is ${fault}`)
  } finally {
    await Promise.all([packed, unpacked].map((file) => unlink(file).catch(() => undefined)))
  }
}

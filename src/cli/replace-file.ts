import { open, rename } from 'node:fs/promises'

/**
 * Writes a file beside its place and renames it, so that a kill leaves either the old file or the whole new one.
 */
export async function replaceFile(
  path: string,
  fill: (write: (part: string | Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await open(`${path}.tmp`, 'w')
  try {
    await fill(async (part) => {
      await file.writeFile(part)
    })
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
}

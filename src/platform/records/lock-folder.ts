import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

type Lock =
  | { readonly held: true; release(): Promise<void> }
  | { readonly held: false; readonly by: string }

/**
 * Holds a folder for this process by a file that can be made only once. A file left by a process that is gone is
 * taken over: the number in it tells.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const file = join(folder, 'records.lock')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(String(process.pid))
      await handle.close()
      return { held: true, release: () => rm(file, { force: true }) }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    }
    const by = (await readFile(file, 'utf8').catch(() => '')).trim()
    if (isRunning(by)) return { held: false, by }
    await rm(file, { force: true })
  }
  return { held: false, by: 'unknown' }
}

/** Signal 0 asks whether a process is there, and does nothing to it. */
function isRunning(pid: string): boolean {
  if (!/^\d+$/.test(pid)) return false
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

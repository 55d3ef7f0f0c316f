import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Works in a new folder that only this user may read and removes it, also when the person interrupts: it holds requests. */
export async function withTemporaryFolder<Value>(
  prefix: string,
  work: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), prefix))
  const interrupt = (signal: NodeJS.Signals): void => {
    remove(folder)
    for (const name of SIGNALS) process.removeListener(name, interrupt)
    process.kill(process.pid, signal)
  }
  for (const name of SIGNALS) process.once(name, interrupt)
  try {
    return await work(folder)
  } finally {
    for (const name of SIGNALS) process.removeListener(name, interrupt)
    await rm(folder, { recursive: true, force: true })
  }
}

const QUIET_MS = 100
const ATTEMPTS = 20

/** What the engine still writes while the program ends is removed too, until nothing new appears. */
function remove(folder: string): void {
  const bell = new Int32Array(new SharedArrayBuffer(4))
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // A file appeared meanwhile; tried again.
    }
    Atomics.wait(bell, 0, 0, QUIET_MS)
    if (!existsSync(folder)) return
  }
}

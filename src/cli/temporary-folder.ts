import { rmSync } from 'node:fs'
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
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
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

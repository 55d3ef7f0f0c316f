import { openEmbeddedEngine } from './clickhouse.ts'
import type { Engine } from './engine.ts'

/** The event store of a process that needs it now and then, while a screen may want the same folder in between. */
export interface EngineLoan {
  /** Runs `work` on the engine, one at a time. Throws WB_PLATFORM_ENGINE_BUSY while another process holds the folder. */
  use<Result>(work: (engine: Engine) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Opening again takes some 30 ms; a screen that waits for the folder gives up at once. */
const IDLE_MS = 1000

/** Opens the engine when it is first asked for and closes it when nobody asked for a second. */
export function lendEngine(folder: string): EngineLoan {
  let engine: Engine | undefined
  let timer: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  const closeNow = async (): Promise<void> => {
    const open = engine
    engine = undefined
    await open?.close()
  }
  const queue = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
  return {
    use: (work) =>
      queue(async () => {
        clearTimeout(timer)
        engine ??= await openEmbeddedEngine(folder)
        try {
          return await work(engine)
        } finally {
          timer = setTimeout(() => void queue(closeNow).catch(() => undefined), IDLE_MS)
          timer.unref()
        }
      }),
    close: () => {
      clearTimeout(timer)
      return queue(closeNow)
    },
  }
}

import type { Clock, Progress } from '../platform/index.ts'

/** Where a command reads and writes; passed in, so that tests run commands in the process. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly clock: Clock
  readonly progress: Progress
  /** Removes a half-drawn progress line before something else is printed. */
  readonly clearProgress: () => void
}

/** One command of the binary: a file each. `run` gives the exit code 0 or 1; failures are thrown. */
export interface Command {
  readonly usage: string
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<0 | 1>
}

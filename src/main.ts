#!/usr/bin/env node
import { runCommandLine } from './cli/index.ts'
import { systemClock, terminalProgress } from './platform/index.ts'

const { progress, clear } = terminalProgress(process.stderr)
process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  clock: systemClock,
  progress,
  clearProgress: clear,
})

export type { Command, Terminal } from './command.ts'
export { COMMANDS, runCommandLine } from './run.ts'
export { screenUsage } from './screen-job.ts'
export type { ScreenInput, ScreenSummary } from './screen-job.ts'

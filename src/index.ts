/** The public library surface: the main job as a function, and its shapes. */
export { WindbreakError } from './core/index.ts'
export type { ErrorPlace, ExitCode } from './core/index.ts'
export type { Cluster, Lead } from './attribution/index.ts'
export { screenUsage } from './cli/screen-job.ts'
export type { ScreenInput, ScreenSummary } from './cli/screen-job.ts'

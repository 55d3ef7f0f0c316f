export type { Terminal } from './command.ts'
export { COMMANDS } from './commands.ts'
export { runCommandLine } from './run.ts'

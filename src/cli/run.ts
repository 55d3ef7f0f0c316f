import type { Terminal } from './command.ts'
import { COMMANDS } from './commands.ts'
import { cliError } from './errors.ts'
import { printError, toWindbreakError } from './print-error.ts'

const SUMMARY = `windbreak finds the accounts that state-affiliated threat actors run on an AI service, and shows why.

usage: windbreak <command> [options]

${COMMANDS.map((command) => `  ${command.name.padEnd(10)} ${command.summary}`).join('\n')}

windbreak <command> --help tells a command's options.
exit codes: 0 done, 1 leads found (--fail-on-leads), 2 bad input, 3 bad configuration, 4 engine or partner unreachable
`

/** Runs the binary on its arguments and gives the exit code. Errors are printed as code, message and hint. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(SUMMARY)
    return 0
  }
  try {
    const named = COMMANDS.find((candidate) => candidate.name === name)
    if (named === undefined) {
      throw cliError(
        'WB_CLI_UNKNOWN_COMMAND',
        `found command "${name}", wanted one of ${COMMANDS.map((c) => c.name).join(', ')}`,
        {
          hint: 'windbreak --help lists the commands',
        },
      )
    }
    const command = await named.load()
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.out(command.usage)
      return 0
    }
    return await command.run(rest, terminal)
  } catch (thrown) {
    const error = toWindbreakError(thrown)
    terminal.clearProgress()
    terminal.err(printError(error))
    return error.exitCode
  }
}

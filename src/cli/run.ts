import { assess } from './assess.ts'
import { audit } from './audit.ts'
import type { Command, Terminal } from './command.ts'
import { demo } from './demo.ts'
import { cliError } from './errors.ts'
import { evaluate } from './evaluate.ts'
import { hunt } from './hunt.ts'
import { intel } from './intel.ts'
import { people } from './people.ts'
import { printError, toWindbreakError } from './print-error.ts'
import { retention } from './retention.ts'
import { rules } from './rules.ts'
import { screen } from './screen.ts'
import { serve } from './serve.ts'

/** Every command of the binary, in the order that help shows. */
export const COMMANDS: readonly Command[] = [
  demo,
  screen,
  serve,
  hunt,
  intel,
  rules,
  people,
  audit,
  retention,
  assess,
  evaluate,
]

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
    const command = COMMANDS.find((candidate) => candidate.name === name)
    if (command === undefined) {
      throw cliError(
        'WB_CLI_UNKNOWN_COMMAND',
        `found command "${name}", wanted one of ${COMMANDS.map((c) => c.name).join(', ')}`,
        {
          hint: 'windbreak --help lists the commands',
        },
      )
    }
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

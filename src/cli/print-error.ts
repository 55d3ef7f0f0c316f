import { formatError, WindbreakError } from '../core/index.ts'
import { cliError } from './errors.ts'
import { printable, printableLines } from './printable.ts'

/** An error as it is shown on a terminal: names of files and values that it quotes cannot act there. */
export function printError(error: WindbreakError): string {
  const { file, path, ...place } = error.at ?? {}
  const safe = new WindbreakError(error.code, error.exitCode, printable(error.message, 2000), {
    ...(error.hint === undefined ? {} : { hint: printableLines(error.hint) }),
    at: {
      ...place,
      ...(file === undefined ? {} : { file: printable(file) }),
      ...(path === undefined ? {} : { path: printable(path) }),
    },
  })
  return `${formatError(safe)}\n`
}

/**
 * Turns what was thrown into an error with a code: a refusal of the operating system, or a mistake in
 * the program. Messages of others may quote content, so only codes, places and names are kept.
 */
export function toWindbreakError(thrown: unknown): WindbreakError {
  if (thrown instanceof WindbreakError) return thrown
  if (!(thrown instanceof Error))
    return cliError('WB_CLI_UNEXPECTED', 'found a mistake in windbreak', { hint: REPORT })
  const { code, syscall, path } = thrown as NodeJS.ErrnoException
  if (syscall !== undefined && code !== undefined)
    return cliError('WB_CLI_SYSTEM', `the operating system refused ${syscall}: ${code}`, {
      hint: 'check that the file or folder exists, may be used, and that the disk is not full',
      ...(path === undefined ? {} : { at: { file: path } }),
      cause: thrown,
    })
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return cliError('WB_CLI_UNEXPECTED', `found a mistake in windbreak: ${thrown.name}`, {
    hint: [REPORT, ...frames.slice(0, 5)].join('\n'),
    cause: thrown,
  })
}

const REPORT = 'please report this with the version of windbreak and these lines'

import { TLP_LEVELS, type Tlp } from '../formats/stix/index.ts'
import type { Withheld } from '../sharing/index.ts'
import type { Terminal } from './command.ts'
import { cliError } from './errors.ts'
import { type Options, textOption } from './options.ts'
import { printable, printableJson } from './printable.ts'

/** One action of `windbreak intel`: its own options are read from `args`. */
export type IntelAction = (
  args: readonly string[],
  terminal: Terminal,
  usage: string,
) => Promise<void>

/** An option that must be there. Throws WB_CLI_BAD_OPTION. */
export function neededOption(options: Options, name: string, usage: string): string {
  const value = textOption(options, name)
  if (value !== undefined && value !== '') return value
  throw cliError('WB_CLI_BAD_OPTION', `found no --${name}, wanted one`, { hint: usage })
}

/** An option that is a TLP level. Throws WB_CLI_BAD_OPTION that names the levels. */
export function tlpOption(options: Options, name: string, usage: string): Tlp {
  const text = neededOption(options, name, usage)
  const level = TLP_LEVELS.find((one) => one === text.toLowerCase().replace(/^tlp:/, ''))
  if (level !== undefined) return level
  throw cliError('WB_CLI_BAD_OPTION', `--${name}: found "${text}", wanted ${TLP_LEVELS.join(', ')}`)
}

/** Prints a result as JSON when it was asked for, else as the lines given. */
export function printResult(
  terminal: Terminal,
  options: Options,
  result: object,
  lines: readonly string[],
): void {
  terminal.out(
    options['json'] === true
      ? `${printableJson(result, 2)}\n`
      : lines.map((line) => `${line}\n`).join(''),
  )
}

const WITHHELD_SHOWN = 20

/** Lines that say what may not leave and why: the first ones, and how many more. */
export function withheldLines(withheld: readonly Withheld[]): string[] {
  const more = withheld.length - WITHHELD_SHOWN
  return [
    ...withheld
      .slice(0, WITHHELD_SHOWN)
      .map(({ id, reason }) => `  ${printable(id)} ${printable(reason)}`),
    ...(more > 0 ? [`  and ${more} more; --json lists all`] : []),
  ]
}

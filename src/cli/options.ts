import { parseArgs, type ParseArgsConfig } from 'node:util'
import { type Instant, parseInstant } from '../core/index.ts'
import { cliError } from './errors.ts'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>

/** Values of a command's options: text, several texts, or a switch. */
export type Options = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>

/**
 * Reads a command's options. Several values may follow a `multiple` option (`--usage a b`), as the
 * contract writes it. Throws WB_CLI_BAD_OPTION with the command's usage as hint.
 */
export function readOptions(
  args: readonly string[],
  config: OptionsConfig,
  usage: string,
): Options {
  try {
    return parseArgs({ args: repeatFlags(args, config), options: config, allowPositionals: false })
      .values
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw cliError('WB_CLI_BAD_OPTION', message, { hint: usage })
  }
}

/** `--usage a b --out c` becomes `--usage a --usage b --out c` for options that take several values. */
function repeatFlags(args: readonly string[], config: OptionsConfig): string[] {
  const result: string[] = []
  let flag = ''
  let taken = 0
  for (const arg of args) {
    if (arg.startsWith('--')) {
      const name = arg.slice(2).split('=')[0] ?? ''
      flag = config[name]?.multiple === true ? (arg.split('=')[0] ?? '') : ''
      taken = arg.includes('=') ? 1 : 0
      result.push(arg)
    } else {
      if (flag !== '' && taken > 0) result.push(flag)
      taken++
      result.push(arg)
    }
  }
  return result
}

export function textOption(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export function listOption(options: Options, name: string): string[] {
  const value = options[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** A whole number within limits. Throws WB_CLI_BAD_OPTION that says what was found and what is accepted. */
export function numberOption(
  options: Options,
  name: string,
  low: number,
  high: number,
): number | undefined {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isInteger(value) || value < low || value > high) {
    throw cliError(
      'WB_CLI_BAD_OPTION',
      `--${name}: found "${text}", wanted a whole number from ${low} to ${high}`,
    )
  }
  return value
}

/** An instant. Throws WB_CLI_BAD_INSTANT that says what was found and what is accepted. */
export function instantOption(options: Options, name: string): Instant | undefined {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  if (instant === undefined) {
    throw cliError(
      'WB_CLI_BAD_INSTANT',
      `--${name}: found "${text}", wanted an instant such as 2026-01-05T08:12:00Z`,
    )
  }
  return instant
}

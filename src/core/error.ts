/** Where in the input a problem was found. Every member is optional; give what is known. */
export interface ErrorPlace {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** JSON path such as `objects[3].pattern`. */
  readonly path?: string
}

/** Exit codes of every command (CONTRACTS.md 1): 2 bad input or rule, 3 bad configuration, 4 engine or partner unreachable. */
export type ExitCode = 2 | 3 | 4

export interface ErrorDetails {
  readonly hint?: string
  readonly at?: ErrorPlace
  readonly cause?: unknown
}

/**
 * The one error class for what the world does wrong. `message` says what was found and what was
 * wanted; `hint` says what to do next. Programmer mistakes use `assert` and crash instead.
 */
export class WindbreakError extends Error {
  readonly code: string
  readonly exitCode: ExitCode
  readonly hint: string | undefined
  readonly at: ErrorPlace | undefined

  constructor(code: string, exitCode: ExitCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'WindbreakError'
    this.code = code
    this.exitCode = exitCode
    this.hint = details.hint
    this.at = details.at
  }
}

/** Makes an error of one of a layer's codes. */
export type ErrorMaker<Code extends string> = (
  code: Code,
  message: string,
  details?: ErrorDetails,
) => WindbreakError

/**
 * Makes a layer's error constructors from its table of codes, so that a code is written down once.
 *
 *     const errors = errorTable({ WB_EVENTS_NO_FORMAT: 2 })
 *     throw errors('WB_EVENTS_NO_FORMAT', 'found …, wanted …', { hint: '…' })
 */
export function errorTable<Code extends string>(
  codes: Readonly<Record<Code, ExitCode>>,
): ErrorMaker<Code> {
  return (code, message, details) => new WindbreakError(code, codes[code], message, details)
}

/** Prints an error as the command line shows it: place, code, message, and what to do. */
export function formatError(error: WindbreakError): string {
  const { file, line, column, path } = error.at ?? {}
  const spot = [file, line, column].filter((part) => part !== undefined).join(':')
  const where = [spot, path].filter((part) => part !== undefined && part !== '').join(' ')
  const head = where === '' ? '' : `${where}: `
  const hint = error.hint === undefined ? '' : `\n  hint: ${error.hint}`
  return `${head}error ${error.code}: ${error.message}${hint}`
}

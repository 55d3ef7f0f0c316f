import { type ErrorMaker, errorTable, showPlace, type WindbreakError } from '../../core/index.ts'

type Code = 'WB_FORMATS_REGEX_SYNTAX' | 'WB_FORMATS_REGEX_UNSUPPORTED' | 'WB_FORMATS_REGEX_LIMIT'

const makeError: ErrorMaker<Code> = errorTable({
  WB_FORMATS_REGEX_SYNTAX: 2,
  WB_FORMATS_REGEX_UNSUPPORTED: 2,
  WB_FORMATS_REGEX_LIMIT: 2,
})

/** An error at a place of a regular expression. `column` of its place counts within the expression. */
export function regexError(
  code: Code,
  source: string,
  start: number,
  message: string,
  hint: string,
): WindbreakError {
  const { line, column, excerpt } = showPlace(source, start)
  return makeError(code, `${message}${excerpt}`, { hint, at: { line, column } })
}

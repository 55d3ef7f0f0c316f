import {
  type ErrorMaker,
  errorTable,
  showPlace,
  type SourceSpan,
  type WindbreakError,
} from '../../core/index.ts'

type Code = 'WB_FORMATS_NOVA_SYNTAX' | 'WB_FORMATS_NOVA_CONDITION' | 'WB_FORMATS_NOVA_LIMIT'

const makeError: ErrorMaker<Code> = errorTable({
  WB_FORMATS_NOVA_SYNTAX: 2,
  WB_FORMATS_NOVA_CONDITION: 2,
  WB_FORMATS_NOVA_LIMIT: 2,
})

/** An error at a place of a NOVA file, with its line and a caret in the message. */
export function novaError(
  code: Code,
  text: string,
  span: SourceSpan,
  message: string,
  hint: string,
): WindbreakError {
  const { line, column, excerpt } = showPlace(text, Math.min(span.start, text.length))
  return makeError(code, `${message}${excerpt}`, { hint, at: { line, column } })
}

import {
  type ErrorMaker,
  errorTable,
  placedErrors,
  type PlacedErrorMaker,
  printableSource,
} from '../../core/index.ts'
import type { Span } from './ast.ts'

type Code = 'WB_FORMATS_PATTERN_SYNTAX' | 'WB_FORMATS_PATTERN_VALUE' | 'WB_FORMATS_PATTERN_LIMIT'

/** What data holds that no pattern can be matched with. */
export const observedDataError: ErrorMaker<'WB_FORMATS_OBSERVED_DATA'> = errorTable({
  WB_FORMATS_OBSERVED_DATA: 2,
})

const makeError: ErrorMaker<Code> = errorTable({
  WB_FORMATS_PATTERN_SYNTAX: 2,
  WB_FORMATS_PATTERN_VALUE: 2,
  WB_FORMATS_PATTERN_LIMIT: 2,
})

/** An error at a place of the pattern, with its line and a caret in the message. */
export const patternError: PlacedErrorMaker<Code> = placedErrors(makeError)

/** What was found, quoted and cut, with control characters made harmless. */
export function quoteFound(text: string, span: Span): string {
  if (span.start >= text.length) return 'the end of the pattern'
  return `'${printableSource(text.slice(span.start, Math.min(span.end, span.start + 40)))}'`
}

export { clamp, logOdds, probabilityOf, roundTo } from './bits.ts'
export { errorTable, formatError, WindbreakError } from './error.ts'
export type { ErrorDetails, ErrorMaker, ErrorPlace, ExitCode } from './error.ts'
export { groupBy } from './group-by.ts'
export {
  EVENT_YEAR_MIN,
  LINE_BYTES_MAX,
  LINK_HOLDERS_MAX,
  LINK_STAR_HOLDERS_MAX,
  OBSERVABLE_CHARS_MAX,
  OBSERVABLES_PER_EVENT_MAX,
  TEXT_CHARS_MAX,
} from './limits.ts'
export { seededRandom } from './random.ts'
export type { Random } from './random.ts'
export { placedErrors, printableSource, showPlace } from './source-text.ts'
export type { PlacedErrorMaker, ShownPlace, SourceSpan } from './source-text.ts'
export { parseInstant } from './time.ts'
export type { Instant } from './time.ts'
export { confidenceOf, shownProbability, wordsOf } from './words.ts'

/**
 * A usage-log format: how it is recognised and the SELECT that turns its records into raw events.
 *
 * The SELECT reads a subquery with the columns `file UInt32`, `number UInt64` (1-based line or
 * record), `record String` (one JSON object, empty if it was refused) and `fault String` (why), and
 * gives the columns of RAW_COLUMNS. `instant` is null where no time could be read.
 */
export interface Reader {
  readonly name: string
  /** True if a record with these top-level keys is of this format. */
  recognizes(keys: ReadonlySet<string>): boolean
  select(records: string): string
}

/** What every reader gives, in this order. `reject` is empty or says why the record is set aside. */
export const RAW_COLUMNS: readonly string[] = [
  'file',
  'line',
  'part',
  'reject',
  'event_id',
  'instant',
  'account_id',
  'org_id',
  'api_key_id',
  'end_user_id',
  'conversation_id',
  'address',
  'user_agent',
  'model',
  'operation',
  'status',
  'system_text',
  'prompt',
  'completion',
  'tool_names',
  'tool_args',
  'tokens_in',
  'tokens_out',
]

/** The reasons for which a whole record is set aside before its fields are looked at. */
export const NOT_JSON = 'not JSON the engine can read'
export const NOT_AN_OBJECT = 'not a JSON object'

/** SQL: the first of these texts that is not empty. */
export function firstOf(...texts: readonly string[]): string {
  const last = texts.at(-1) ?? "''"
  const tests = texts.slice(0, -1).flatMap((text) => [`${text} != ''`, text])
  return tests.length === 0 ? last : `multiIf(${[...tests, last].join(', ')})`
}

/** SQL: the texts of an array that are not empty, one below the other. */
export function joined(texts: string): string {
  return `arrayStringConcat(arrayFilter(text -> text != '', ${texts}), '\\n')`
}

/**
 * SQL: an instant as `Nullable(DateTime64(3))` from text that is ISO 8601, `YYYY-MM-DD HH:MM:SS.ffffff`
 * (taken as UTC) or a number of seconds, milliseconds, microseconds or nanoseconds since 1970.
 */
export function instant(text: string): string {
  const number = `toFloat64OrNull(${text})`
  const scale = `multiIf(${number} >= 1e17, 1e-6, ${number} >= 1e14, 1e-3, ${number} >= 1e11, 1, 1000)`
  return (
    `multiIf(${text} = '', NULL, match(${text}, '^-?[0-9.]+([eE][+]?[0-9]+)?$'), ` +
    `if(${number} > 0 AND ${number} < 1e19, ` +
    `fromUnixTimestamp64Milli(toInt64(round(assumeNotNull(${number}) * ${scale})), 'UTC'), NULL), ` +
    `parseDateTime64BestEffortOrNull(${text}, 3, 'UTC'))`
  )
}

/** SQL: why a record in which the reader found no sign of a call is refused; empty if it is sound JSON. */
export function faultOf(isBare: string): string {
  return `multiIf(fault != '', fault, (${isBare}) AND NOT isValidJSON(record), '${NOT_JSON}', '')`
}

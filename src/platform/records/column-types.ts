/** Postgres' own numbers of the column types whose JavaScript shape we fix, so that both engines give the same. */
const INT8 = 20
const TIMESTAMPTZ = 1184

/**
 * How columns reach TypeScript, in PGlite and on a server alike: `bigint` as a number (an error past 2^53, never a
 * rounded value), `timestamptz` as UTC ISO text with at least milliseconds, microseconds kept.
 */
export const COLUMN_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: parseSafeInteger,
  [TIMESTAMPTZ]: parseTimestamp,
}

function parseSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new Error(`records: found the integer ${text}, wanted one below 2^53; select it as text`)
  return value
}

const TIMESTAMP = /^(\d{4,})-(\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00(?::00)?$/

/** Every session runs in UTC, so the text that the server gives ends with `+00`. */
function parseTimestamp(text: string): string {
  const [, year, day, time, fraction = ''] = TIMESTAMP.exec(text) ?? []
  if (year === undefined) throw new Error(`records: found the time ${text}, wanted one in UTC`)
  return `${year}-${day}T${time}.${fraction.padEnd(3, '0')}Z`
}

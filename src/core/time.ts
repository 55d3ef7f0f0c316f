/** An instant as UTC ISO 8601 text with milliseconds, e.g. `2026-01-05T08:12:00.000Z`. */
export type Instant = string

const ISO = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?$/

/** Parses RFC 3339, a bare date, or `YYYY-MM-DD HH:MM:SS` (taken as UTC); undefined if it is none of these. */
export function parseInstant(text: string): Instant | undefined {
  const trimmed = text.trim()
  if (!ISO.test(trimmed)) return undefined
  const spaced = trimmed.replace(/^(\S+) (\d\d:)/, '$1T$2').toUpperCase()
  const zoned =
    /(?:Z|[+-]\d\d:?\d\d)$/.test(spaced.slice(10)) || spaced.length === 10 ? spaced : `${spaced}Z`
  const time = Date.parse(zoned)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

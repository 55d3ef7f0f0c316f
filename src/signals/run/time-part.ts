import { parseInstant } from '../../core/index.ts'
import type { TimeUnit } from '../ir/predicate.ts'

const DAY_MS = 86_400_000

/** A part of an instant in UTC: minute, hour, day of the month, ISO week, month, year. */
export function timePart(text: string, unit: TimeUnit): number | undefined {
  const instant = parseInstant(text)
  if (instant === undefined) return undefined
  const date = new Date(instant)
  switch (unit) {
    case 'minute':
      return date.getUTCMinutes()
    case 'hour':
      return date.getUTCHours()
    case 'day':
      return date.getUTCDate()
    case 'week':
      return isoWeek(date)
    case 'month':
      return date.getUTCMonth() + 1
    case 'year':
      return date.getUTCFullYear()
  }
}

/** Weeks begin on Monday; the first is the one that holds the year's first Thursday. */
function isoWeek(date: Date): number {
  const day = Math.floor(date.getTime() / DAY_MS)
  const thursday = new Date((day + 3 - ((day + 3) % 7)) * DAY_MS)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return Math.floor((thursday.getTime() - first) / DAY_MS / 7) + 1
}

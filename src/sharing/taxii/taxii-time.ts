import { parseInstant } from '../../core/index.ts'

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(?:Z|[+-]\d\d:\d\d)$/i

/** An RFC 3339 instant as UTC text with six digits of a second, as TAXII writes its own times; undefined if it is none. */
export function taxiiTime(text: string): string | undefined {
  const match = RFC3339.exec(text)
  const instant = match === null ? undefined : parseInstant(text)
  if (match === null || instant === undefined || !isDay(text.slice(0, 10))) return undefined
  return `${instant.slice(0, 19)}.${(match[1] ?? '').padEnd(6, '0').slice(0, 6)}Z`
}

/** False for the 31st of February, which Date takes for a day in March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

/** The instant one microsecond after another, both with six digits. */
export function nextMicrosecond(time: string): string {
  const micros =
    BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1000n + BigInt(time.slice(20, 26)) + 1n
  const seconds = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19)
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, '0')}Z`
}

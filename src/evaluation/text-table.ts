import type { Ratio, Spread } from './statistics.ts'

/** A number with fixed digits, `n/a` for null. */
export function decimal(value: number | null, digits: number): string {
  return value === null ? 'n/a' : value.toFixed(digits)
}

/** `0.62 [0.40, 0.81] 25/40`; counts are left out when the total is 0. */
export function ratio({ value, low, high, count, total }: Ratio): string {
  if (value === null) return 'n/a'
  const counts = total === 0 ? '' : ` ${count}/${total}`
  return `${decimal(value, 2)} [${decimal(low, 2)}, ${decimal(high, 2)}]${counts}`
}

/** `0.62 (0.40 to 0.81)`: mean and range over worlds. */
export function spread({ mean, low, high }: Spread): string {
  return mean === null ? 'n/a' : `${decimal(mean, 2)} (${decimal(low, 2)} to ${decimal(high, 2)})`
}

export function header(title: string): string[] {
  return ['', title]
}

/** Rows of cells as aligned lines, two spaces between columns. */
export function table(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
  return rows.map((row) =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  )
}

const NAME_CHARS_MAX = 40

/** A name from outside, safe for a terminal: control and direction characters become dots, long names are cut. */
export function printable(name: string): string {
  const safe = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
  return safe.length > NAME_CHARS_MAX ? `${safe.slice(0, NAME_CHARS_MAX - 1)}…` : safe
}

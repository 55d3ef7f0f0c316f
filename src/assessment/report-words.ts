import { signed } from '../formats/document/index.ts'
import type { Comparison } from './result.ts'

/** Two would hide on which side of nothing an interval ends. */
const DIGITS = 3

export const NOT_BINARY = 'scores are not all 0 or 1'

export const METHODS = {
  'newcombe-paired': "Newcombe's method for paired shares",
  'clustered-t': 'clustered standard errors and Student\u2019s t',
  none: 'no method: one cluster has no interval',
} as const

export function share({ value, low, high }: Comparison['arm']): string {
  return `${percent(value)} [${percent(low)}, ${percent(high)}]`
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)}%`
}

export function difference({ difference: { value, low, high, method } }: Comparison): string {
  return method === 'none'
    ? `${signed(value, DIGITS)}, no interval`
    : `${signed(value, DIGITS)} [${signed(low, DIGITS)}, ${signed(high, DIGITS)}]`
}

export function bounds(interval: { low: number; high: number } | null, isSigned = true): string {
  if (interval === null) return NOT_BINARY
  const shown = (value: number): string =>
    isSigned ? signed(value, DIGITS) : value.toFixed(DIGITS)
  return `[${shown(interval.low)}, ${shown(interval.high)}]`
}

export function pOf(p: number | null): string {
  if (p === null) return '–'
  return p < 0.001 ? '<0.001' : p.toFixed(3)
}

export function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

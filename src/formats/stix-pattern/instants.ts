import { isPatternInstant } from './scan.ts'

/** An instant of a pattern or of STIX data in nanoseconds, to its last digit; undefined when it is none. */
export function instantNanoseconds(value: unknown): bigint | undefined {
  if (typeof value !== 'string' || !isPatternInstant(value)) return undefined
  const [, whole = '', fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(value) ?? []
  // A leap second is the first second of the next minute.
  const isLeap = whole.endsWith(':60')
  const milliseconds = Date.parse(`${isLeap ? whole.replace(/60$/, '59') : whole}Z`)
  if (Number.isNaN(milliseconds)) return undefined
  const seconds = BigInt(milliseconds / 1000) + (isLeap ? 1n : 0n)
  return seconds * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
}

/** A number of seconds as a pattern writes it, in nanoseconds. */
export function secondsNanoseconds(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return (
    BigInt(whole === '' ? '0' : whole) * 1_000_000_000n +
    BigInt(fraction.slice(0, 9).padEnd(9, '0'))
  )
}

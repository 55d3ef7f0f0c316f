import { bind } from './sql-text.ts'

/** Longer labels cannot be names (63 characters in ASCII), and the folds below cost their square. */
const LABEL_BYTES_MAX = 200

/** A folded host with each label that is not ASCII as punycode (RFC 3492). Costly: for such hosts only. */
export function punycodeHostSql(host: string): string {
  const isPlain = `length(label) = lengthUTF8(label) OR length(label) > ${LABEL_BYTES_MAX}`
  const points = `arrayMap(c -> toInt64(${codePointSql('c')}), ngrams(if(${isPlain}, '', label), 1))`
  const label = `if(${isPlain}, label, ${bind({ points }, encodeSql())})`
  return `arrayStringConcat(arrayMap(label -> ${label}, splitByChar('.', ${host})), '.')`
}

/** The code point of one UTF-8 character. */
function codePointSql(char: string): string {
  const byte = (at: number): string => `toUInt32(reinterpretAsUInt8(substring(${char}, ${at}, 1)))`
  const low = (at: number): string => `bitAnd(${byte(at)}, 63)`
  return (
    `multiIf(length(${char}) = 1, ${byte(1)}, ` +
    `length(${char}) = 2, bitAnd(${byte(1)}, 31) * 64 + ${low(2)}, ` +
    `length(${char}) = 3, bitAnd(${byte(1)}, 15) * 4096 + ${low(2)} * 64 + ${low(3)}, ` +
    `bitAnd(${byte(1)}, 7) * 262144 + ${low(2)} * 4096 + ${low(3)} * 64 + ${low(4)})`
  )
}

/**
 * RFC 3492 section 6.3 over `points` as a fold: every character is visited once for each distinct code
 * point in rising order. State: text, delta, bias, characters handled, next code point, basic characters.
 */
function encodeSql(): string {
  const basic = `arrayStringConcat(arrayMap(p -> char(p), arrayFilter(p -> p < 128, points)))`
  const basics = `toInt64(arrayCount(p -> p < 128, points))`
  const rising = `arraySort(arrayDistinct(arrayFilter(p -> p >= 128, points)))`
  const pass = `arrayMap((p, i) -> (m, p, i = 1, i = length(points)), points, arrayEnumerate(points))`
  const steps = `arrayFlatten(arrayMap(m -> ${pass}, ${rising}))`
  const delta = `a.2 + if(x.3, (x.1 - a.5) * (a.4 + 1), 0) + if(x.2 < x.1, 1, 0)`
  const next = `if(x.2 = x.1, (concat(a.1, ${digitsSql()}), x.4, ${biasSql()}, a.4 + 1, x.1 + x.4, a.6), (a.1, delta + x.4,
      a.3, a.4, x.1 + x.4, a.6))`
  const state = `CAST((if(${basics} = 0, 'xn--', concat('xn--', ${basic}, '-')), 0, 72, ${basics}, 128, ${basics}), '${STATE}')`
  return `tupleElement(arrayFold((a, x) -> CAST(${bind({ delta }, next)}, '${STATE}'), ${steps}, ${state}), 1)`
}

const STATE = 'Tuple(String, Int64, Int64, Int64, Int64, Int64)'

/** `delta` as a variable-length integer of at most seven digits under the bias `a.3`. */
function digitsSql(): string {
  const digit = (value: string): string =>
    `substring('abcdefghijklmnopqrstuvwxyz0123456789', ${value} + 1, 1)`
  const more = `(concat(s.1, ${digit('t + (s.2 - t) % (36 - t)')}), intDiv(s.2 - t, 36 - t), s.3, 0)`
  const last = `(concat(s.1, ${digit('s.2')}), 0, s.3, 1)`
  const type = 'Tuple(String, Int64, Int64, UInt8)'
  const next = bind(
    { t: `least(greatest(k * 36 - s.3, 1), 26)` },
    `multiIf(s.4 = 1, CAST(s, '${type}'), s.2 < t, CAST(${last}, '${type}'), CAST(${more}, '${type}'))`,
  )
  return `tupleElement(arrayFold((s, k) -> ${next}, [1, 2, 3, 4, 5, 6, 7], CAST(('', delta, a.3, 0), '${type}')), 1)`
}

/** RFC 3492 section 6.1: the bias after `delta` was written. */
function biasSql(): string {
  const half = `intDiv(delta, if(a.4 = a.6, 700, 2))`
  const settled = (value: string): string => `intDiv(36 * ${value}, ${value} + 38)`
  const by = (power: number): string => `intDiv(d, ${35 ** power})`
  return bind(
    { d: `${half} + intDiv(${half}, a.4 + 1)` },
    `multiIf(d <= 455, ${settled('d')}, ${by(1)} <= 455, 36 + ${settled(by(1))}, ` +
      `${by(2)} <= 455, 72 + ${settled(by(2))}, 108 + ${settled(by(3))})`,
  )
}

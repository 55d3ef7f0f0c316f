import { type Random, seededRandom } from '../core/index.ts'

export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000
export const MINUTE_MS = 60_000

/** A value and how often it is drawn compared with its neighbours. */
export type Weighted<T> = readonly [value: T, weight: number]

/** A stream of chance of its own for one named thing of a world, so that no draw moves another. */
export function chanceOf(...names: ReadonlyArray<string | number>): Random {
  return seededRandom(names.join('/'))
}

/** One member of a list that has at least one. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

/** One member, drawn by weight. */
export function pickWeighted<T>(random: Random, list: ReadonlyArray<Weighted<T>>): T {
  let total = 0
  for (const [, weight] of list) total += weight
  let left = random() * total
  for (const [value, weight] of list) {
    left -= weight
    if (left < 0) return value
  }
  return (list[list.length - 1] as Weighted<T>)[0]
}

/** `count` different members (fewer if the list is shorter), in random order. */
export function pickSome<T>(random: Random, list: readonly T[], count: number): T[] {
  return shuffle(random, [...list]).slice(0, count)
}

/** A whole number in [low, high]. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}

/** True with this probability. */
export function happens(random: Random, probability: number): boolean {
  return random() < probability
}

/** Shuffles in place and gives the list back. */
export function shuffle<T>(random: Random, list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = list[i] as T
    list[i] = list[j] as T
    list[j] = held
  }
  return list
}

/** A normal draw, mean 0 and deviation 1. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** A heavy-tailed count with this mean, at least 1: most accounts do little, a few do much. */
export function heavyCount(random: Random, mean: number, most: number): number {
  const sigma = mean <= 1 ? 0 : 1.05
  const drawn = Math.exp(Math.log(mean) - (sigma * sigma) / 2 + sigma * normal(random))
  const whole = Math.floor(drawn) + (random() < drawn % 1 ? 1 : 0)
  return Math.max(1, Math.min(most, whole))
}

const HEX = '0123456789abcdef'

/** Lower-case hexadecimal text of this many digits. */
export function hex(random: Random, digits: number): string {
  let text = ''
  while (text.length < digits) {
    const word = Math.floor(random() * 4294967296)
    for (let shift = 0; shift < 32 && text.length < digits; shift += 4)
      text += HEX[(word >>> shift) & 15] as string
  }
  return text
}

const SYLLABLES =
  'ba be bo da de di do fa fe ga ka ke ki ko la le li lo lu ma me mi mo na ne ni no pa po ra re ri ro sa se so ta te ti to va vi'.split(
    ' ',
  )

/** A made-up word of this many syllables. */
export function madeUpWord(random: Random, syllables: number): string {
  let text = ''
  for (let i = 0; i < syllables; i++) text += pick(random, SYLLABLES)
  return text
}

/** A version-4-shaped UUID from the seed. */
export function uuid(random: Random): string {
  const digits = hex(random, 32)
  const variant = HEX[8 + (parseInt(digits[16] as string, 16) & 3)] as string
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-')
}

/** A whole number from a text and numbers, the same on every machine: for choices that must repeat. */
export function stableNumber(text: string, ...numbers: readonly number[]): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  for (const number of numbers) hash = mix(hash ^ number)
  return mix(hash)
}

/** A one-to-one scrambling of the 32-bit whole numbers. */
export function mix(number: number): number {
  let n = number | 0
  n = Math.imul(n ^ (n >>> 16), 0x7feb352d)
  n = Math.imul(n ^ (n >>> 15), 0x846ca68b)
  return (n ^ (n >>> 16)) >>> 0
}

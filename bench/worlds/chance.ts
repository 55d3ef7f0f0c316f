import { type Random, seededRandom } from '../../src/core/index.ts'

/** Draws from one seeded stream. Every part of a world has a stream of its own, so that a change in one part moves no other. */
export interface Chance {
  /** A number in [0, 1). */
  readonly next: Random
  /** A whole number in [low, high]. */
  whole(low: number, high: number): number
  /** A real number in [low, high). */
  real(low: number, high: number): number
  /** A whole number in [low, high], as often below the geometric middle as above it. */
  wide(low: number, high: number): number
  happens(probability: number): boolean
  pick<T>(list: readonly T[]): T
  weighted<T>(list: ReadonlyArray<readonly [T, number]>): T
  /** Up to `count` different members, in random order. */
  sample<T>(list: readonly T[], count: number): T[]
  hex(digits: number): string
}

/** A stream of chance that depends on nothing but the text of its seed. */
export function chanceFrom(seed: string): Chance {
  const next = seededRandom(seed)
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const chance: Chance = {
    next,
    whole,
    real: (low, high) => low + next() * (high - low),
    wide: (low, high) => Math.round(Math.exp(Math.log(low) + next() * Math.log(high / low))),
    happens: (probability) => next() < probability,
    pick: (list) => at(list, Math.floor(next() * list.length)),
    weighted(list) {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of list) {
        left -= weight
        if (left < 0) return item
      }
      return at(list, list.length - 1)[0]
    },
    sample(list, count) {
      const pool = [...list]
      const wanted = Math.min(count, pool.length)
      for (let index = 0; index < wanted; index++) {
        const other = index + Math.floor(next() * (pool.length - index))
        const held = at(pool, index)
        pool[index] = at(pool, other)
        pool[other] = held
      }
      return pool.slice(0, wanted)
    },
    hex: (digits) =>
      Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join(''),
  }
  return chance
}

function at<T>(list: readonly T[], index: number): T {
  if (index < 0 || index >= list.length) throw new RangeError('drew from an empty list')
  return list[index] as T
}

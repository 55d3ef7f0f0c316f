import { array, assert, double, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../core/index.ts'
import { promiseFalse } from './promise.ts'

const probability = double({ min: 0.05, max: 0.995, noNaN: true })

describe('the promise of how many leads are false', () => {
  it('never falls, and is never less than the sum of the doubts', () => {
    expect.hasAssertions()
    assert(
      property(array(probability, { maxLength: 60 }), (list) => {
        const sorted = [...list].sort((a, b) => b - a)
        const promised = promiseFalse(sorted)
        let doubts = 0
        for (const [index, one] of sorted.entries()) {
          doubts += 1 - one
          expect(promised[index]).toBeGreaterThanOrEqual(doubts)
          expect(promised[index]).toBeGreaterThanOrEqual(promised[index - 1] ?? 0)
        }
      }),
    )
  })

  it('foresees one innocent among many of whom each is nearly certain', () => {
    const promised = promiseFalse(Array.from({ length: 20 }, () => 0.99))
    expect(promised[0]).toBeLessThan(0.05)
    expect(promised[19]).toBe(1)
  })

  it('is kept at every rank in 19 of 20 runs, where probabilities are true and mistakes come in pairs', () => {
    const random = seededRandom('promise')
    const runs = 400
    let kept = 0
    for (let run = 0; run < runs; run++) {
      const list = Array.from({ length: 30 }, () => 0.05 + 0.94 * random()).sort((a, b) => b - a)
      // Pairs stand or fall together: the second of a pair shares the first one's draw.
      const draws = list.map(() => random())
      let found = 0
      const promised = promiseFalse(list)
      kept += list.every((one, index) => {
        found += (draws[index - (index % 2)] ?? 0) > one ? 1 : 0
        return found <= (promised[index] ?? 0)
      })
        ? 1
        : 0
    }
    expect(kept / runs).toBeGreaterThan(0.9)
  })

  it('is quick for thousands of leads', () => {
    const promised = promiseFalse(Array.from({ length: 5000 }, (_, n) => 0.99 - n * 0.00018))
    expect(promised.at(-1)).toBeGreaterThan(3000)
    expect(promised.at(-1)).toBeLessThan(4000)
  })
})

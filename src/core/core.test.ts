import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatError,
  groupBy,
  logOdds,
  parseInstant,
  probabilityOf,
  roundTo,
  seededRandom,
  WindbreakError,
  wordsOf,
} from './index.ts'

describe('bits', () => {
  it('turns probability into log odds and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(probabilityOf(logOdds(p))).toBeCloseTo(p, 9)
      }),
    )
  })

  it('never gives minus zero', () => {
    expect(Object.is(roundTo(-0.0001, 2), 0)).toBe(true)
  })
})

describe('instants', () => {
  it.each([
    ['2026-01-05T08:12:00Z', '2026-01-05T08:12:00.000Z'],
    ['2026-01-05T08:12:00.5+02:00', '2026-01-05T06:12:00.500Z'],
    ['2026-01-05 08:12:00.123456', '2026-01-05T08:12:00.123Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
    ['2026-13-05', undefined],
    ['yesterday', undefined],
    ['1767600000', undefined],
  ])('reads %s as %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant)
  })
})

describe('words of probability', () => {
  it.each([
    [0.01, 'almost no chance'],
    [0.1, 'very unlikely'],
    [0.3, 'unlikely'],
    [0.5, 'roughly even chance'],
    [0.7, 'likely'],
    [0.93, 'very likely'],
    [0.99, 'almost certain'],
  ])('says %f as %s', (probability, words) => {
    expect(wordsOf(probability)).toBe(words)
  })
})

describe('chance', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const take = (seed: string): number[] => {
      const random = seededRandom(seed)
      return [random(), random(), random()]
    }
    expect(take('a')).toEqual(take('a'))
    expect(take('a')).not.toEqual(take('b'))
  })

  it('spreads evenly', () => {
    const random = seededRandom('spread')
    const bins = Array.from({ length: 10 }, () => 0)
    for (let draw = 0; draw < 20_000; draw++) {
      const bin = Math.floor(random() * 10)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    expect(Math.min(...bins)).toBeGreaterThan(1800)
    expect(Math.max(...bins)).toBeLessThan(2200)
  })
})

describe('errors', () => {
  it('say where, what and what to do', () => {
    const error = new WindbreakError('WB_TEST', 2, 'found a, wanted b', {
      hint: 'give b',
      at: { file: 'x.json', line: 3, path: 'objects[0]' },
    })
    expect(formatError(error)).toBe(
      'x.json:3 objects[0]: error WB_TEST: found a, wanted b\n  hint: give b',
    )
  })
})

describe('grouping', () => {
  it('keeps order', () => {
    expect([...groupBy([3, 1, 4, 1, 5], (n) => n % 2)]).toEqual([
      [1, [3, 1, 1, 5]],
      [0, [4]],
    ])
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VERDICTS, verdictOf } from './index.ts'

describe('verdicts', () => {
  it('have five fixed phrases', () => {
    expect(VERDICTS).toEqual([
      'no detectable uplift (equivalence)',
      'material uplift',
      'limited, incremental',
      'uplift, size uncertain',
      'inconclusive',
    ])
  })

  it.each([
    [-0.04, 0.04, 'no detectable uplift (equivalence)'],
    [0.01, 0.04, 'no detectable uplift (equivalence)'],
    [-0.05, 0.04, 'inconclusive'],
    [-0.04, 0.05, 'inconclusive'],
    [0.21, 0.5, 'material uplift'],
    [0.2, 0.5, 'uplift, size uncertain'],
    [0.01, 0.19, 'limited, incremental'],
    [0.01, 0.2, 'uplift, size uncertain'],
    [0, 0.19, 'inconclusive'],
    [-0.5, -0.2, 'inconclusive'],
  ])('an interval from %d to %d is "%s"', (low, high, verdict) => {
    expect(verdictOf({ low, high }, { equivalence: 0.05, material: 0.2 })).toBe(verdict)
  })

  it('without an interval are inconclusive, and never follow the estimate', () => {
    expect(verdictOf(null, { equivalence: 0.05, material: 0.2 })).toBe('inconclusive')
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 0, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (low, high) => {
          expect(verdictOf({ low, high }, { equivalence: 0.05, material: 0.2 })).toBe(
            'inconclusive',
          )
        },
      ),
    )
  })
})

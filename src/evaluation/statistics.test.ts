import { describe, expect, it } from 'vitest'
import { calibrate } from './calibration.ts'
import { poissonCdf, poissonQuantile } from '../core/index.ts'
import { poissonInterval, ratioByUnit, spreadOf } from './statistics.ts'

describe('statistics', () => {
  it.each([
    // Published table of exact 95% limits of a Poisson mean.
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [3, 0.6187, 8.7673],
    [10, 4.7954, 18.3904],
    [100, 81.3635, 121.6268],
  ])('gives the exact interval after %d events', (count, low, high) => {
    expect(poissonInterval(count)[0]).toBeCloseTo(low, 3)
    expect(poissonInterval(count)[1]).toBeCloseTo(high, 3)
  })

  it('sums Poisson terms and finds the count that a mean allows', () => {
    expect(poissonCdf(2, 1)).toBeCloseTo(2.5 / Math.E, 12)
    expect([poissonCdf(-1, 1), poissonCdf(0, 0), poissonCdf(3, 0)]).toEqual([0, 1, 1])
    expect([0, 0.02, 0.25, 1.3, 10].map((mean) => poissonQuantile(mean, 0.95))).toEqual([
      0, 0, 1, 3, 15,
    ])
  })

  it('resamples whole units: two of equal size, one all found and one all missed, may give 0 to 1', () => {
    const shares = [1, 1, 1, 1, 0, 0, 0, 0].map((count, index) => ({
      unit: index < 4 ? 'found' : 'missed',
      count,
      total: 1,
    }))
    expect(ratioByUnit(shares, 's')).toEqual({ value: 0.5, low: 0, high: 1, count: 4, total: 8 })
    const alone = shares.map((share, index) => ({ ...share, unit: String(index) }))
    const single = ratioByUnit(alone, 's')
    expect(single.low).toBeGreaterThan(0)
    expect(single.high).toBeLessThan(1)
    expect(ratioByUnit([], 's').value).toBe(null)
  })

  it('means what is known and gives its range', () => {
    expect(spreadOf([0.5, null, 1])).toEqual({ mean: 0.75, low: 0.5, high: 1 })
    expect(spreadOf([null])).toEqual({ mean: null, low: null, high: null })
  })
})

describe('calibrate', () => {
  const forecast = (
    probability: number,
    isTrue: boolean,
  ): { probability: number; isTrue: boolean } => ({
    probability,
    isTrue,
  })

  it('scores four forecasts as by hand', () => {
    const four = [
      forecast(0.8, true),
      forecast(0.8, false),
      forecast(0.2, false),
      forecast(0.2, false),
    ]
    const result = calibrate(four)
    expect(result.brier).toBeCloseTo(0.19, 12)
    expect(result.logLoss).toBeCloseTo((3 * -Math.log(0.8) - Math.log(0.2)) / 4, 12)
    expect(result.ece).toBeCloseTo(0.5 * 0.2 + 0.5 * 0.3, 12)
    expect(
      result.bins.map(({ low, high, count, observed }) => [low, high, count, observed]),
    ).toEqual([
      [0.2, 0.2, 2, 0],
      [0.8, 0.8, 2, 0.5],
    ])
  })

  it('cuts a hundred different forecasts into ten bins of ten', () => {
    const many = Array.from({ length: 100 }, (_, index) => forecast(index / 100, index % 2 === 0))
    expect(calibrate(many).bins.map(({ count }) => count)).toEqual(
      Array.from({ length: 10 }, () => 10),
    )
  })

  it('keeps a certain mistake finite and nothing at all empty', () => {
    expect(calibrate([forecast(0, true)]).logLoss).toBeCloseTo(-Math.log(1e-6), 9)
    expect(calibrate([])).toEqual({ brier: null, logLoss: null, ece: null, bins: [] })
  })
})

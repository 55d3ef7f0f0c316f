import { describe, expect, it } from 'vitest'
import { measureDetection } from './detection.ts'
import { evaluateRows } from './evaluate-rows.ts'
import { languageOf } from './languages.ts'
import { printEvaluation } from './print-evaluation.ts'
import type { TruthRow } from './rows.ts'

const row = (accountId: string, truth: TruthRow['truth'], team: string | null): TruthRow => ({
  accountId,
  truth,
  team,
  actor: null,
  kind: 'any',
  directlyIndicated: false,
})

describe('time to detection', () => {
  const day = (n: number): number => Date.UTC(2026, 0, n)
  const truth = [row('a1', 'actor', 't-1'), row('a2', 'actor', 't-1'), row('b1', 'actor', 't-2')]
  const starts = new Map([
    ['a1', day(2)],
    ['a2', day(1)],
  ])

  it('runs from first use to the first result that accuses, by account and by operation', () => {
    const found = measureDetection(truth, [
      { asOf: day(9), accused: new Set(['a1', 'a2']), starts },
      { asOf: day(5), accused: new Set(['a1']), starts: new Map() },
    ])
    expect(found).toEqual({
      results: 2,
      accounts: { found: 2, total: 3, medianDays: 3, ninetyDays: 8 },
      operations: { found: 1, total: 2, medianDays: 4, ninetyDays: 4 },
    })
  })

  it('says nothing without a result that tells its instant', () => {
    expect(measureDetection(truth, [])).toBeNull()
  })
})

describe('false accusations by language', () => {
  it.each([
    ['fa', 'DE', 'fa'],
    ['pt-BR', null, 'pt'],
    [null, 'ir', 'fa'],
    [null, 'ZZ', 'none known'],
    [null, null, 'none known'],
  ])('takes %j in %j for %s', (given, country, language) => {
    expect(languageOf(given, country)).toBe(language)
  })

  it('counts innocents of each language and prints those accused', () => {
    const evaluation = evaluateRows({
      name: 'w',
      seed: 's',
      truth: [row('i1', 'benign', null), row('i2', 'benign', null)],
      leads: [
        {
          account: 'i1',
          rank: 1,
          probability: 0.6,
          expectedFalse: 0.4,
          cluster: null,
          actor: null,
          verdict: 'actor-account',
        },
      ],
      clusters: [],
      countries: null,
      languages: new Map([
        ['i1', 'ko'],
        ['i2', 'ko'],
      ]),
    })
    expect(evaluation.accusations.byLanguage).toMatchObject([
      { name: 'ko', at50: { count: 1, innocents: 2 } },
    ])
    expect(printEvaluation(evaluation)).toContain('by language')
  })
})

import { describe, expect, it } from 'vitest'
import { logOdds } from '../core/index.ts'
import { calibrateLead } from './calibration.ts'
import type { RankedLead } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

const PRIOR = 0.0005

const leadOf = (bits: number, isIndicated: boolean): RankedLead => ({
  account: 'acct_1',
  probability: 0.5,
  crew: null,
  tie: null,
  tieShare: 0,
  isIndicated,
  signals: [
    {
      source: isIndicated ? 'indicator' : 'behaviour',
      name: 'sign',
      bits,
      events: [],
      observed: '',
      techniques: [],
      intel: null,
      note: '',
      actor: '',
    },
  ],
})

const oddsOf = (bits: number, isIndicated: boolean): number =>
  logOdds(calibrateLead(leadOf(bits, isIndicated), PRIOR).probability)

describe('calibration', () => {
  it.each([4, 8, 10, 12, 14, 30])('keeps the ledger of %d bits adding up', (bits) => {
    for (const isIndicated of [true, false]) {
      const lead = calibrateLead(leadOf(bits, isIndicated), PRIOR)
      const sum = lead.priorBits + lead.signals.reduce((total, signal) => total + signal.bits, 0)
      expect(sum).toBeCloseTo(logOdds(lead.probability), 9)
    }
  })

  it('eases habits above even odds, and not below', () => {
    expect(oddsOf(8, false)).toBeCloseTo(oddsOf(8, true), 9)
    expect(oddsOf(14, false)).toBeCloseTo(oddsOf(14, true) * P.habitsSlope, 9)
  })

  it('rises with the evidence, never past its maximum', () => {
    for (const isIndicated of [true, false]) {
      const odds = [0, 4, 8, 10.4, 11, 14, 20, 40].map((bits) => oddsOf(bits, isIndicated))
      expect(odds).toEqual([...odds].sort((x, y) => x - y))
      expect(odds.at(-1)).toBeLessThanOrEqual(logOdds(P.probabilityMax) + 1e-9)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { logOdds } from '../core/index.ts'
import type { CalibratedLead } from './calibration.ts'
import { divideLead } from './victims.ts'

const lead: CalibratedLead = {
  account: 'a',
  probability: 0.995,
  crew: null,
  tie: null,
  tieShare: 0,
  signals: [],
  isIndicated: true,
  priorBits: logOdds(0.995),
}

const odds = (probability: number) => ({ account: 'a', probability, note: 'two uses' })

describe('a lead divided between its account and a thief', () => {
  it.each([
    ['one hand', undefined, 'actor-account', 0.995],
    ['hardly a second hand', 0.01, 'actor-account', 0.995],
    ['some doubt', 0.2, 'actor-account', 0.796],
    ['even odds', 0.5, 'victim-key', 0.4975],
    ['a thief', 0.98, 'victim-key', 0.9751],
  ] as const)('is for %s', (_, stolen, verdict, probability) => {
    const divided = divideLead(lead, stolen === undefined ? undefined : odds(stolen))
    expect(divided.verdict).toBe(verdict)
    expect(divided.probability).toBeCloseTo(probability, 6)
  })

  it('keeps a ledger that adds up', () => {
    for (const stolen of [0.05, 0.4, 0.6, 0.999]) {
      const { priorBits, signals, probability } = divideLead(lead, odds(stolen))
      const sum = signals.reduce((total, signal) => total + signal.bits, priorBits)
      expect(sum).toBeCloseTo(logOdds(probability), 9)
    }
  })
})

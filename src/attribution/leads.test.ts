import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indicatorSignal } from '../../test/fixtures/signals.ts'
import { logOdds } from '../core/index.ts'
import type { Crew, CrewTie } from '../links/index.ts'
import { type AccountSignal, TEXT_BITS_MAX } from '../signals/index.ts'
import { calibrateLead } from './calibration.ts'
import { rankLeads } from './leads.ts'
import { LEAD_PARAMETERS } from './parameters.ts'
import { possibleLeads } from './possible-leads.ts'

const PRIOR = 0.001

function signal(account: string, bits: number, observed: string, actor = ''): AccountSignal {
  return indicatorSignal(account, bits, observed, { intel: null, actor })
}

function tie(account: string, crew: number, probability: number, nearest: string): CrewTie {
  return {
    account,
    crew,
    nearest,
    sharers: [nearest],
    nullRate: 0,
    isDiscovery: true,
    link: { bits: 20, probability, explained: '', families: [], unsharedBits: 0 },
  }
}

const ownOf = (signals: readonly AccountSignal[]): Map<string, AccountSignal[]> => {
  const own = new Map<string, AccountSignal[]>()
  for (const item of signals) own.set(item.account, [...(own.get(item.account) ?? []), item])
  return own
}

describe('leads', () => {
  it('adds up: prior bits and signal bits are the log odds of the probability', () => {
    const own = ownOf([signal('a', 12, '203.0.113.1'), signal('a', 2, '203.0.113.2')])
    const leads = rankLeads({
      own,
      crews: [{ core: ['a'] }],
      ties: [tie('b', 0, 0.9, 'a')],
      prior: PRIOR,
    })
    expect(leads.map((lead) => lead.account)).toEqual(['a', 'b'])
    for (const lead of leads) {
      const sum = logOdds(PRIOR) + lead.signals.reduce((total, item) => total + item.bits, 0)
      expect(sum).toBeCloseTo(logOdds(lead.probability), 6)
    }
  })

  it('never makes a tied account without evidence more probable than its source', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (bits, link) => {
          const leads = rankLeads({
            own: ownOf([signal('a', bits, '203.0.113.1')]),
            crews: [{ core: ['a'] }],
            ties: [tie('b', 0, link, 'a')],
            prior: PRIOR,
          })
          const of = (account: string): number =>
            leads.find((lead) => lead.account === account)?.probability ?? 0
          expect(of('b')).toBeLessThanOrEqual(of('a') + 1e-9)
        },
      ),
    )
  })

  it('counts one value seen by two accounts of a crew once', () => {
    const crews: Crew[] = [{ core: ['a', 'b'] }]
    const ties = [tie('a', 0, 0.95, 'b'), tie('b', 0, 0.95, 'a')]
    const same = rankLeads({
      own: ownOf([signal('a', 8, 'x'), signal('b', 8, 'x')]),
      crews,
      ties,
      prior: PRIOR,
    })
    const different = rankLeads({
      own: ownOf([signal('a', 8, 'x'), signal('b', 8, 'y')]),
      crews,
      ties,
      prior: PRIOR,
    })
    expect(same[0]?.probability ?? 0).toBeLessThan(different[0]?.probability ?? 0)
  })

  it('calibrates without breaking the ledger, and never above the highest probability', () => {
    const own = ownOf([signal('a', 40, 'x'), signal('b', 9, 'y')])
    for (const lead of rankLeads({ own, crews: [], ties: [], prior: PRIOR }).map((item) =>
      calibrateLead(item, PRIOR),
    )) {
      const sum = lead.priorBits + lead.signals.reduce((total, item) => total + item.bits, 0)
      expect(sum).toBeCloseTo(logOdds(lead.probability), 6)
      expect(lead.probability).toBeLessThanOrEqual(0.995 + 1e-12)
    }
  })
})

describe('habits', () => {
  it('make no neighbour more probable than the account whose habits they are, whatever it asks for', () => {
    const bitsOf = fc.double({ min: -3, max: 6, noNaN: true })
    let raised = 0
    fc.assert(
      fc.property(bitsOf, bitsOf, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, link) => {
        const habit = { ...signal('a', x, ''), source: 'behaviour' } as const
        const texts = { ...signal('b', y, ''), source: 'model' } as const
        const input = { own: ownOf([habit, texts]), crews: [{ core: ['a'] }], prior: PRIOR }
        const of = (account: string, ties: readonly CrewTie[]): number =>
          rankLeads({ ...input, ties }).find((lead) => lead.account === account)?.probability ?? 0
        const tied = of('b', [tie('b', 0, link, 'a')])
        const ceiling = Math.max(of('a', []), of('b', []))
        expect(tied).toBeLessThanOrEqual(ceiling + 1e-9)
        if (tied > of('b', []) + 1e-9) raised += 1
      }),
      { examples: [[5, 0, 1]] },
    )
    expect(raised).toBeGreaterThan(0)
  })

  it('never lead to more than review where nothing behind them was indicated', () => {
    const habit = { ...signal('a', 16, 'x'), source: 'behaviour' } as const
    const [lead] = rankLeads({ own: ownOf([habit]), crews: [], ties: [], prior: PRIOR })
    if (lead === undefined) throw new Error('no lead')
    const alone = calibrateLead(lead, PRIOR)
    const backed = calibrateLead({ ...lead, isIndicated: true }, PRIOR)
    expect(alone.probability).toBeLessThan(0.9)
    expect(backed.probability).toBeGreaterThan(0.97)
    const sum = alone.priorBits + alone.signals.reduce((total, item) => total + item.bits, 0)
    expect(sum).toBeCloseTo(logOdds(alone.probability), 6)
  })
})

describe('possible leads', () => {
  it('leave out nobody whom any texts could make a lead, and somebody whom none could', () => {
    const bitsOf = fc.double({ min: -3, max: TEXT_BITS_MAX, noNaN: true })
    let leftOut = 0
    fc.assert(
      fc.property(
        fc.double({ min: 3, max: 14, noNaN: true }),
        fc.array(fc.double({ min: 0.001, max: 0.97, noNaN: true }), { maxLength: 6 }),
        fc.array(bitsOf, { minLength: 8, maxLength: 8 }),
        (bits, links, texts) => {
          const own = ownOf([signal('a', bits, '203.0.113.1'), signal('b', 4, '203.0.113.2')])
          const text = (account: string, at: number): void => {
            const one = { ...signal(account, texts[at] ?? 0, ''), source: 'model' as const }
            own.set(account, [...(own.get(account) ?? []), one])
          }
          text('a', 6)
          text('b', 7)
          const near = links.map((_, at) => `n${at}`)
          const ties = links.map((link, at) => tie(`n${at}`, 0, link, 'a'))
          const input = { own, crews: [{ core: ['a', 'b'] }], ties, prior: PRIOR }
          const possible = new Set(possibleLeads(input, near))
          leftOut += near.length - possible.size
          near.forEach((account, at) => text(account, at))
          const found = rankLeads(input)
            .map((lead) => calibrateLead(lead, PRIOR))
            .filter(({ probability }) => probability >= LEAD_PARAMETERS.probabilityMin)
            .map((lead) => lead.account)
          expect(found.filter((one) => near.includes(one) && !possible.has(one))).toEqual([])
        },
      ),
    )
    expect(leftOut).toBeGreaterThan(0)
  })
})

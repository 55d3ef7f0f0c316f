import { assert, double, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indicatorSignal } from '../../test/fixtures/signals.ts'
import type { CrewTie } from '../links/index.ts'
import type { AccountSignal } from '../signals/index.ts'
import { calibrateLead } from './calibration.ts'
import { explainLead } from './explanations.ts'
import { type LeadInput, rankLeads } from './leads.ts'
import { divideLead } from './victims.ts'

const PEOPLE = 20_040

const signal = (account: string, bits: number, observed: string): AccountSignal =>
  indicatorSignal(account, bits, observed, {
    note: 'connected from it; no other of 20,040 accounts did',
  })

const tie = (account: string, probability: number): CrewTie => ({
  account,
  crew: 0,
  nearest: 'source',
  sharers: ['source'],
  nullRate: 0,
  isDiscovery: true,
  link: {
    bits: 18,
    probability,
    explained: '',
    unsharedBits: 0,
    families: [
      {
        family: 'pay',
        bits: 18,
        values: [{ family: 'pay', value: 'fp_1', token: '1', holders: 2, bits: 18 }],
      },
    ],
  },
})

const inputOf = (own: Record<string, AccountSignal[]>, link: number | null): LeadInput => ({
  own: new Map(Object.entries(own)),
  crews: [{ core: ['source'] }],
  ties: link === null ? [] : [tie('a', link)],
  prior: 0.0005,
})

const leadOf = (input: LeadInput, account: string) => {
  const lead = rankLeads(input).find((one) => one.account === account)
  return lead === undefined ? undefined : divideLead(calibrateLead(lead, input.prior), undefined)
}

describe('explanations', () => {
  it('says which innocent group a tie looks like, and takes nothing from the lead for it', () => {
    const plain = inputOf({ source: [signal('source', 12, 'x')] }, 0.9)
    const [known] = plain.ties
    if (known === undefined) throw new Error('no tie')
    const named: LeadInput = { ...plain, ties: [{ ...known, looksLike: 'household' }] }
    const [before, after] = [leadOf(plain, 'a'), leadOf(named, 'a')]
    if (before === undefined || after === undefined) throw new Error('no lead')
    expect(after.probability).toBe(before.probability)
    expect(explainLead(after, named, PEOPLE).why.join(' ')).toContain('(household)')
    expect(explainLead(before, plain, PEOPLE).why.join(' ')).not.toContain('innocents')
  })

  it('says in words what a lead rests on, with base rates, and what it would be without', () => {
    const input = inputOf({ source: [signal('source', 12, 'x')] }, 0.9)
    const lead = leadOf(input, 'a')
    if (lead === undefined) throw new Error('no lead')
    const { why, without } = explainLead(lead, input, PEOPLE)
    expect(why[0]).toMatch(
      /^-\d+\.\d\d bits: an account of which nothing else is known, 1 in [\d,]+$/,
    )
    expect(why[1]).toContain(
      'shares a payment fingerprint held by 2 of 20,040 accounts (fp_1); probability of one operator 0.90',
    )
    expect(why.at(-2)).toMatch(/^without the link to source it would not be a lead: 0\.000\d$/)
    expect(without.map(({ what }) => what)).toEqual(['the link to source', 'what source met'])
  })

  it('gives each counterfactual as ranking everything without that part would', () => {
    expect.hasAssertions()
    const bits = double({ min: 1, max: 16, noNaN: true })
    assert(
      property(bits, bits, bits, double({ min: 0, max: 1, noNaN: true }), (x, y, z, link) => {
        const own = [signal('a', x, 'p'), signal('a', y, 'q')]
        const theirs = [signal('source', z, 'r')]
        const input = inputOf({ a: own, source: theirs }, link)
        const lead = leadOf(input, 'a')
        if (lead === undefined) throw new Error('no lead')
        const plain: Record<string, LeadInput> = {
          'ip p': inputOf({ a: own.slice(1), source: theirs }, link),
          'ip q': inputOf({ a: own.slice(0, 1), source: theirs }, link),
          'the link to source': inputOf({ a: own, source: theirs }, null),
        }
        const told = explainLead(lead, input, PEOPLE).without.filter(({ what }) => what in plain)
        const asked = told.map(({ what }) => plain[what]).filter((again) => again !== undefined)
        for (const [index, again] of asked.entries())
          expect(told[index]?.probability).toBeCloseTo(leadOf(again, 'a')?.probability ?? 0, 2)
      }),
    )
  })

  it('leaves out what speaks against, and what changes nothing', () => {
    const input = inputOf({ a: [signal('a', 14, 'p'), signal('a', -2, 'q')] }, null)
    const lead = leadOf(input, 'a')
    if (lead === undefined) throw new Error('no lead')
    expect(explainLead(lead, input, PEOPLE).without.map(({ what }) => what)).toEqual(['ip p'])
  })
})

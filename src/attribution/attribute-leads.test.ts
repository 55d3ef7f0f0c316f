import { describe, expect, it } from 'vitest'
import type { Crew, CrewTie } from '../links/index.ts'
import type { AccountSignal } from '../signals/index.ts'
import { attributeLeads } from './attribute-leads.ts'
import { crewOf } from './describe-clusters.ts'
import type { Attribution } from './hypotheses/index.ts'
import { rankLeads, type RankedLead } from './leads.ts'

const met = (account: string, bits: number, actor: string): AccountSignal => ({
  account,
  source: 'indicator',
  name: `ip of ${actor}`,
  bits,
  events: [],
  observed: `${account} ${actor}`,
  techniques: [],
  intel: 'indicator--1',
  note: '',
  actor,
})

const tie = (account: string, probability: number, bits = 14): CrewTie => ({
  account,
  crew: 0,
  nearest: 'a',
  sharers: ['a'],
  nullRate: 0,
  isDiscovery: true,
  link: { bits, probability, explained: '', families: [], unsharedBits: 0 },
})

const CREWS: readonly Crew[] = [{ core: ['a', 'b'] }, { core: ['x'] }]
const OWN = new Map([
  ['a', [met('a', 14, 'Granite Typhoon')]],
  ['b', [met('b', 12, 'Granite Typhoon')]],
  ['x', [met('x', 16, 'Peach Sandstorm')]],
])

/** Names the actor with most bits; what it was asked about is kept. */
const asked: { accounts: readonly string[]; operation: number }[] = []
const ATTRIBUTION = attributeLeads(CREWS, OWN, {
  attribute: (accounts, signals, operation): Attribution => {
    asked.push({ accounts, operation })
    const [best] = [...signals].sort((m, n) => n.bits - m.bits)
    return {
      hypotheses: [],
      unknown: 0,
      name: operation >= 0.2 ? (best?.actor ?? 'unknown') : 'unknown',
      probability: operation / 2,
      matrix: [],
      changes: [],
    }
  },
})

const leadOf = (account: string, ...ties: CrewTie[]): RankedLead => {
  const leads = rankLeads({ own: OWN, crews: CREWS, ties, prior: 0.001 })
  const lead = leads.find((one) => one.account === account)
  if (lead === undefined) throw new Error(`${account} is no lead`)
  return lead
}

describe('whose account a lead is', () => {
  it('rests on the tie where nothing else makes it a lead, however weak the tie', () => {
    const lead = leadOf('t', tie('t', 0.4))
    expect(lead.tieShare).toBeGreaterThan(0.99)
    const who = ATTRIBUTION.ofLead(lead)
    expect(who.name).toBe('Granite Typhoon')
    expect(who.probability).toBeCloseTo((lead.probability * lead.tieShare) / 2, 6)
  })

  it('rests on its own evidence where a weak tie adds little', () => {
    const lead = leadOf('x', tie('x', 0.05))
    expect(lead.tieShare).toBeLessThan(0.1)
    expect(ATTRIBUTION.ofLead(lead).name).toBe('Peach Sandstorm')
    expect(asked.at(-1)?.accounts).toEqual(['x'])
  })

  it('is told of a member as of its operation, less as the member is less probable', () => {
    const [a, t] = [leadOf('a'), { ...leadOf('t', tie('t', 0.4)), probability: 0.1 }]
    const who = ATTRIBUTION.ofMember(t, [0], [a, t])
    expect(who.name).toBe('Granite Typhoon')
    expect(who.probability).toBeCloseTo(0.05, 3)
  })
})

describe('the crew that a lead belongs to', () => {
  const coreOf = new Map([
    ['a', 0],
    ['b', 0],
    ['x', 1],
  ])

  it.each<readonly [string, number, number, number | undefined]>([
    ['is that of a strong tie', 0.6, 0.3, 0],
    ['is that of a weak tie which the account bears out', 0.4, 0.9, 0],
    ['is none where the account is more likely innocent', 0.4, 0.4, undefined],
  ])('%s', (_, link, probability, crew) => {
    const lead = { ...leadOf('t', tie('t', link)), probability }
    expect(crewOf(lead, coreOf)).toBe(crew)
  })

  it('is none where little is shared, whatever rests on it', () => {
    expect(crewOf({ ...leadOf('t', tie('t', 0.4, 8)), probability: 0.9 }, coreOf)).toBeUndefined()
  })

  it('is its own and not that of a tie on which little rests', () => {
    expect(crewOf(leadOf('x', tie('x', 0.05)), coreOf)).toBe(1)
  })
})

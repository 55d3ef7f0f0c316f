import { probabilityOf, roundTo } from '../core/index.ts'
import type { CrewTie } from '../links/index.ts'
import { type CalibratedLead, calibrateLead } from './calibration.ts'
import { type LeadInput, type LeadParts, weighParts } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** What a lead's probability would be without one part of its evidence, all else as it was. */
export interface Counterfactual {
  readonly what: string
  readonly probability: number
}

/** A lead's ledger in words, and what it would be without its parts. */
export interface Explanation {
  /** From the prior to the probability, a line for each signal, with base rates. */
  readonly why: readonly string[]
  /** Lowest first; parts that speak against are left out. */
  readonly without: readonly Counterfactual[]
}

/** Parts whose loss is told: what moves a lead is few things. */
const COUNTERFACTUALS_MAX = 5
/** Other members of the crew whose evidence is taken away in turn, those with most first. */
const MEMBERS_ASKED = 3

/** Explains one lead. `people` is the number of accounts that values are compared among. */
export function explainLead(lead: CalibratedLead, input: LeadInput, people: number): Explanation {
  const without = counterfactualsOf(lead, input)
  const all = people.toLocaleString('en-US')
  const lines = lead.signals.map((signal) => {
    const words =
      signal.source === 'link' && lead.tie !== null ? tieInWords(lead.tie, all) : signal.note
    return `${signed(signal.bits)} bits: ${signal.name}: ${words}`
  })
  const start = Math.round(1 / probabilityOf(lead.priorBits)).toLocaleString('en-US')
  const log = lead.priorBits + lead.signals.reduce((sum, signal) => sum + signal.bits, 0)
  return {
    why: [
      `${signed(lead.priorBits)} bits: an account of which nothing else is known, 1 in ${start}`,
      ...lines,
      `${signed(log)} bits in all: probability ${lead.probability.toFixed(3)}`,
      ...without.map(({ what, probability }) =>
        probability < P.probabilityMin
          ? `without ${what} it would not be a lead: ${shown(probability)}`
          : `without ${what} it would be ${shown(probability)}`,
      ),
    ],
    without,
  }
}

/**
 * The probability without each part, by weighing and calibrating the other parts again: each signal that speaks for
 * it, the link, and what each other member of the crew met.
 */
function counterfactualsOf(lead: CalibratedLead, input: LeadInput): Counterfactual[] {
  const isLinked = lead.signals.some((signal) => signal.source === 'link')
  const core = lead.crew === null || !isLinked ? [] : (input.crews[lead.crew]?.core ?? [])
  const parts: LeadParts = {
    account: lead.account,
    own: input.own.get(lead.account) ?? [],
    ties: input.ties.filter((tie) => tie.account === lead.account),
  }
  const ask = (what: string, changed: Partial<LeadParts>): Counterfactual => {
    const again = calibrateLead(weighParts({ ...parts, ...changed }, input), input.prior)
    return { what, probability: roundTo(again.probability, 4) }
  }
  const asked = parts.own
    .filter((signal) => signal.bits > 0)
    .map((signal) => ask(signal.name, { own: parts.own.filter((one) => one !== signal) }))
  const { tie } = lead
  if (isLinked && tie !== null)
    asked.push(ask(`the link to ${tie.nearest}`, { ties: parts.ties.filter((one) => one !== tie) }))
  const others = core.filter((account) => account !== lead.account)
  for (const member of strongest(others, input))
    asked.push(ask(`what ${member} met`, { absent: member }))
  return asked
    .filter(({ probability }) => probability < roundTo(lead.probability, 4))
    .sort((x, y) => x.probability - y.probability || (x.what < y.what ? -1 : 1))
    .slice(0, COUNTERFACTUALS_MAX)
}

function strongest(members: readonly string[], input: LeadInput): string[] {
  const bits = (account: string): number =>
    (input.own.get(account) ?? []).reduce((sum, signal) => sum + Math.max(0, signal.bits), 0)
  return [...members].sort((a, b) => bits(b) - bits(a) || (a < b ? -1 : 1)).slice(0, MEMBERS_ASKED)
}

const FAMILY_WORDS: Readonly<Record<string, string>> = {
  pay: 'a payment fingerprint',
  net: 'an address on a day',
  device: 'a device or client',
  mail: 'a shape of e-mail address',
  name: 'a name in texts',
}

/** What a tie rests on, with how many of all accounts hold it. */
function tieInWords(tie: CrewTie, all: string): string {
  const shared = tie.link.families.flatMap(({ family, values }) => {
    const value = values[0]
    if (value === undefined) return []
    const ring =
      value.suspects === undefined ? '' : `, ${value.suspects} of whom carry evidence of their own`
    const held = `held by ${value.holders.toLocaleString('en-US')} of ${all} accounts${ring}`
    return [`${FAMILY_WORDS[family] ?? family} ${held} (${value.value})`]
  })
  const explained = tie.link.explained === '' ? '' : `; explained by a common ${tie.link.explained}`
  const likeness =
    tie.looksLike === undefined || tie.looksLike === null
      ? ''
      : `; looks like a group of innocents (${tie.looksLike}), who may share this: what each did by itself decides`
  return `shares ${shared.join(' and ')}${explained}${likeness}; probability of one operator ${tie.link.probability.toFixed(2)}`
}

function signed(bits: number): string {
  return `${bits < 0 ? '-' : '+'}${Math.abs(bits).toFixed(2)}`
}

function shown(probability: number): string {
  return probability < 0.0001 ? 'below 0.0001' : String(probability)
}

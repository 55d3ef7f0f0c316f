import { type AccountSignal, TEXT_BITS_MAX } from '../signals/index.ts'
import { calibrateLead } from './calibration.ts'
import { type LeadInput, rankLeads } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/**
 * The accounts among `unread` that their own texts could still make a lead: those that rank high enough when
 * given the strongest texts there are. The probability rises with an account's text bits and depends on no
 * texts but its own and its crew's core, so nobody needs to read the prompts of any other.
 */
export function possibleLeads(input: LeadInput, unread: readonly string[]): string[] {
  const own = new Map(input.own)
  for (const account of unread)
    own.set(account, [...(own.get(account) ?? []), strongestTexts(account)])
  const possible = new Set(
    rankLeads({ ...input, own })
      .filter((lead) => calibrateLead(lead, input.prior).probability >= P.probabilityMin)
      .map((lead) => lead.account),
  )
  return unread.filter((account) => possible.has(account))
}

function strongestTexts(account: string): AccountSignal {
  return {
    account,
    source: 'model',
    name: '',
    bits: TEXT_BITS_MAX,
    events: [],
    observed: '',
    techniques: [],
    intel: null,
    note: '',
    actor: '',
  }
}

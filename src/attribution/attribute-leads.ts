import { type Crew, crewsByAccount } from '../links/index.ts'
import type { AccountSignal } from '../signals/index.ts'
import type { Attribution, Attributor } from './hypotheses/index.ts'
import type { RankedLead } from './leads.ts'

/** What attribution of leads rests on. */
export interface LeadAttribution {
  /** Who is behind crews taken as one, by the evidence of their cores and the conduct of their members. */
  ofCrews(crews: readonly number[], members: readonly RankedLead[]): Attribution
  /**
   * Who is behind one account. A member of a crew (`members`) is judged by what the crew is; otherwise its own evidence
   * counts, and that of the crew it is tied to as far as the tie holds.
   */
  ofLead(lead: RankedLead, members: readonly RankedLead[]): Attribution
}

/** Applies an attributor to leads and crews. An operation is as probable as the lead, of a crew as its best lead. */
export function attributeLeads(
  crews: readonly Crew[],
  own: ReadonlyMap<string, readonly AccountSignal[]>,
  who: Attributor,
): LeadAttribution {
  const coreOf = crewsByAccount(crews)
  const signalsOf = (account: string): readonly AccountSignal[] => own.get(account) ?? []
  return {
    ofCrews: (joined, members) => {
      const core = joined.flatMap((crew) => crews[crew]?.core ?? [])
      const operation = Math.max(...members.map((lead) => lead.probability))
      const accounts = [...core, ...members.map((lead) => lead.account)]
      return who.attribute(accounts, core.flatMap(signalsOf), operation)
    },
    ofLead: (lead, members) => {
      const crew = lead.crew ?? coreOf.get(lead.account)
      const core = crew === undefined ? [] : (crews[crew]?.core ?? [])
      if (members.length > 0) {
        const accounts = [...core, ...members.map((member) => member.account)]
        return who.attribute(accounts, core.flatMap(signalsOf), lead.probability)
      }
      const hold = lead.tie?.link.probability ?? 0
      const others = hold > 0 ? core.filter((account) => account !== lead.account) : []
      const theirs = others
        .flatMap(signalsOf)
        .map((signal) => ({ ...signal, bits: signal.bits * hold }))
      const signals = [...signalsOf(lead.account), ...theirs]
      return who.attribute([lead.account, ...others], signals, lead.probability)
    },
  }
}

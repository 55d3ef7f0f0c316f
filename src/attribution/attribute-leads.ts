import type { Crew } from '../links/index.ts'
import type { AccountSignal } from '../signals/index.ts'
import type { Attribution, Attributor } from './hypotheses/index.ts'
import type { RankedLead } from './leads.ts'

/** What attribution of leads rests on. */
export interface LeadAttribution {
  /** Who is behind crews taken as one, by the evidence of their cores and the conduct of their members. */
  ofCrews(crews: readonly number[], members: readonly RankedLead[]): Attribution
  /** Who is behind one account of crews that are one operation, by what these are. */
  ofMember(lead: RankedLead, crews: readonly number[], members: readonly RankedLead[]): Attribution
  /** Who is behind one account of no crew: by its own evidence, or with that of the crew it is tied to as far as it rests on the tie. */
  ofLead(lead: RankedLead): Attribution
}

/** Applies an attributor to leads and crews. An operation is as probable as the lead, of a crew as its best lead. */
export function attributeLeads(
  crews: readonly Crew[],
  own: ReadonlyMap<string, readonly AccountSignal[]>,
  who: Attributor,
): LeadAttribution {
  const signalsOf = (account: string): readonly AccountSignal[] => own.get(account) ?? []
  const coresOf = (joined: readonly number[]): string[] =>
    joined.flatMap((crew) => crews[crew]?.core ?? [])
  const together = (
    joined: readonly number[],
    members: readonly RankedLead[],
    operation: number,
  ): Attribution => {
    const core = coresOf(joined)
    const accounts = [...core, ...members.map((lead) => lead.account)]
    return who.attribute(accounts, core.flatMap(signalsOf), operation)
  }
  return {
    ofCrews: (joined, members) =>
      together(joined, members, Math.max(...members.map((lead) => lead.probability))),
    ofMember: (lead, joined, members) => together(joined, members, lead.probability),
    ofLead: (lead) => {
      const alone = who.attribute([lead.account], signalsOf(lead.account), lead.probability)
      const others = coresOf(lead.crew === null ? [] : [lead.crew])
      if (lead.tieShare < 0.5 || others.length === 0) return alone
      const signals = [...new Set([lead.account, ...others])].flatMap(signalsOf)
      return who.attribute([lead.account, ...others], signals, lead.probability * lead.tieShare)
    },
  }
}
